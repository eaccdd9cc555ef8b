// When a caller calls: series of times and the rhythm that must be seen in them.
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

// Every `period_s`, each off by up to `jitter_s`, some beats missed.
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

// Runs at random times of working days, as a person's.
Times office_hours(Random& random, int days, int a_day) {
  Times times;
  for (int day = 0; day < days; ++day)
    for (int i = 0; day % 7 < 5 && i < a_day; ++i)
      times.push_back(kMonday + day * kDay + seconds(3600 * (8 + 9 * uniform(random))));
  std::sort(times.begin(), times.end());
  return times;
}

Times poisson(Random& random, std::size_t n, double mean_gap_s, Micros unit) {
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

Times doubled(const Times& times) {
  Times twice;
  for (const Micros t : times) twice.insert(twice.end(), {t, t + kSecond});
  return twice;
}

using enum RhythmShape;

struct RhythmCase {
  const char* name;
  Times times;
  RhythmShape shape;
  double period_s = 0;
  double tolerance_s = 0;
};

Random seeded(7);

const RhythmCase kRhythmCases[] = {
    {"nothing", {}, too_few},
    {"four runs", beat(4, 300, 0, 0), too_few},
    {"a hammer is one run", beat(500, 2, 0, 0), too_few},
    {"five minutes, five beats", beat(5, 300, 2, 0), fixed_period, 300, 3},
    {"five minutes, five beats on the minute", beat(5, 300, 0, 0), fixed_period, 300, 0},
    {"five minutes with jitter and missed beats", beat(100, 300, 15, 0.3), fixed_period, 300, 1},
    {"five minutes, every call sent twice", doubled(beat(60, 300, 3, 0)), fixed_period, 300, 1},
    {"five minutes for a week", beat(2016, 300, 5, 0.05), fixed_period, 300, 0.1},
    {"half of the beats missed", beat(200, 300, 5, 0.5), fixed_period, 300, 0.5},
    {"five minutes, other runs in between",
     with(beat(150, 300, 5, 0), poisson(seeded, 40, 1100, kSecond)), fixed_period, 300, 0.5},
    {"a sleeper drifts", sleeper(300, 300, 12), fixed_period, 306, 2},
    {"restarted every morning in another phase",
     with(beat(60, 300, 3, 0, kSecond, kMonday + 8 * kHour),
          with(beat(60, 300, 3, 0, kSecond, kMonday + kDay + 8 * kHour + 100 * kSecond),
               beat(60, 300, 3, 0, kSecond, kMonday + 2 * kDay + 8 * kHour + 211 * kSecond))),
     fixed_period, 300, 1},
    {"five minutes, cut to the minute", beat(30, 300, 5, 0.1, kMinute), fixed_period, 300, 3},
    {"two minutes, cut to the minute", beat(60, 120, 0, 0, kMinute), fixed_period, 120, 0},
    {"every minute, cut to the minute", beat(40, 60, 0, 0, kMinute), fixed_period, 60, 0},
    {"hourly", beat(30, 3600, 20, 0.1), fixed_period, 3600, 5},
    {"hourly on the hour", beat(12, 3600, 0, 0), fixed_period, 3600, 0},
    {"every two hours on the hour", beat(12, 7200, 0, 0), fixed_period, 7200, 0},
    {"hourly in working hours",
     with(beat(10, 3600, 20, 0, kSecond, kMonday + 8 * kHour),
          with(beat(10, 3600, 20, 0, kSecond, kMonday + 32 * kHour),
               beat(10, 3600, 20, 0, kSecond, kMonday + 56 * kHour))),
     fixed_period, 3600, 5},
    {"every six hours", beat(28, 21600, 60, 0.05), fixed_period, 21600, 20},
    {"weekly", beat(10, 604800, 60, 0), fixed_period, 604800, 60},
    {"twenty seconds and more", beat(50, 30, 1, 0), fixed_period, 30, 0.1},
    {"ten seconds are no poll", beat(50, 10, 0.4, 0), irregular},
    {"nightly", beat(7, 86400, 1200, 0, kSecond, kMonday + 2 * kHour), nightly, 86400, 0},
    {"nightly around midnight", beat(7, 86400, 1200, 0, kSecond, kMonday + kDay), nightly, 86400,
     0},
    {"once a day by day", beat(5, 86400, 60, 0, kSecond, kMonday + 13 * kHour), nightly, 86400, 0},
    {"three nights at the same minute", each({2, 26.01, 50.02}), nightly, 86400, 0},
    {"three nights an hour apart", each({2, 27, 50}), too_few},
    {"three times a day", each({2, 2.5, 3, 26, 26.6, 27, 50.1, 50.7, 51}), irregular},
    {"dates without a clock", beat(7, 86400, 0, 0, kDay), irregular},
    {"a person", office_hours(seeded, 12, 3), working_hours},
    {"a person on one day", each({8.1, 9.7, 10.2, 13.3, 16.4}), irregular},
    {"a person who works late", with(office_hours(seeded, 5, 4), each({20.5})), irregular},
    {"day and night", poisson(seeded, 80, 7000, kSecond), round_the_clock},
};

}  // namespace

