// Sources of bytes: a file, standard input, memory.
//
// In:  a path, or text in memory.  Out: bytes in order, in pieces of any size.
// Threads: see from().  Failure: a failed source ends early, and failure() returns the reason.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "whylocked/read.hpp"

namespace whylocked::input {

// The reason why something could not be read, and what to do about it.
struct Error {
  Text message, hint;
};

// Reading a file in pieces of this size into one buffer is about six times as fast as mapping it,
// because the pages stay warm. Larger pieces do not fit the second-level cache.
inline constexpr std::size_t kBufferBytes = 256u << 10;

// Size of the head of a file, which decides its format, encoding and header.
inline constexpr std::size_t kHeadBytes = 64u << 10;

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::size_t read(char* to, std::size_t max) = 0;  // 0 at the end or on failure
  virtual std::optional<Error> failure() const { return std::nullopt; }
  // For parallel reading: the number of bytes, as far as known, and a source that starts at
  // `offset` and must not outlive this one. 0 and null if the bytes can only be read in order.
  virtual std::uint64_t size() const { return 0; }
  virtual std::unique_ptr<ByteSource> from(std::uint64_t /*offset*/) const { return nullptr; }
};

class MemorySource : public ByteSource {
 public:
  // `piece`: the most bytes that one read returns.
  explicit MemorySource(std::string_view text, std::size_t piece = kBufferBytes)
      : text_(text), piece_(piece) {}
  std::size_t read(char* to, std::size_t max) override {
    const std::size_t count = text_.copy(to, std::min(max, piece_));
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
  std::size_t piece_;
};

class FailedSource : public ByteSource {
 public:
  explicit FailedSource(Error failure) : failure_(std::move(failure)) {}
  std::size_t read(char*, std::size_t) override { return 0; }
  std::optional<Error> failure() const override { return failure_; }

 private:
  const Error failure_;
};

// "-" is standard input. Never returns null.
std::unique_ptr<ByteSource> open_file(const std::string& path, const ReadOptions& options);

// "4 GiB", "16 MiB", "4096 bytes"
std::string in_bytes(std::size_t count);

// Reads up to `max` bytes.
std::string read_head(ByteSource& source, std::size_t max = kHeadBytes);

// Lets the caller inspect the first bytes of a source before reading them.
class PeekedSource : public ByteSource {
 public:
  explicit PeekedSource(ByteSource& source, std::size_t max = kHeadBytes)
      : head_(read_head(source, max)), rest_(source) {}
  std::string_view head() const { return std::string_view(head_).substr(begin_); }
  void skip(std::size_t count) { begin_ = at_ = count; }  // only before the first read
  std::size_t read(char* to, std::size_t max) override {
    const std::size_t count = head_.copy(to, max, at_);
    at_ += count;
    return count != 0 ? count : rest_.read(to, max);
  }
  std::optional<Error> failure() const override { return rest_.failure(); }
  std::uint64_t size() const override {
    return rest_.size() - std::min<std::uint64_t>(rest_.size(), begin_);
  }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    return rest_.from(begin_ + offset);
  }

 private:
  const std::string head_;
  ByteSource& rest_;
  std::size_t begin_ = 0, at_ = 0;  // offsets in head_: after skip(), and of the next byte to read
};

// The only buffer of an input. Bytes still needed move to the front and the others are overwritten;
// it grows only if a record does not fit.
class ReadBuffer {
 public:
  // `piece`: the most bytes to read at once.
  ReadBuffer(ByteSource& source, std::size_t piece)
      : source_(&source), piece_(piece), data_(new char[piece]), capacity_(piece) {}

  const char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::string_view text(std::size_t from, std::size_t to) const {
    return {data_.get() + from, to - from};
  }

  // Drops the bytes before `from` and appends one read; byte `from` becomes byte 0. False: the
  // source had already ended, and nothing moved.
  bool fill(std::size_t from);
  // Same as fill(at), and sets `at` to 0 if it succeeds.
  bool fill_after(std::size_t& at) {
    const bool more = fill(at);
    if (more) at = 0;
    return more;
  }
  ByteSource& source() const { return *source_; }
  std::uint64_t offset() const { return dropped_; }  // of byte 0 in the source
  // Switches to another source, at its beginning.
  void restart(ByteSource& source) {
    source_ = &source;
    size_ = 0;
    dropped_ = 0;
    ended_ = false;
  }
  // Reads until the buffer holds `wanted` bytes or the source ends.
  void fill_up_to(std::size_t wanted) {
    while (size() < wanted && fill(0)) continue;
  }

 private:
  ByteSource* source_;
  const std::size_t piece_;
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0, capacity_;
  std::uint64_t dropped_ = 0;
  bool ended_ = false;
};

// Reads text line by line, without the line feeds; a line longer than the limit is skipped.
class Lines {
 public:
  Lines(ReadBuffer& buffer, std::size_t most_bytes) : buffer_(buffer), most_(most_bytes) {}

  bool next();  // false at the end of the text
  std::string_view text() const { return text_; }
  std::uint64_t number() const { return number_; }  // from 1
  bool is_too_long() const { return too_long_; }    // then text() is empty

  // Returns the next `count` bytes as they are, line feeds included. Fewer if the text ends.
  std::string_view take(std::size_t count);

 private:
  void skip_line();

  ReadBuffer& buffer_;
  const std::size_t most_;
  std::size_t start_ = 0;  // offset of the next line in the buffer
  std::string_view text_;
  std::uint64_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace whylocked::input
