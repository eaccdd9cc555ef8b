// Effects of an event on the lock counter of its account.
//
// In:  an Event.  Out: what its answer proves, and the counter. whylocked/correlate.hpp defines
//      what raises and clears the counter.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>

#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

// True for a change that may break a sign-in.
constexpr bool is_change(EventKind kind) {
  return kind == EventKind::password_changed || kind == EventKind::password_expired ||
         kind == EventKind::username_changed;
}

// True for an answer that only a locked account gives.
constexpr bool proves_lock(const Event& event) {
  return event.kind == EventKind::login_failed && event.reason == Reason::locked;
}

// True for an answer that only an open account gives: the password was checked.
constexpr bool proves_open(const Event& event) {
  return proves_password(event) ||
         (event.kind == EventKind::login_failed && event.reason == Reason::bad_password);
}

// Failures that raised the counter of one account since the last clearing.
struct LockCounter {
  Micros window = 0;        // observation window: a longer gap ends the series; 0: never
  std::uint64_t total = 0;  // attempts
  Micros last = 0;          // time of the last failure

  bool expired(Micros time) const { return total > 0 && window > 0 && time - last > window; }
  void add(const Event& event) {
    total += event.count;
    last = event.time;
  }
  void clear() { total = 0; }
};

}  // namespace whylocked::lockouts
