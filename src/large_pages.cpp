#include "whylocked/large_pages.hpp"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace whylocked {

#if defined(__linux__)

namespace {

constexpr std::size_t kPage = std::size_t{2} << 20;  // a large one, of x86-64 and most of AArch64
constexpr std::size_t kWorthIt = std::size_t{128} << 20;

std::size_t whole_pages(std::size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

}  // namespace

// What lies in front of and behind the whole pages is given back at once.
void* allocate_block(std::size_t bytes) {
  if (bytes < kWorthIt) return ::operator new(bytes);
  const std::size_t size = whole_pages(bytes);
  void* const all =
      mmap(nullptr, size + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) throw std::bad_alloc();
  char* const begin = static_cast<char*>(all);
  const std::size_t front = (kPage - reinterpret_cast<std::uintptr_t>(begin) % kPage) % kPage;
  if (front > 0) munmap(begin, front);
  munmap(begin + front + size, kPage - front);
  madvise(begin + front, size, MADV_HUGEPAGE);  // advice; without it the pages are small
  return begin + front;
}

void free_block(void* memory, std::size_t bytes) noexcept {
  if (bytes < kWorthIt) return ::operator delete(memory);
  munmap(memory, whole_pages(bytes));
}

#else

void* allocate_block(std::size_t bytes) { return ::operator new(bytes); }
void free_block(void* memory, std::size_t) noexcept { ::operator delete(memory); }

#endif

}  // namespace whylocked
