// Properties of any export: random ones with a few accounts, addresses and kinds.
#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <tuple>

#include "catch.hpp"
#include "correlate/lockouts/traits.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

using Random = std::mt19937_64;

const char* kKinds[] = {
    "fail",   "fail",  "fail", "fail:bad_password", "fail:locked", "ok",  "fail:quota", "lock",
    "unlock", "reset", "fail", "fail:unknown_user", "fail",        "fail"};
const char* kPlaces[] = {"",
                         "198.51.100.7",
                         "198.51.100.8 net=3",
                         "198.51.100.9 net=3",
                         "198.51.100.9 net=3 client=curl",
                         "2001:db8::1",
                         "2001:db8::2"};

// Lines of a story. Some exports have no lock rows or no unlock rows.
std::vector<std::string> random_lines(Random& random) {
  const bool locks = random() % 3 > 0, unlocks = random() % 2 > 0;
  const std::uint64_t apart = random() % 2 ? 40 : 900;
  std::vector<std::string> lines;
  std::uint64_t at = 0;
  for (std::uint64_t n = random() % 80; n > 0; --n) {
    at = std::min<std::uint64_t>(at + random() % apart, 86399);
    std::string kind = kKinds[random() % std::size(kKinds)];
    if ((kind == "lock" && !locks) || (kind == "unlock" && !unlocks)) kind = "fail";
    char clock[32];
    const int second = random() % 9 ? static_cast<int>(at % 60) : -1;  // otherwise minute precision
    std::snprintf(clock, sizeof clock, second < 0 ? "%02d:%02d " : "%02d:%02d:%02d ",
                  static_cast<int>(at / 3600), static_cast<int>(at / 60 % 60), second);
    // Separate statements, so every compiler draws in this order.
    const std::string count = random() % 5 ? "" : " x" + std::to_string(1 + random() % 4);
    const std::string place = kPlaces[random() % std::size(kPlaces)];
    const char user = "abc"[random() % 3];
    lines.push_back(clock + kind + ' ' + user + ' ' + place + count);
  }
  return lines;
}

story::Story parse(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return story::parse(text);
}

CorrelateOptions random_options(Random& random) {
  CorrelateOptions options;
  if (random() % 2) options.threshold = static_cast<std::uint32_t>(1 + random() % 6);
  if (random() % 3 == 0) options.observation_window_s = static_cast<std::int64_t>(random() % 3000);
  return options;
}

template <class Check>
void for_random_exports(std::uint64_t seed, Check check) {
  Random random(seed);
  for (int i = 0; i < 300; ++i) {
    const story::Story story = parse(random_lines(random));
    const CorrelateOptions options = random_options(random);
    check(story.events, story.correlate(options));
  }
}

}  // namespace

TEST_CASE("every attempt of an account that fails or locks belongs to exactly one caller") {
  for_random_exports(1, [](const Events& events, const Correlation& got) {
    std::set<TextId> failing;
    for (const Event& event : events.rows)
      if (event.kind == EventKind::login_failed || event.kind == EventKind::account_locked)
        failing.insert(event.user);
    std::vector<int> seen(events.rows.size());
    for (const Caller& origin : got.callers) {
      REQUIRE(!origin.attempts.empty());
      REQUIRE(std::is_sorted(origin.attempts.begin(), origin.attempts.end()));
      for (const std::uint32_t index : origin.attempts) {
        ++seen[index];
        REQUIRE(events.rows[index].user == origin.user);
      }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const Event& event = events.rows[i];
      if (event.kind == EventKind::login_failed ||
          (event.kind == EventKind::login_succeeded && failing.count(event.user)))
        REQUIRE(seen[i] == 1);
      else
        REQUIRE(seen[i] <= (event.kind == EventKind::account_locked));
    }
  });
}

TEST_CASE("counted failures are in the window, effects after it, and no row is both") {
  for_random_exports(2, [](const Events& events, const Correlation& got) {
    std::set<std::uint32_t> used;
    for (const Incident& incident : got.incidents) {
      REQUIRE((incident.basis == LockBasis::recorded) == incident.lock_event.has_value());
      REQUIRE(incident.window_from <= incident.window_to);
      // Only a lock row with coarse precision lets the window end after the lock.
      const Micros slack =
          incident.lock_event && events.rows[*incident.lock_event].precision == Precision::minute
              ? kMinute
              : 1;
      REQUIRE(incident.window_to < incident.locked_at + slack);
      for (const std::uint32_t index : incident.counted) {
        REQUIRE(events.rows[index].user == incident.user);
        REQUIRE(raises_counter(events.rows[index]));
        REQUIRE(events.rows[index].time >= incident.window_from);
        REQUIRE(events.rows[index].time <= incident.window_to);
        REQUIRE(used.insert(index).second);
      }
      for (const std::uint32_t index : incident.after_lock) {
        REQUIRE(events.rows[index].user == incident.user);
        REQUIRE(events.rows[index].time >= incident.locked_at);
        REQUIRE((!incident.unlocked_at || events.rows[index].time <= *incident.unlocked_at));
        REQUIRE(used.insert(index).second);
      }
    }
  });
}

