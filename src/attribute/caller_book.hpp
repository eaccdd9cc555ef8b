// Questions about a caller's attempts that many lockouts ask, answered without a walk.
//
// In:  events and origins.  Out: how many of an origin's attempts failed, up to each of them, and
//      what follows from it by binary search.
// Only of origins with a part in a lockout. Positions count in Caller::attempts. Lifetime: refers
// to both.  Threads: const, safe. Failure: none.  Cost: one pass over their attempts, 4 bytes each.
#pragma once

#include <cstdint>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::old {

class AttemptIndex {
 public:
  AttemptIndex(const Events& events, const Correlation& correlation, unsigned threads);

  // Failures among the attempts [from, to).
  std::uint32_t failures(std::uint32_t origin, std::size_t from, std::size_t to) const {
    const std::size_t start = starts_[origin];
    return failed_[start + to] - failed_[start + from];
  }
  // The first attempt at or behind `from` that is no failure, or the n-th that is one; `to` if
  // there is none before it.
  std::size_t next_success(std::uint32_t origin, std::size_t from, std::size_t to) const;
  std::size_t nth_failure(std::uint32_t origin, std::size_t from, std::size_t to,
                          std::size_t n) const;

 private:
  std::vector<std::size_t> starts_;    // of each origin in failed_
  std::vector<std::uint32_t> failed_;  // of each origin: failures before attempt 0, 1, ... n
};

}  // namespace whylocked::old
