// The play: a world runs forward under its lockout policy, one step after the other.
//
// In:  a World and a Random.  Out: what happened, in time order, and who filled each counter.
// A failure with a wrong password raises the account's counter; a success, an unlock or a new
// password clears it; at the threshold the account locks, and what comes then is refused and does
// not count. Unknown users, quotas, tracking identifiers and second factors count for nothing.
// Lifetime: indexes into the World.  Threads: one a play.  Failure: none; a play that grows beyond
// kMaxRows ends early and says so.
#pragma once

#include <utility>
#include <vector>

#include "simulator/random.hpp"
#include "simulator/world.hpp"

namespace whylocked::sim {

inline constexpr std::size_t kMinRows = 150, kMaxRows = 2500;

struct Happening {
  Micros at = 0;
  EventKind kind = EventKind::other;
  Reason reason = Reason::unknown;
  std::size_t account = 0;
  std::size_t actor = kNobody;  // of attempts, and of the last one before a lock
  Address address;              // likewise
};

struct Lock {
  Micros filled = 0;   // when the counter was full
  Micros stamped = 0;  // what the lock row will show
  std::size_t account = 0;
  std::vector<std::pair<std::size_t, unsigned>> callers;  // actors and their failures, by actor
};

struct Played {
  std::vector<Happening> rows;    // by time
  std::vector<Lock> locks;        // by time
  std::vector<std::size_t> runs;  // by actor: how often it began to call
  bool too_long = false;
};

Played play(const World& world, Random& random);

}  // namespace whylocked::sim
