#include "input/bytes/read_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace whylocked::input {

ReadBuffer::ReadBuffer(ByteSource& source, std::size_t buffer_bytes)
    : source_(source),
      data_(new char[buffer_bytes]),
      capacity_(buffer_bytes),
      piece_(buffer_bytes) {}

bool ReadBuffer::fill(std::size_t from) {
  if (ended_) return false;
  if (from > 0) std::memmove(data_.get(), data_.get() + from, size_ - from);
  size_ -= from;
  dropped_ += from;
  if (capacity_ - size_ < (piece_ + 1) / 2) grow();
  const std::size_t count = source_.read(data_.get() + size_, std::min(piece_, capacity_ - size_));
  size_ += count;
  ended_ = count == 0;
  return true;
}

void ReadBuffer::fill_up_to(std::size_t wanted) {
  while (size_ < wanted && fill(0)) continue;
}

void ReadBuffer::grow() {
  std::unique_ptr<char[]> larger(new char[2 * capacity_]);
  std::copy_n(data_.get(), size_, larger.get());
  data_ = std::move(larger);
  capacity_ *= 2;
}

bool Lines::next() {
  std::size_t searched = 0;
  too_long_ = false;
  for (;;) {
    const std::string_view rest = buffer_.text(start_, buffer_.size());
    const std::size_t end = rest.find('\n', searched);
    searched = rest.size();
    if (std::min(end, rest.size()) > most_) {
      skip_line();
      break;
    }
    if (end == rest.npos && fill()) continue;
    if (rest.empty()) return false;
    text_ = rest.substr(0, end);
    start_ += std::min(end, rest.size() - 1) + 1;
    break;
  }
  ++number_;
  return true;
}

bool Lines::fill() {
  if (!buffer_.fill(start_)) return false;
  start_ = 0;
  return true;
}

void Lines::skip_line() {
  text_ = {};
  too_long_ = true;
  do {
    const std::size_t end = buffer_.text(start_, buffer_.size()).find('\n');
    start_ = end == std::string_view::npos ? buffer_.size() : start_ + end + 1;
    if (end != std::string_view::npos) return;
  } while (fill());
}

}  // namespace whylocked::input
