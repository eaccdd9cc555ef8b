// Effects of an event on the lock counter of its account, packed into a byte.
//
// In:  an Event.  Out: its EventTraits; the rules of the lock counter are in this file only.
// Lifetime: a value.  Threads: pure.  Failure: none.
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

class EventTraits {
 public:
  EventTraits() = default;
  explicit EventTraits(const Event& event);

  bool failed() const { return has(kFailed); }
  bool succeeded() const { return has(kSucceeded); }
  bool locked() const { return has(kLocked); }    // a lock row
  bool refused() const { return has(kRefused); }  // a failure because of the lock
  bool unknown_user() const { return has(kUnknownUser); }
  bool raises() const { return has(kRaises); }
  bool clears() const { return has(kClears); }
  bool unlocks_or_resets() const { return has(kClears) && !has(kSucceeded); }
  bool several() const { return has(kSeveral); }  // more than one attempt in its row

 private:
  enum Bit : std::uint8_t {
    kFailed = 1,
    kSucceeded = 2,
    kLocked = 4,
    kRefused = 8,
    kUnknownUser = 16,
    kRaises = 32,
    kClears = 64,
    kSeveral = 128,
  };
  bool has(Bit bit) const { return (bits_ & bit) != 0; }
  std::uint8_t bits_ = 0;
};

inline EventTraits::EventTraits(const Event& event) {
  const auto set = [&](bool is, Bit bit) {
    bits_ = static_cast<std::uint8_t>(bits_ | (is ? bit : 0));
  };
  set(event.kind == EventKind::login_failed, kFailed);
  set(event.kind == EventKind::login_succeeded, kSucceeded);
  set(event.kind == EventKind::account_locked, kLocked);
  set(proves_lock(event), kRefused);
  set(event.kind == EventKind::login_failed && event.reason == Reason::unknown_user, kUnknownUser);
  set(raises_counter(event), kRaises);
  set(clears_counter(event), kClears);
  set(event.count > 1, kSeveral);
}

}  // namespace whylocked::lockouts
