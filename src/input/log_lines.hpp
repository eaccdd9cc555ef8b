// A text line by line, in bounded memory.
//
// In:  a ReadBuffer.  Out: one line after the other, without its end.
// A line that is longer than the limit is passed over and marked.
// Lifetime: text() is valid until the next next().  Threads: one a reading.
// Failure: is_too_long(), and reading goes on.
#pragma once

#include <cstdint>
#include <string_view>

#include "input/bytes/read_buffer.hpp"

namespace whylocked::input {

class LogLines {
 public:
  LogLines(ReadBuffer& window, std::size_t most_bytes) : window_(window), most_(most_bytes) {}

  bool next();
  std::string_view text() const { return text_; }
  std::uint64_t number() const { return number_; }  // 1-based
  bool is_too_long() const { return too_long_; }

 private:
  bool fill();
  void skip_line();

  ReadBuffer& window_;
  const std::size_t most_;
  std::size_t start_ = 0;  // of the next line, in the window
  std::string_view text_;
  std::uint64_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace whylocked::input
