// Replays the lock counter of one account over its timeline, and checks it against the answers.
//
// In:  one account's events in time order, and what is known about the tenant's locks.
// Out: its lockouts, as Incidents with times, basis, window, counted failures and attempts after
//      the lock (contributions and trigger are added later), and the locks that answers refute.
// README.md of correlate lists what proves a lock, what refutes it, and what is only assumed.
// Lifetime: indexes refer to the rows passed in.  Threads: pure.  Failure: none.  Cost: linear.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "correlate/lockouts/traits.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

// The threshold of one account, which may change once.
struct AccountThreshold {
  std::uint32_t before = 5, after = 5;
  Micros change = INT64_MAX;

  bool operator==(const AccountThreshold&) const = default;
  std::uint32_t at(Micros time) const { return time < change ? before : after; }
  std::uint32_t lowest() const { return before < after ? before : after; }
};

// The threshold is unknown: nothing locks by count, and no failure after a lock row explains it.
inline constexpr std::uint32_t kUnknownThreshold = UINT32_MAX;

struct Rules {
  AccountThreshold threshold;
  bool threshold_assumed = true;   // a default, neither declared nor estimated
  Micros observation_window = 0;   // 0: the counter never times out
  Micros shortest_lock = kMinute;  // minimum time that a lock lasts
  bool reconstructs = true;        // the counter alone may show a lock
  bool locks_recorded = false;     // the export has lock rows, perhaps of other accounts
  bool unlocks_complete = false;   // no unlock seems to be missing
  bool clearing_unseen = false;    // neither successes nor lock rows: see going_on
};

// Lock rows of one account closer than this are one lockout, recorded more than once (by the
// product and by mail, say). A mail takes minutes, and a new lockout in that time needs an unlock
// and as many new failures as the threshold. The number is our choice.
inline constexpr Micros kSameLockout = 15 * kMinute;

struct Replayed {
  std::vector<Incident> lockouts;
  std::vector<bool> from_zero;  // by lockout: the counter is known to have started at zero
  std::vector<RefutedLock> refuted;
};

Replayed replay(std::span<const Event> rows, const Rules& rules);

inline constexpr std::uint32_t kNoCaller = 0xffffffff;

// Fills Incident::contributions, largest share first, then by caller. `caller_of_row` has one entry
// per row, kNoCaller if there is none. Only callers whose failures counted have a part; a lockout
// without counted failures belongs to the caller of its lock row, or of the refusal that proves it.
void assign_shares(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                   Incident& incident);

}  // namespace whylocked::lockouts
