// Logs played by a lock policy, and what a replay makes of them: exactly the lockouts there were,
// and none that an answer refutes.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "catch.hpp"
#include "correlate/lockouts/traits.hpp"
#include "unit/correlate/story.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

namespace {

using Random = std::mt19937_64;

// Traces of a lock in a log: a row, the reason of the refusals, that their reason is another than
// "wrong password", or nothing, because no failure has a reason.
enum class Shows : std::uint8_t { lock_rows, refusals, other_reason, nothing };

struct LockPolicy {
  std::uint32_t threshold = 5;
  Micros window = 0;    // 0: the counter never times out
  Micros duration = 0;  // 0: until somebody unlocks
  Shows shows = Shows::lock_rows;
  bool successes = true;  // in the log
};

using Lockout = std::pair<TextId, Micros>;

struct Played {
  Events events;
  std::vector<Lockout> lockouts;
};

// One account under a policy: what each attempt is answered, and what else is recorded.
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

  // By an administrator: an unlock, or a reset where the log has no unlocks.
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
    out_.events.rows.push_back(event);
  }

  const LockPolicy& policy_;
  const TextId user_;
  Played& out_;
  std::optional<Micros> locked_at_;
  std::uint32_t failures_ = 0;
  Micros last_ = 0;
};

LockPolicy random_policy(Random& random) {
  LockPolicy policy;
  policy.threshold = static_cast<std::uint32_t>(2 + random() % 19);
  if (random() % 2) policy.window = static_cast<Micros>(300 + random() % 1500) * kSecond;
  if (random() % 2) policy.duration = static_cast<Micros>(120 + random() % 3600) * kSecond;
  policy.shows = static_cast<Shows>(random() % 3);
  return policy;
}

Played play(Random& random, const LockPolicy& policy) {
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
  return played;
}

// Rows come in any order, and a second file repeats some of them.
void shuffle(Random& random, Events& events) {
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

std::vector<Lockout> replayed(const Events& events, const LockPolicy& policy, bool declared,
                              Correlation& out) {
  CorrelateOptions options;
  if (declared) options.threshold = policy.threshold;
  options.observation_window_s = policy.window / kSecond;
  out = correlate(events, {}, options);
  std::vector<Lockout> lockouts;
  for (const Incident& incident : out.incidents)
    lockouts.emplace_back(incident.user, incident.locked_at);
  std::sort(lockouts.begin(), lockouts.end());
  return lockouts;
}

std::string words(const LockPolicy& policy) {
  return "threshold " + std::to_string(policy.threshold) + ", window " +
         std::to_string(policy.window / kSecond) + " s, duration " +
         std::to_string(policy.duration / kSecond) + " s, shows " +
         std::to_string(static_cast<int>(policy.shows));
}

}  // namespace

TEST_CASE("a log played by a lock policy is replayed to exactly its lockouts") {
  Random random(21);
  std::map<LockBasis, int> bases;
  for (int i = 0; i < 150; ++i) {
    const LockPolicy policy = random_policy(random);
    Played played = play(random, policy);
    std::sort(played.lockouts.begin(), played.lockouts.end());
    shuffle(random, played.events);
    INFO(i << ": " << words(policy));
    Correlation correlation;
    REQUIRE(replayed(played.events, policy, true, correlation) == played.lockouts);
    for (const Incident& incident : correlation.incidents) {
      ++bases[incident.basis];
      REQUIRE(incident.counted.size() == policy.threshold);
      REQUIRE((incident.basis == LockBasis::recorded) == (policy.shows == Shows::lock_rows));
    }
  }
  for (const auto basis : {LockBasis::recorded, LockBasis::answered, LockBasis::reconstructed})
    CHECK(bases[basis] > 40);
}

TEST_CASE("a threshold that the log shows often enough need not be declared") {
  Random random(22);
  int tried = 0;
  for (int i = 0; i < 150; ++i) {
    LockPolicy policy = random_policy(random);
    policy.shows = i % 2 ? Shows::lock_rows : Shows::refusals;
    Played played = play(random, policy);
    std::sort(played.lockouts.begin(), played.lockouts.end());
    shuffle(random, played.events);
    if (played.lockouts.size() < 8) continue;
    ++tried;
    INFO(i << ": " << words(policy));
    Correlation correlation;
    REQUIRE(replayed(played.events, policy, false, correlation) == played.lockouts);
    REQUIRE(correlation.policy.threshold == policy.threshold);
    REQUIRE(correlation.policy.threshold_source == ThresholdSource::estimated);
    REQUIRE(correlation.policy.estimates.size() == 1);
    REQUIRE(2 * correlation.policy.estimates[0].explained >
            correlation.policy.estimates[0].lockouts);
  }
  CHECK(tried > 30);
}

