// Series of times and the model of rhythm that explains them.
#include <cmath>
#include <functional>
#include <random>

#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

constexpr Micros kMonday = story::kFirstDay * kDay;  // midnight
using Times = std::vector<Micros>;
using Random = std::mt19937_64;

double uniform(Random& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }
Micros seconds(double s) { return static_cast<Micros>(std::llround(s)) * kSecond; }

// Every `period_s`, each off by up to `jitter_s`, with some beats missing.
Times beat(std::size_t beats, double period_s, double jitter_s, double missed,
           Micros unit = kSecond, Micros from = kMonday) {
  Random random(beats);
  Times times;
  for (std::size_t i = 0; i < beats; ++i) {
    const double off = (2 * uniform(random) - 1) * jitter_s;
    if (uniform(random) < missed) continue;
    const Micros time = from + seconds(static_cast<double>(i) * period_s + off);
    times.push_back(time - time % unit);
  }
  return times;
}

Times each(std::initializer_list<double> hours) {
  Times times;
  for (const double hour : hours) times.push_back(kMonday + seconds(hour * 3600));
  return times;
}

Times with(Times times, const Times& more) {
  times.insert(times.end(), more.begin(), more.end());
  std::sort(times.begin(), times.end());
  return times;
}

// Runs at random times on working days, like a person's.
Times office_hours(Random& random, int days, int a_day) {
  Times times;
  for (int day = 0; day < days; ++day)
    for (int i = 0; day % 7 < 5 && i < a_day; ++i)
      times.push_back(kMonday + day * kDay + seconds(3600 * (8 + 9 * uniform(random))));
  std::sort(times.begin(), times.end());
  return times;
}

Times at_random(Random& random, std::size_t n, double mean_gap_s, Micros unit) {
  Times times;
  double at = 0;
  for (std::size_t i = 0; i < n; ++i) {
    at -= mean_gap_s * std::log(1 - uniform(random));
    const Micros time = kMonday + static_cast<Micros>(at * 1e6);
    times.push_back(time - time % unit);
  }
  return times;
}

// A poller that sleeps between two calls: its beat drifts.
Times sleeper(std::size_t n, double sleep_s, double work_s) {
  Random random(n);
  Times times;
  double at = 0;
  for (std::size_t i = 0; i < n; ++i) {
    times.push_back(kMonday + seconds(at));
    at += sleep_s + work_s * uniform(random);
  }
  return times;
}

// A few tries within minutes, then a pause of hours.
Times sittings(Random& random, int count) {
  Times times;
  double at = 0;
  for (int i = 0; i < count; ++i) {
    at += -20000 * std::log(1 - uniform(random));
    for (int tries = 0; tries < 6; ++tries)
      times.push_back(kMonday + seconds(at += 30 + 200 * uniform(random)));
  }
  return times;
}

// Gaps that grow by a factor.
Times growing(int count, double gap_s, double factor) {
  Times times;
  double at = 0;
  for (int i = 0; i < count; ++i, at += gap_s, gap_s *= factor)
    times.push_back(kMonday + seconds(at));
  return times;
}

Times doubled(const Times& times) {
  Times twice;
  for (const Micros t : times) twice.insert(twice.end(), {t, t + kSecond});
  return twice;
}

// Each time, followed by tries at these gaps.
Times retried(const Times& times, std::initializer_list<double> gaps_s) {
  Times all;
  for (Micros time : times) {
    all.push_back(time);
    for (const double gap : gaps_s) all.push_back(time += seconds(gap));
  }
  std::sort(all.begin(), all.end());
  return all;
}

using enum RhythmModel;

struct RhythmCase {
  const char* name;
  Times times;
  RhythmModel model;
  double period_s = 0;
  double tolerance_s = 0;
};

Random seeded(7);

