// A text line by line, in bounded memory.
//
// In:  a ReadBuffer.  Out: each line without its '\n'; one longer than the limit is skipped.
// Lifetime: text() until the next call of next().  Threads: one.
// Failure: the lines end early; ask the source.
#pragma once

#include "input/bytes/read_buffer.hpp"

namespace whylocked::input {

class Lines {
 public:
  Lines(ReadBuffer& buffer, std::size_t most_bytes) : buffer_(buffer), most_(most_bytes) {}

  bool next();  // false: the text has ended
  std::string_view text() const { return text_; }
  std::uint64_t number() const { return number_; }  // from 1
  bool is_too_long() const { return too_long_; }    // and text() is empty

 private:
  bool fill();
  void skip_line();

  ReadBuffer& buffer_;
  const std::size_t most_;
  std::size_t start_ = 0;  // of the next line, in the buffer
  std::string_view text_;
  std::uint64_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace whylocked::input
