// A list of numbers, mostly one or two: those stand in the list itself and need no memory beside
// it.
//
// In:  32-bit ids or indexes, at most 2^32 - 1.  Out: the part of std::vector that such lists use.
// An export has millions of callers with one address and one attempt; a vector for each would take
// more time and room than all that is done with them.
// Lifetime: a value; iterators are pointers, as those of a vector.  Threads: const access is safe.
// Failure: std::bad_alloc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace whylocked {

class SmallList {
 public:
  using value_type = std::uint32_t;

  SmallList() = default;
  SmallList(const SmallList& other) {
    reserve(other.size_);
    std::copy(other.begin(), other.end(), data());
    size_ = other.size_;
  }
  SmallList(SmallList&& other) noexcept { swap(other); }
  SmallList& operator=(SmallList other) noexcept {
    swap(other);
    return *this;
  }
  ~SmallList() {
    if (far()) delete[] where_.far;
  }
  void swap(SmallList& other) noexcept {
    std::swap(where_, other.where_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
  }

  void reserve(std::size_t count) {
    if (count <= room_) return;
    auto* const more = new std::uint32_t[count];
    std::copy(begin(), end(), more);
    if (far()) delete[] where_.far;
    where_.far = more;
    room_ = static_cast<std::uint32_t>(count);
  }
  void push_back(std::uint32_t value) {
    if (size_ == room_) reserve(2 * std::size_t{room_});
    data()[size_++] = value;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const std::uint32_t* data() const { return far() ? where_.far : where_.near; }
  std::uint32_t* data() { return far() ? where_.far : where_.near; }
  const std::uint32_t* begin() const { return data(); }
  const std::uint32_t* end() const { return data() + size_; }
  std::uint32_t* begin() { return data(); }
  std::uint32_t* end() { return data() + size_; }
  std::uint32_t operator[](std::size_t index) const { return data()[index]; }
  std::uint32_t front() const { return data()[0]; }
  std::uint32_t back() const { return data()[size_ - 1]; }
  bool operator==(const SmallList& other) const {
    return std::equal(begin(), end(), other.begin(), other.end());
  }

 private:
  static constexpr std::uint32_t kNear = 2;
  bool far() const { return room_ > kNear; }

  union {
    std::uint32_t near[kNear];
    std::uint32_t* far;
  } where_ = {};
  std::uint32_t size_ = 0, room_ = kNear;
};

}  // namespace whylocked
