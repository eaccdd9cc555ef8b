// Small keys in order, in time that grows with their number alone.
//
// In:  (key, id) pairs.  Out: the same, by key; equal keys stay in the order they came in.
// Digits of eleven bits, the lowest first; a digit that is the same in all keys costs nothing.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <vector>

namespace whylocked {

struct Keyed {
  std::uint64_t key = 0;
  std::uint32_t id = 0;
};

void sort_by_key(std::vector<Keyed>& items);

}  // namespace whylocked
