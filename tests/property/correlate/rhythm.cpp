// Rates over many random series: a clock is found, and chance is not mistaken for one.
#include <algorithm>
#include <cmath>
#include <random>

#include "catch.hpp"
#include "whylocked/correlate.hpp"

using namespace whylocked;

namespace {

using Random = std::mt19937_64;
using Times = std::vector<Micros>;

constexpr Micros kMonday = 20591 * kDay;

double uniform(Random& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

// A person's afternoon: a few tries and a login or two, at a random pace.
Times typed(Random& random, std::size_t tries) {
  const double pace_s = 5 * std::pow(60, uniform(random));
  Times times;
  double at = 0;
  for (std::size_t i = 0; i < tries; ++i) {
    at += uniform(random) < 0.2 ? 3600 * uniform(random) : -pace_s * std::log(1 - uniform(random));
    at += 2;
    times.push_back(kMonday + 13 * kHour + static_cast<Micros>(at) * kSecond);
  }
  return times;
}

// Every `period_s`, with jitter, missed beats and retries.
Times polled(Random& random, double period_s, std::size_t beats, int retries, double gap_s) {
  Times times;
  for (std::size_t i = 0; i < beats; ++i) {
    if (uniform(random) < 0.05) continue;
    double at = static_cast<double>(i) * period_s + 20 * uniform(random);
    for (int n = 0; n <= retries; ++n, at += gap_s * (0.9 + 0.2 * uniform(random)))
      times.push_back(kMonday + static_cast<Micros>(at) * kSecond);
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

TEST_CASE("typed tries are mistaken for a fixed period in at most one series in 200") {
  Random random(31);
  for (const std::size_t tries : {5, 7, 10, 20}) {
    int fixed = 0;
    for (int i = 0; i < 1000; ++i) {
      const Rhythm rhythm = measure_rhythm(typed(random, tries), "UTC");
      fixed += rhythm.best() == RhythmModel::fixed_period ||
               rhythm.probability(RhythmModel::fixed_period) > 0.5f;
    }
    INFO(tries << " tries");
    CHECK(fixed <= 5);
  }
}

TEST_CASE("a beat is found with any retries") {
  Random random(32);
  for (const double period_s : {3600., 10800.})
    for (const int retries : {0, 1, 3, 5})
      for (const double gap_s : {2., 6., 15., 45., 90.}) {
        int found = 0;
        for (int i = 0; i < 20; ++i) {
          const Rhythm rhythm = measure_rhythm(polled(random, period_s, 20, retries, gap_s), "UTC");
          found += rhythm.best() == RhythmModel::fixed_period &&
                   std::abs(rhythm.period_s - period_s) < period_s / 50;
        }
        INFO(period_s << " s, " << retries << " retries " << gap_s << " s apart");
        CHECK(found >= 19);
      }
}
