// What an event did to the account it is of, as a byte.
//
// In:  an Event.  Out: an Act; the rules of the lock counter stand here and nowhere else.
// Lifetime: a value.  Threads: pure.  Failure: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "whylocked/event.hpp"

namespace whylocked {

// A failure that raises the lock counter: the password was looked at and was wrong, or the row
// does not say why. Not counted: refusals because of the lock; refusals before the password was
// looked at (quota, blocked, integration code); unusable accounts and a failed second factor (the
// password may have been right); unknown users. Whether the product counts those last two kinds
// is not documented; its API answers them with 500 instead of 401.
constexpr bool raises_counter(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (event.reason == Reason::bad_password || event.reason == Reason::unknown);
}

// A success, an unlock or a password reset sets the counter to zero.
constexpr bool clears_counter(const Event& event) {
  return event.kind == EventKind::login_succeeded || event.kind == EventKind::account_unlocked ||
         event.kind == EventKind::password_changed;
}

class Act {
 public:
  Act() = default;
  explicit Act(const Event& event);

  bool failed() const { return has(kFailed); }
  bool succeeded() const { return has(kSucceeded); }
  bool locked() const { return has(kLocked); }    // a lock row
  bool refused() const { return has(kRefused); }  // a failure because of the lock
  bool unknown_user() const { return has(kUnknownUser); }
  bool raises() const { return has(kRaises); }
  bool clears() const { return has(kClears); }
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
  static constexpr std::size_t kKinds = static_cast<std::size_t>(EventKind::other) + 1;
  static constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::blocked) + 1;
  using Table = std::array<std::array<std::uint8_t, kReasons>, kKinds>;

  static constexpr std::uint8_t bits_of(const Event& event) {
    const bool failed = event.kind == EventKind::login_failed;
    unsigned bits = 0;
    if (failed) bits |= kFailed;
    if (event.kind == EventKind::login_succeeded) bits |= kSucceeded;
    if (event.kind == EventKind::account_locked) bits |= kLocked;
    if (failed && event.reason == Reason::locked) bits |= kRefused;
    if (failed && event.reason == Reason::unknown_user) bits |= kUnknownUser;
    if (raises_counter(event)) bits |= kRaises;
    if (clears_counter(event)) bits |= kClears;
    return static_cast<std::uint8_t>(bits);
  }
  static constexpr Table make_table() {
    Table table{};
    for (std::size_t kind = 0; kind < kKinds; ++kind)
      for (std::size_t reason = 0; reason < kReasons; ++reason) {
        Event event;
        event.kind = static_cast<EventKind>(kind);
        event.reason = static_cast<Reason>(reason);
        table[kind][reason] = bits_of(event);
      }
    return table;
  }
  static const Table kTable;

  bool has(Bit bit) const { return (bits_ & bit) != 0; }
  std::uint8_t bits_ = 0;
};

inline constexpr Act::Table Act::kTable = Act::make_table();

inline Act::Act(const Event& event)
    : bits_(static_cast<std::uint8_t>(
          kTable[static_cast<std::size_t>(event.kind)][static_cast<std::size_t>(event.reason)] |
          (event.count > 1 ? kSeveral : 0))) {}

}  // namespace whylocked
