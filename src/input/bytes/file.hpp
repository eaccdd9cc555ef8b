// Where bytes come from: a file, standard input, memory; and a window that runs over them.
//
// In:  a path or a text.  Out: bytes in order, in pieces of any size.
// Window is the one buffer of a reading. What the reader still needs stays in front, everything
// else is overwritten; it grows only when one record does not fit.
// Lifetime: sources refer to what they are given; a Window's bytes move at every fill().
// Threads: one a reading.  Failure: a source that fails ends early and says why.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "input/context.hpp"

namespace whylocked::input {

// Reading a file in pieces of this size into the same memory is about six times as fast as mapping
// it: the pages are warm. Larger pieces leave the second-level cache.
inline constexpr std::size_t kBufferBytes = 256u << 10;

// The beginning of a file on which its format, encoding and header are decided.
inline constexpr std::size_t kHeadBytes = 64u << 10;

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::size_t read(char* to, std::size_t most) = 0;  // 0: the end, or a failure
  virtual std::string failure() const { return {}; }         // why it ended early, in words
  virtual std::string hint() const { return {}; }            // what to do about that
  // Of bytes that several threads may read at once: how many there are, as far as known, and a
  // source of those from `offset` on that lives no longer than this one. Else 0 and null.
  virtual std::uint64_t size() const { return 0; }
  virtual std::unique_ptr<ByteSource> from(std::uint64_t /*offset*/) const { return nullptr; }
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view text, std::size_t piece = kBufferBytes)
      : text_(text), piece_(piece) {}
  std::size_t read(char* to, std::size_t most) override;

 private:
  std::string_view text_;
  std::size_t piece_;  // the most that one read gives
};

// Gives `head` once more, then what `rest` still has. `skipped`: bytes of `rest` in front of `head`
// that are left out.
class PeekedSource : public ByteSource {
 public:
  PeekedSource(std::string_view head, ByteSource& rest, std::uint64_t skipped = 0)
      : head_(head), rest_(rest), skipped_(skipped) {}
  std::size_t read(char* to, std::size_t most) override;
  std::string failure() const override { return rest_.failure(); }
  std::string hint() const override { return rest_.hint(); }
  std::uint64_t size() const override { return rest_.size() - std::min(rest_.size(), skipped_); }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    return rest_.from(skipped_ + offset);
  }

 private:
  MemorySource head_;
  ByteSource& rest_;
  const std::uint64_t skipped_;
};

// "-" is standard input. Null: the job was told why.
std::unique_ptr<ByteSource> open_file(const std::string& path, InputContext& job);

class Window {
 public:
  Window(ByteSource& source, std::size_t buffer_bytes);

  // RowBatch::kReadable bytes behind the last one may be read.
  const char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::string_view text(std::size_t from, std::size_t to) const {
    return {data_.get() + from, to - from};
  }

  // Drops the bytes in front of `from` and reads once behind the others; what was byte `from` is
  // byte 0 then. False: the source had ended before, and nothing was moved.
  bool fill(std::size_t from);
  const ByteSource& source() const { return source_; }
  std::uint64_t offset() const { return dropped_; }  // bytes dropped in front, all in all
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

}  // namespace whylocked::input
