// Logs played by a lock policy, and what a replay makes of them: exactly the lockouts that the log
// determines, and none that an answer refutes.
#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "correlate/lockouts/traits.hpp"
#include "property/correlate/determined.hpp"

using namespace whylocked;
using namespace whylocked::played;

namespace {

LockPolicy random_policy(Random& random) {
  LockPolicy policy;
  policy.threshold = static_cast<std::uint32_t>(2 + random() % 19);
  if (random() % 2) policy.window = static_cast<Micros>(300 + random() % 1500) * kSecond;
  if (random() % 2) policy.duration = static_cast<Micros>(120 + random() % 3600) * kSecond;
  policy.shows = static_cast<Shows>(random() % 3);
  policy.twins = random() % 2;
  return policy;
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

// Whatever the log shows of locks, whatever is declared.
TEST_CASE("what a log determines is found, and nothing that it rules out") {
  std::size_t certain = 0, lockouts = 0;
  std::vector<int> seeds(640);
  std::iota(seeds.begin(), seeds.end(), 0);
  // Locks between were not answered, so counts are multiples of the threshold.
  seeds.insert(seeds.end(), {1189, 3249, 14205, 15433, 22693});
  for (const int i : seeds) {
    Random random(static_cast<std::uint64_t>(i));
    LockPolicy policy = random_policy(random);
    policy.window = kWindows[random() % kWindows.size()];
    policy.shows = static_cast<Shows>(i % 4);
    policy.successes = random() % 4 > 0;
    const bool threshold_declared = i & 4, window_declared = i & 8 && policy.window > 0;
    Played played = play(random, policy);
    shuffle(random, played.events);
    LockPolicy declared = policy;
    if (!window_declared) declared.window = 0;
    Correlation correlation;
    const auto found = replayed(played.events, declared, threshold_declared, correlation);
    Determined truth;
    if (policy.shows == Shows::lock_rows && !played.lockouts.empty())
      truth.certain = truth.possible = {played.lockouts.begin(), played.lockouts.end()};
    else
      truth = determined(
          played.events, threshold_declared ? std::optional(policy.threshold) : std::nullopt,
          window_declared ? std::optional(policy.window) : std::nullopt, policy.successes);
    INFO(i << ": " << words(policy) << (threshold_declared ? ", threshold declared" : "")
           << (window_declared ? ", window declared" : ""));
    for (const Lockout& lockout : truth.certain)
      REQUIRE(std::ranges::binary_search(found, lockout));
    for (const Lockout& lockout : found) REQUIRE(truth.possible.contains(lockout));
    for (const Incident& incident : correlation.incidents)
      if (incident.basis != LockBasis::reconstructed)
        REQUIRE(std::ranges::binary_search(played.lockouts,
                                           Lockout(incident.user, incident.locked_at)));
    certain += truth.certain.size();
    lockouts += played.lockouts.size();
  }
  CHECK(2 * certain > lockouts);
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