const RhythmCase kRhythmCases[] = {
    {"nothing", {}, too_few},
    {"two calls", beat(2, 300, 0, 0), too_few},
    {"a hammer is one burst", beat(500, 2, 0, 0), too_few},
    {"five minutes, five beats", beat(5, 300, 2, 0), fixed_period, 300, 3},
    {"five minutes, five beats on the minute", beat(5, 300, 0, 0), fixed_period, 300, 0.1},
    {"five minutes with jitter and missed beats", beat(100, 300, 15, 0.3), fixed_period, 300, 1},
    {"five minutes, every call sent twice", doubled(beat(60, 300, 3, 0)), fixed_period, 300, 1},
    {"five minutes for a week", beat(2016, 300, 5, 0.05), fixed_period, 300, 0.5},
    {"half of the beats missed", beat(200, 300, 5, 0.5), fixed_period, 300, 0.5},
    {"a sleeper drifts", sleeper(300, 300, 12), fixed_period, 306, 2},
    {"restarted every morning with a new phase",
     with(beat(60, 300, 3, 0, kSecond, kMonday + 8 * kHour),
          with(beat(60, 300, 3, 0, kSecond, kMonday + kDay + 8 * kHour + 100 * kSecond),
               beat(60, 300, 3, 0, kSecond, kMonday + 2 * kDay + 8 * kHour + 211 * kSecond))),
     fixed_period, 300, 1},
    {"five minutes, cut to the minute", beat(30, 300, 5, 0.1, kMinute), fixed_period, 300, 3},
    {"two minutes, cut to the minute", beat(60, 120, 0, 0, kMinute), fixed_period, 120, 0.1},
    {"every minute, cut to the minute", beat(40, 60, 0, 0, kMinute), fixed_period, 60, 0.1},
    {"hourly", beat(30, 3600, 20, 0.1), fixed_period, 3600, 5},
    {"hourly on the hour", beat(12, 3600, 0, 0), fixed_period, 3600, 0.1},
    {"every two hours on the hour", beat(12, 7200, 0, 0), fixed_period, 7200, 0.1},
    {"hourly in working hours",
     with(beat(10, 3600, 20, 0, kSecond, kMonday + 8 * kHour),
          with(beat(10, 3600, 20, 0, kSecond, kMonday + 32 * kHour),
               beat(10, 3600, 20, 0, kSecond, kMonday + 56 * kHour))),
     fixed_period, 3600, 5},
    {"every six hours", beat(28, 21600, 60, 0.05), fixed_period, 21600, 20},
    {"weekly", beat(10, 604800, 60, 0), fixed_period, 604800, 60},
    {"hourly, three retries six seconds apart", retried(beat(24, 3600, 15, 0), {6, 6, 6}),
     fixed_period, 3600, 5},
    {"hourly, four retries that slow down", retried(beat(12, 3600, 5, 0), {6, 12, 24, 48}),
     fixed_period, 3600, 5},
    {"every three hours, three retries a minute apart",
     retried(beat(10, 10800, 30, 0), {60, 61, 59}), fixed_period, 10800, 20},
    {"every three hours, five tries within ten minutes",
     retried(beat(8, 10800, 30, 0), {100, 130, 90, 120}), fixed_period, 10800, 20},
    {"nightly", beat(7, 86400, 300, 0, kSecond, kMonday + 2 * kHour), daily, 86400, 0},
    {"nightly around midnight", beat(7, 86400, 300, 0, kSecond, kMonday + kDay), daily, 86400, 0},
    {"once a day by day", beat(5, 86400, 60, 0, kSecond, kMonday + 13 * kHour), daily, 86400, 0},
    {"three nights at the same minute", each({2, 26.005, 50.01}), daily, 86400, 0},
    {"nightly, four tries in an hour",
     retried(beat(6, 86400, 60, 0, kSecond, kMonday + 2 * kHour), {900, 900, 900}), daily, 86400,
     0},
    {"a person", office_hours(seeded, 12, 3), working_hours},
    {"day and night", at_random(seeded, 80, 7000, kSecond), RhythmModel::poisson},
    {"sittings at random hours", sittings(seeded, 8), clustered},
    {"back-off from ten seconds", growing(12, 10, 1.7), backoff},
    {"from five minutes to an hour",
     with(beat(40, 300, 3, 0), beat(40, 3600, 10, 0, kSecond, kMonday + 5 * kHour)), regime_change,
     3600, 10},
};

}  // namespace

TEST_CASE("the most likely model of a series of times") {
  for (const RhythmCase& one : kRhythmCases) {
    const Rhythm rhythm = measure_rhythm(one.times, "UTC");
    std::string all;
    for (std::size_t i = 0; i < kRhythmModels; ++i)
      all += std::string(to_text(static_cast<RhythmModel>(i))) + " " +
             std::to_string(rhythm.posterior[i]) + ", ";
    INFO(one.name << ": " << all << rhythm.period_s << " s, jitter " << rhythm.jitter_s << ", "
                  << rhythm.bursts << " bursts");
    CHECK(rhythm.best() == one.model);
    CHECK(rhythm.probability(one.model) > 0.6);
    if (one.period_s > 0) CHECK(std::abs(rhythm.period_s - one.period_s) <= one.tolerance_s);
    double sum = 0;
    for (const float probability : rhythm.posterior) sum += probability;
    CHECK(std::abs(sum - 1) < 1e-3);
  }
}

TEST_CASE("a few retries a week are not a beat of seconds") {
  Times times;
  for (int week = 0; week < 6; ++week)
    times = with(times, beat(5, 30, 0, 0, kSecond, kMonday + week * 7 * kDay));
  const Rhythm rhythm = measure_rhythm(times, "UTC");
  INFO(rhythm.period_s << " s, " << rhythm.missed << " missed");
  CHECK((rhythm.period_s == 0 || rhythm.missed < 1000));
}

TEST_CASE("measurements besides the model") {
  Times times = beat(20, 300, 0, 0);
  times.erase(times.begin() + 7, times.begin() + 9);
  const Rhythm rhythm = measure_rhythm(times, "UTC");
  CHECK(rhythm.attempts == 18);
  CHECK(rhythm.bursts == 18);
  CHECK(rhythm.missed == 2);
  CHECK(rhythm.median_gap_s == 300);
  CHECK(rhythm.jitter_s < 0.01);
  CHECK(rhythm.hours_utc[0] == 10);
  CHECK(rhythm.hours_utc[1] == 8);
  CHECK(measure_rhythm(times, "Europe/Berlin").hours_local[2] == 10);

  const Rhythm hammer = measure_rhythm(beat(500, 2, 0, 0), "UTC");
  CHECK(hammer.median_gap_s == 2);
  CHECK(hammer.bursts == 1);
  CHECK(measure_rhythm(each({1}), "UTC").median_gap_s == 0);
  CHECK(measure_rhythm(each({1, 2, 4}), "UTC").median_gap_s == 1.5 * 3600);
  const Rhythm retries = measure_rhythm(retried(beat(24, 3600, 15, 0), {6, 6, 6}), "UTC");
  CHECK(retries.bursts == 24);
}