TEST_CASE("the shape of a series of times") {
  for (const RhythmCase& one : kRhythmCases) {
    const Periodicity rhythm = measure_periodicity(one.times, "UTC");
    INFO(one.name << ": " << to_text(rhythm.shape) << " " << rhythm.period_s << " s, p "
                  << rhythm.p_value << ", jitter " << rhythm.jitter_s);
    CHECK(rhythm.shape == one.shape);
    CHECK(std::abs(rhythm.period_s - one.period_s) <= one.tolerance_s);
    CHECK((rhythm.p_value < 0.001) == (rhythm.period_s > 0));
  }
}

TEST_CASE("what is measured beside the shape") {
  Times times = beat(20, 300, 0, 0);
  times.erase(times.begin() + 7, times.begin() + 9);
  const Rhythm rhythm = measure_rhythm(times, "UTC");
  CHECK(rhythm.bursts == 18);
  CHECK(rhythm.missed == 2);
  CHECK(rhythm.median_gap_s == 300);
  CHECK(rhythm.jitter_s < 0.01);
  CHECK(rhythm.hours_local[0] == 10);
  CHECK(rhythm.hours_local[1] == 8);

  CHECK(measure_periodicity(beat(500, 2, 0, 0), "UTC").median_gap_s == 2);
  CHECK(measure_periodicity(beat(500, 2, 0, 0), "UTC").runs == 1);
  CHECK(measure_periodicity(each({1}), "UTC").median_gap_s == 0);
  CHECK(measure_periodicity(each({1, 2, 4}), "UTC").median_gap_s == 1.5 * 3600);
  CHECK(measure_periodicity(beat(9, 86400, 60, 0.2, kSecond, kMonday + 2 * kHour), "UTC").missed > 0);
}

TEST_CASE("noise has no period") {
  // 5 to 29 runs; the test promises one false period in a thousand.
  Random random(1);
  int found = 0, found_in_minutes = 0, found_in_hours = 0, found_in_person = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    const auto is_fixed = [](const Times& times) {
      return measure_periodicity(times, "UTC").shape == fixed_period;
    };
    found += is_fixed(poisson(random, 5 + i / 40, 60 + 10 * static_cast<double>(i), kSecond));
    if (i % 8 != 0) continue;
    found_in_minutes += is_fixed(poisson(random, 5 + i / 40, 200, kMinute));
    found_in_hours += is_fixed(poisson(random, 5 + i / 40, 9000, kHour));
    found_in_person += is_fixed(office_hours(random, 26, 1 + static_cast<int>(i / 100)));
  }
  CHECK(found <= 1);
  CHECK(found_in_minutes == 0);
  CHECK(found_in_hours == 0);
  CHECK(found_in_person == 0);
}