TEST_CASE("the shares of a lockout sum to one") {
  for_random_exports(3, [](const Events& events, const Correlation& got) {
    for (const Incident& incident : got.incidents) {
      REQUIRE(!incident.contributions.empty());
      double shares = 0;
      std::uint64_t counted = 0, rows = 0;
      for (const Contribution& blame : incident.contributions) {
        REQUIRE(got.callers.at(blame.caller).user == incident.user);
        REQUIRE((!blame.sufficient || blame.counted >= got.policy.threshold));
        shares += blame.share;
        counted += blame.counted;
      }
      for (const std::uint32_t index : incident.counted) rows += events.rows[index].count;
      REQUIRE(std::abs(shares - 1) < 1e-9);
      REQUIRE(counted == rows);
      if (incident.basis == LockBasis::reconstructed &&
          got.policy.threshold_source == ThresholdSource::option)
        REQUIRE(incident.counted.size() <= got.policy.threshold);
    }
  });
}

TEST_CASE("a recorded lockout has a lock row, an answered one a proof, the others neither") {
  for_random_exports(4, [](const Events& events, const Correlation& got) {
    for (const Incident& incident : got.incidents) {
      REQUIRE(incident.lock_event.has_value() == (incident.basis == LockBasis::recorded));
      REQUIRE(incident.proof.has_value() == (incident.basis == LockBasis::answered));
      if (incident.basis == LockBasis::recorded)
        REQUIRE(events.rows[*incident.lock_event].time == incident.locked_at);
      if (incident.basis == LockBasis::reconstructed) REQUIRE(!got.coverage.locks);
      if (!incident.proof) continue;
      const Event& proof = events.rows[*incident.proof];
      REQUIRE((lockouts::proves_lock(proof) || proof.kind == EventKind::account_unlocked));
      REQUIRE(proof.time >= incident.locked_at);
    }
  });
}

TEST_CASE("the order of rows does not matter") {
  // Rows of equal times are ordered by row number, which a shuffle would change, so no two rows
  // share a minute here.
  Random random(5);
  for (int i = 0; i < 300; ++i) {
    std::set<std::string> clocks;
    std::vector<std::string> lines;
    for (const std::string& line : random_lines(random))
      if (clocks.insert(line.substr(0, 5)).second) lines.push_back(line);
    const CorrelateOptions options = random_options(random);
    const auto before = story::retell(parse(lines), options);
    for (std::size_t j = lines.size(); j > 1; --j) std::swap(lines[j - 1], lines[random() % j]);
    REQUIRE(story::retell(parse(lines), options) == before);
  }
}

TEST_CASE("callers without a part in a lockout are left out, and nothing else changes") {
  const auto words = [](const Correlation& got, const Contribution& blame) {
    const Caller& origin = got.callers[blame.caller];
    const std::vector<std::uint32_t> addresses(origin.addresses.begin(), origin.addresses.end());
    const std::vector<std::uint32_t> attempts(origin.attempts.begin(), origin.attempts.end());
    return std::tuple(addresses, attempts, origin.failures, origin.users_failed,
                      origin.users_unknown, origin.users_succeeded, origin.contributes,
                      blame.counted, blame.share, blame.failed_after_lock);
  };
  Random random(11);
  for (int i = 0; i < 300; ++i) {
    const story::Story story = parse(random_lines(random));
    CorrelateOptions options = random_options(random);
    const Correlation all = story.correlate(options);
    options.every_caller = false;
    const Correlation some = story.correlate(options);
    std::set<std::uint32_t> blamed;
    REQUIRE(some.incidents.size() == all.incidents.size());
    for (std::size_t n = 0; n < all.incidents.size(); ++n) {
      const auto &whole = all.incidents[n].contributions, &part = some.incidents[n].contributions;
      CHECK(some.incidents[n].counted == all.incidents[n].counted);
      CHECK(some.incidents[n].after_lock == all.incidents[n].after_lock);
      REQUIRE(part.size() == whole.size());
      for (std::size_t b = 0; b < whole.size(); ++b) {
        CHECK(words(some, part[b]) == words(all, whole[b]));
        blamed.insert(part[b].caller);
      }
    }
    for (const Case& one : some.cases)
      if (one.kind == CaseKind::campaign) blamed.insert(one.callers.begin(), one.callers.end());
    CHECK(some.callers.size() == blamed.size());
  }
}
