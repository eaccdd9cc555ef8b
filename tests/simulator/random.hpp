// Random numbers that are the same on every machine: integers only, no library distribution.
//
// In:  a seed.  Out: xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64, and the few
//      distributions the play needs.
// Logarithms differ in their last bit between C libraries, so the exponential is von Neumann's
// (1951), which only compares, and the log-uniform climbs in integer steps.
// Lifetime: plain value.  Threads: one a thread.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "whylocked/event.hpp"

namespace whylocked::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  // REQUIRES: n > 0. The bias is below n / 2^64.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  // Both ends included.  REQUIRES: lo <= hi
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(hi - lo) + 1));
  }
  bool chance(unsigned percent) { return below(100) < percent; }
  // Waiting time of a Poisson process.  REQUIRES: mean below 2^39 (6 days)
  Micros exponential(Micros mean);
  // As likely between 3 and 6 as between 30 and 60.  REQUIRES: 0 < lo <= hi
  std::int64_t log_between(std::int64_t lo, std::int64_t hi);

  // REQUIRES: `all` is not empty.
  template <class Range>
  auto& pick(Range&& all) {
    return all[below(std::size(all))];
  }
  template <class Range>
  void shuffle(Range& all) {
    for (std::size_t i = std::size(all); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace whylocked::sim
