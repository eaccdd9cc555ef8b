// The lock counter of one account, replayed over its timeline.
//
// In:  one account's events in time order, and the rules of the tenant.
// Out: its lockouts, as Incidents with times, window, counted failures and attempts after the lock;
//      origins and trigger are added later.
// A recorded lockout is never overruled. Only where the export has no lock row at all are lockouts
// reconstructed: at the threshold-th counted failure, or, short of it, where a refusal says that
// the account is locked.
// Lifetime: indexes refer to the rows given.  Threads: pure.  Failure: none.  Cost: linear.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "correlate/act.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

struct Rules {
  std::uint32_t threshold = 5;
  Micros observation_window = 0;  // 0: the counter never times out
  bool locks_recorded = false;    // the export has lock rows, if not of this account
  bool unlocks_recorded = false;
  bool unlocks_complete = false;   // as far as numbers tell, no unlock is missing
  bool refusals_recorded = false;  // the export tells refusals because of a lock from others
};

// Lock rows of one account that lie closer than this are one lockout written down more than once
// (by the product and by mail, say). A mail takes minutes, and a new lockout in that time needs
// an unlock and a whole threshold of new failures. The number is ours.
inline constexpr Micros kSameLockout = 15 * kMinute;

// True if the failure continues the run of counted failures that ended at `last`.
inline bool within_observation(Micros last, Micros time, Micros observation_window) {
  return observation_window == 0 || time - last <= observation_window;
}

std::vector<Incident> replay(std::span<const Event> rows, const Rules& rules);

// False if a replay of the account would find no lockout. True does not promise one.
bool may_lock(std::span<const Act> acts, const Rules& rules);

}  // namespace whylocked
