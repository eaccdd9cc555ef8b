// Memory for what an export has millions of.
//
// In:  how much.  Out: memory that the system backs with large pages where it can, and gets back as
//      soon as it is freed.
// A page is cleared when it is first touched and looked up whenever its translation is not at hand.
// For hundreds of megabytes in pages of 4 KiB both cost more than the work on them. Smaller tables
// had better take pages that somebody has just freed: those are at hand, where a large one is a
// stretch of memory that the machine has to find first.
// Lifetime: as of any allocator.  Threads: safe.  Failure: std::bad_alloc; without large pages the
// memory is the same but slower.
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <vector>

namespace whylocked {

// `free_block` needs the same number of bytes as was asked for.
void* allocate_block(std::size_t bytes);
void free_block(void* memory, std::size_t bytes) noexcept;

template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class Other>
  LargePages(const LargePages<Other>&) {}  // NOLINT: as allocators are

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T))
      throw std::bad_array_new_length();
    return static_cast<T*>(allocate_block(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { free_block(memory, count * sizeof(T)); }
  template <class Other>
  bool operator==(const LargePages<Other>&) const {
    return true;
  }
};

template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace whylocked