// Lockouts of the log that were not found, and found ones that never were.
struct Errors {
  std::size_t lockouts = 0, lost = 0, invented = 0;

  void add(const std::vector<Lockout>& played, const std::vector<Lockout>& found) {
    std::vector<Lockout> only;
    lockouts += played.size();
    std::set_difference(played.begin(), played.end(), found.begin(), found.end(),
                        std::back_inserter(only));
    lost += only.size();
    only.clear();
    std::set_difference(found.begin(), found.end(), played.begin(), played.end(),
                        std::back_inserter(only));
    invented += only.size();
  }
};

// Every threshold with every window that policies use, locks that end by themselves or do not.
Errors errors_without_window(Random& random, Shows shows, bool declared) {
  Errors errors;
  for (const Micros window : {0, 5, 15, 30, 60})
    for (std::uint32_t threshold = 2; threshold <= 20; ++threshold)
      for (const bool ends : {false, true}) {
        LockPolicy policy{.threshold = threshold, .window = window * kMinute, .shows = shows};
        if (ends) policy.duration = static_cast<Micros>(120 + random() % 3600) * kSecond;
        Played played = play(random, policy);
        std::sort(played.lockouts.begin(), played.lockouts.end());
        shuffle(random, played.events);
        policy.window = 0;
        Correlation correlation;
        errors.add(played.lockouts, replayed(played.events, policy, declared, correlation));
      }
  return errors;
}

TEST_CASE("a window that nobody declares costs or invents few lockouts") {
  struct Row {
    Shows shows;
    bool declared;          // the threshold
    double lost, invented;  // at most
  };
  for (const Row& row :
       {Row{Shows::lock_rows, false, 0, 0.01}, Row{Shows::refusals, false, 0.01, 0.01},
        Row{Shows::refusals, true, 0.01, 0.01}, Row{Shows::other_reason, true, 0.03, 0.01}}) {
    Random random(24);
    const Errors errors = errors_without_window(random, row.shows, row.declared);
    INFO(static_cast<int>(row.shows)
         << (row.declared ? " declared: " : " estimated: ") << errors.lost << " lost and "
         << errors.invented << " invented of " << errors.lockouts);
    const auto lockouts = static_cast<double>(errors.lockouts);
    CHECK(static_cast<double>(errors.lost) <= row.lost * lockouts);
    CHECK(static_cast<double>(errors.invented) <= row.invented * lockouts);
  }
}

// After a lock that nothing but the counter shows, the account does not answer as an open one
// within the time that any lock lasts.
TEST_CASE("no lockout is reported that an answer refutes") {
  Random random(23);
  for (int i = 0; i < 150; ++i) {
    LockPolicy policy = random_policy(random);
    policy.shows = Shows::other_reason;
    Played played = play(random, policy);
    shuffle(random, played.events);
    LockPolicy wrong = policy;
    wrong.threshold = static_cast<std::uint32_t>(2 + random() % 19);
    Correlation correlation;
    replayed(played.events, wrong, random() % 2, correlation);
    const std::vector<Event>& rows = played.events.rows;
    for (const Incident& incident : correlation.incidents) {
      REQUIRE(incident.basis == LockBasis::reconstructed);
      const bool assumed = correlation.policy.threshold_source == ThresholdSource::fallback;
      for (std::uint32_t index = incident.counted.back() + 1; index < rows.size(); ++index) {
        const Event& event = rows[index];
        if (event.user != incident.user || event.time == incident.locked_at) continue;
        if (clears_counter(event) && event.kind != EventKind::login_succeeded) break;
        const Micros after = event.time - incident.locked_at;
        if (event.kind == EventKind::login_succeeded) {
          REQUIRE(after >= kMinute);
          break;
        }
        if (lockouts::proves_open(event)) {
          REQUIRE(after >= (assumed ? 12 * kHour : kMinute));
          break;
        }
      }
    }
  }
}

TEST_CASE("a reconstruction with the wrong threshold refutes itself") {
  // Thirty wrong passwords, all answered as such: no threshold up to 29 can be shown.
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += "09:" + std::to_string(10 + i / 3) + ":" + std::to_string(10 + 20 * (i % 3)) +
            " fail:bad_password ann\n";
  for (std::uint32_t threshold = 2; threshold < 30; ++threshold) {
    CorrelateOptions options;
    options.threshold = threshold;
    const Correlation correlation = story::parse(text).correlate(options);
    CHECK(correlation.incidents.empty());
    REQUIRE(correlation.refuted.size() == 1);
    CHECK(correlation.refuted[0].failures == 30);
  }
}
