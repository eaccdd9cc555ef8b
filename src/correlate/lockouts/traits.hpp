// Effects of an event on the lock counter of its account.
//
// In:  an Event.  Out: the rules of the lock counter, which are in this file only, and the counter.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>

#include "whylocked/event.hpp"

namespace whylocked::lockouts {

// A failure that raises the lock counter: the password was checked and was wrong, or the row gives
// no reason. Not counted: refusals because of the lock; refusals before the password was checked
// (quota, blocked, integration code); unusable accounts and a failed second factor (the password
// may have been right); unknown users. Whether Autotask counts those last two is not documented;
// its API answers them with 500 instead of 401.
constexpr bool raises_counter(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (event.reason == Reason::bad_password || event.reason == Reason::unknown);
}

// A success, an unlock or a password reset sets the counter to zero.
constexpr bool clears_counter(const Event& event) {
  return event.kind == EventKind::login_succeeded || event.kind == EventKind::account_unlocked ||
         event.kind == EventKind::password_changed;
}

// An answer that only a locked account gives.
constexpr bool proves_lock(const Event& event) {
  return event.kind == EventKind::login_failed && event.reason == Reason::locked;
}

// An answer that only an open account gives: the password was checked.
constexpr bool proves_open(const Event& event) {
  return event.kind == EventKind::login_succeeded ||
         (event.kind == EventKind::login_failed && event.reason == Reason::bad_password);
}

// Failures that raised the counter of one account since it was cleared.
struct LockCounter {
  Micros window = 0;        // the observation window: a longer gap ends the series; 0: none does
  std::uint64_t total = 0;  // attempts
  Micros last = 0;          // the time of the last one

  bool expired(Micros time) const { return total > 0 && window > 0 && time - last > window; }
  void add(const Event& event) {
    total += event.count;
    last = event.time;
  }
  void clear() { total = 0; }
};

}  // namespace whylocked::lockouts
