// Generates logs under a lock policy.
//
// In:  a policy and a random generator.  Out: the events of the log, and the true lockouts.
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "unit/correlate/story.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::played {

using Random = std::mt19937_64;

// Traces of a lock in a log: a row, the reason of the refusals, the lack of "wrong password" as
// their reason, or nothing, because no failure has a reason.
enum class Shows : std::uint8_t { lock_rows, refusals, other_reason, nothing };

struct LockPolicy {
  std::uint32_t threshold = 5;
  Micros window = 0;    // 0: the counter never times out
  Micros duration = 0;  // 0: until an unlock
  Shows shows = Shows::lock_rows;
  bool successes = true;  // in the log
  bool twins = false;     // a domain controller and a member report each attempt
};

using Lockout = std::pair<TextId, Micros>;

struct Played {
  Events events;
  std::vector<Lockout> lockouts;
};

// One account under a policy: the answer to each attempt, and the other rows.
class PlayedAccount {
 public:
  PlayedAccount(const LockPolicy& policy, TextId user, Played& out)
      : policy_(policy), user_(user), out_(out) {}

  void attempt(Micros time, bool right) {
    end_lock(time);
    if (locked_at_) {
      const Reason reason = policy_.shows >= Shows::other_reason ? Reason::unknown : Reason::locked;
      return add(time, EventKind::login_failed, reason);
    }
    if (right) {
      failures_ = 0;
      if (policy_.successes) add(time, EventKind::login_succeeded, Reason::unknown);
      return;
    }
    if (policy_.window > 0 && time - last_ > policy_.window) failures_ = 0;
    last_ = time;
    add(time, EventKind::login_failed,
        policy_.shows == Shows::nothing ? Reason::unknown : Reason::bad_password);
    if (++failures_ < policy_.threshold) return;
    locked_at_ = time;
    out_.lockouts.emplace_back(user_, time);
    if (policy_.shows == Shows::lock_rows) add(time, EventKind::account_locked, Reason::unknown);
  }

  // By an administrator: an unlock, or a reset if the log has no unlocks.
  void unlock(Micros time) {
    end_lock(time);
    const bool seen = policy_.shows < Shows::other_reason;
    if (seen && !locked_at_) return;
    locked_at_.reset();
    failures_ = 0;
    add(time, seen ? EventKind::account_unlocked : EventKind::password_changed, Reason::unknown);
  }

  bool locked(Micros time) {
    end_lock(time);
    return locked_at_.has_value();
  }

 private:
  void end_lock(Micros time) {
    if (!locked_at_ || policy_.duration == 0 || time - *locked_at_ < policy_.duration) return;
    if (policy_.shows == Shows::lock_rows)
      add(*locked_at_ + policy_.duration, EventKind::account_unlocked, Reason::unknown);
    locked_at_.reset();
    failures_ = 0;
  }
  void add(Micros time, EventKind kind, Reason reason) {
    Event event;
    event.time = time;
    event.user = user_;
    event.kind = kind;
    event.reason = reason;
    const bool attempt = kind == EventKind::login_failed || kind == EventKind::login_succeeded;
    if (policy_.twins && attempt) {
      event.reporter = Reporter::windows_kerberos;
      out_.events.rows.push_back(event);
      event.reporter = Reporter::windows_logon;
      event.time += (time / kSecond % 3) * kSecond;
      out_.events.has_reporters = true;
    }
    out_.events.rows.push_back(event);
  }

  const LockPolicy& policy_;
  const TextId user_;
  Played& out_;
  std::optional<Micros> locked_at_;
  std::uint32_t failures_ = 0;
  Micros last_ = 0;
};

inline Played play(Random& random, const LockPolicy& policy) {
  Played played;
  const auto accounts = static_cast<TextId>(1 + random() % 4);
  for (TextId i = 0; i < accounts; ++i) {
    const TextId user = played.events.users.intern("user" + std::to_string(i));
    PlayedAccount account(policy, user, played);
    Micros time = story::kFirstDay * kDay;
    account.attempt(time, true);  // the counter is known to start at zero
    for (std::uint64_t n = 40 + random() % 200; n > 0; --n) {
      const std::uint64_t pace = random() % 10;
      const std::uint64_t seconds = pace < 6   ? 11 + random() % 60
                                    : pace < 9 ? 60 + random() % 600
                                               : 600 + random() % 7200;
      time += static_cast<Micros>(seconds) * kSecond;
      if (account.locked(time) && random() % 6 == 0)
        account.unlock(time);
      else
        account.attempt(time, random() % 12 == 0);
    }
  }
  std::sort(played.lockouts.begin(), played.lockouts.end());
  return played;
}

// Rows come in any order, and a second file repeats some of them.
inline void shuffle(Random& random, Events& events) {
  std::vector<Event>& rows = events.rows;
  std::uint32_t row = 0;
  for (Event& event : rows) event.row = ++row;
  const std::size_t count = rows.size();
  for (std::size_t i = 0; i < count; ++i)
    if (random() % 4 == 0) {
      Event again = rows[i];
      again.file = 1;
      rows.push_back(again);
    }
  std::shuffle(rows.begin(), rows.end(), random);
  sort_events(events);
  std::vector<InputInfo> inputs(2);
  Diagnostics diagnostics;
  merge_events(events, inputs, diagnostics);
}

}  // namespace whylocked::played
