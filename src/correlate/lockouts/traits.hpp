// Effects of an event on the lock counter of its account.
//
// In:  an Event.  Out: what its answer proves, and the counter; what raises and clears the counter
// is in whylocked/correlate.hpp. Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>

#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

// A change that may break a sign-in.
constexpr bool is_change(EventKind kind) {
  return kind == EventKind::password_changed || kind == EventKind::password_expired ||
         kind == EventKind::username_changed;
}

// An answer that only a locked account gives.
constexpr bool proves_lock(const Event& event) {
  return event.kind == EventKind::login_failed && event.reason == Reason::locked;
}

// An answer that only an open account gives: the password was checked.
constexpr bool proves_open(const Event& event) {
  return proves_password(event) ||
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
