#include "correlate/radix.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace whylocked {

namespace {

constexpr int kBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kBits;
constexpr std::size_t kFew = 256;  // where counting digits costs more than comparing

void sort_by_digit(const std::vector<Keyed>& from, int shift, std::vector<Keyed>& to) {
  const auto digit = [&](const Keyed& item) { return item.key >> shift & (kDigits - 1); };
  std::array<std::size_t, kDigits + 1> starts{};
  for (const Keyed& item : from) ++starts[digit(item) + 1];
  for (std::size_t i = 0; i < kDigits; ++i) starts[i + 1] += starts[i];
  for (const Keyed& item : from) to[starts[digit(item)]++] = item;
}

}  // namespace

void sort_by_key(std::vector<Keyed>& items) {
  const auto by_key = [](const Keyed& a, const Keyed& b) { return a.key < b.key; };
  if (std::is_sorted(items.begin(), items.end(), by_key)) return;
  if (items.size() <= kFew) return std::stable_sort(items.begin(), items.end(), by_key);
  std::uint64_t differ = 0;
  for (const Keyed& item : items) differ |= item.key ^ items.front().key;
  std::vector<Keyed> other(items.size());
  for (int shift = 0; shift < 64; shift += kBits) {
    if ((differ >> shift & (kDigits - 1)) == 0) continue;
    sort_by_digit(items, shift, other);
    items.swap(other);
  }
}

}  // namespace whylocked
