// The one buffer of a reading.
//
// In:  a source.  Out: its bytes, a part of them at a time.
// Bytes that are still needed move to the front and the others are overwritten. The buffer grows
// only when one record does not fit.
// Lifetime: refers to its source; its bytes move at every fill().  Threads: one.
// Failure: the bytes end early; ask the source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "input/bytes/file.hpp"

namespace whylocked::input {

class ReadBuffer {
 public:
  ReadBuffer(ByteSource& source, std::size_t buffer_bytes);

  const char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::string_view text(std::size_t from, std::size_t to) const {
    return {data_.get() + from, to - from};
  }

  // Drops the bytes before `from` and reads once after the others; byte `from` becomes byte 0.
  // False: the source had ended before, and nothing was moved.
  bool fill(std::size_t from);
  const ByteSource& source() const { return source_; }
  std::uint64_t offset() const { return dropped_; }  // of byte 0 in the source
  // Reads until `wanted` bytes are there or the source ends.
  void fill_up_to(std::size_t wanted);

 private:
  void grow();

  ByteSource& source_;
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0, capacity_;
  std::size_t piece_;  // the most to read at once
  std::uint64_t dropped_ = 0;
  bool ended_ = false;
};

// A text line by line, each without its line feed; a line longer than the limit is skipped.
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
