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

// A failure that raises the lock counter: the password was looked at and was wrong, or the row
// does not say why. Not counted: refusals because of the lock; refusals before the password was
// looked at (quota, blocked, integration code); unusable accounts and a failed second factor (the
// password may have been right); unknown users. Whether the product counts those last two kinds
// is not documented; its API answers them with 500 instead of 401.
inline bool raises_counter(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (event.reason == Reason::bad_password || event.reason == Reason::unknown);
}

// A success, an unlock or a password reset sets the counter to zero.
inline bool clears_counter(const Event& event) {
  return event.kind == EventKind::login_succeeded || event.kind == EventKind::account_unlocked ||
         event.kind == EventKind::password_changed;
}

// True if the failure continues the run of counted failures that ended at `last`.
inline bool within_observation(Micros last, Micros time, Micros observation_window) {
  return observation_window == 0 || time - last <= observation_window;
}

std::vector<Incident> replay(std::span<const Event> rows, const Rules& rules);

}  // namespace whylocked
