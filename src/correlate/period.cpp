// Trying every period would cost (span / 20 s) x n. Instead the gaps that occur are taken as seeds
// (gaps between neighbours and their halves and thirds, gaps over two and three runs for callers
// with noise in between), and each is refined by looking at more and more runs: a peak over span T
// is P^2/T wide, so twice the span needs half the step and the cost is about 10 evaluations of all
// runs. Seeds compete on the first 64 runs; the best few go on.
//
// Left out by that: a period that no gap shows. Such a series is called irregular.

#include "correlate/period.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "correlate/strength.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kRunsForSeeds = 64, kSeedsRefined = 8;
constexpr std::size_t kMaxStepsASide = 32;
constexpr double kMaxMissed = 8;  // beats to a gap, in the median
constexpr double kShortest = 20;   // seconds; attempts closer than that are a hammer, not a poll
// Fractions of a period peak as high as the period itself, and by chance a little higher when other
// runs lie in between; multiples of it do not peak at all.
constexpr double kNearPeak = 0.8;
constexpr double kJitterLimit = 1.0 / 8;  // of the period; random runs have 0.18
constexpr double kJitterLimit_s = 3600;   // no clock strays by an hour; people do
// People have habits on the scale of hours (they come, eat and leave at their times), so a beat
// that long must show between most runs and not only over the days.
constexpr double kHabit_s = 3600;
// Independent periods are a peak's width apart, but within one the search still takes the best.
// Measured on 20,000 random series a setting, p < 0.001 came up in 13 of 10,000 at worst; with
// twice the trials in 6.
constexpr double kTrials = 2;

// A period under trial; `unsure` is how far off it may be.
struct Trial {
  double period = 0, unsure = 0, strength = 0;
};

// Moves the trial to the best of the periods around it, a quarter of a peak's width apart.
void refine_on(Times times, Trial& trial, double fraction) {
  const double step = std::min(trial.unsure, trial.period * trial.period * fraction / times.back());
  const double each_side = std::clamp(std::ceil(trial.unsure / step), 1.0, double{kMaxStepsASide});
  const double middle = trial.period;
  std::array<double, 2 * kMaxStepsASide + 1> periods, strengths_of;
  std::size_t n = 0;
  for (double i = -each_side; i <= each_side; ++i)
    if (const double period = middle + i * step; period > 0) periods[n++] = period;
  strengths(times, std::span(periods).first(n), strengths_of.data());
  trial.strength = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (strengths_of[i] > trial.strength)
      trial.period = periods[i], trial.strength = strengths_of[i];
  trial.unsure = step;
}

// From `runs` runs on, twice as many at each step, up to all.
void refine(Times times, std::size_t runs, Trial& trial) {
  for (;; runs *= 2) {
    const bool all = runs >= times.size();
    refine_on(all ? times : times.first(runs), trial, 1.0 / 4);
    if (all) return;
  }
}

// Moves the values of these ranks (ascending) to where they stood if all behind `from` were sorted.
void put_in_place(std::span<double> values, std::size_t from, std::span<const std::size_t> ranks) {
  if (ranks.empty()) return;
  const std::size_t half = ranks.size() / 2, at = ranks[half] - from;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  put_in_place(values.first(at), from, ranks.first(half));
  put_in_place(values.subspan(at + 1), ranks[half] + 1, ranks.subspan(half + 1));
}

void add_gaps(Times times, std::size_t lag, std::size_t most, std::vector<double>& out) {
  std::vector<double> gaps;
  for (std::size_t i = lag; i < times.size(); ++i) gaps.push_back(times[i] - times[i - lag]);
  const std::size_t n = std::min(most, gaps.size());
  std::vector<std::size_t> ranks;
  for (std::size_t i = 0; i < n; ++i) ranks.push_back((2 * i + 1) * gaps.size() / (2 * n));
  put_in_place(gaps, 0, ranks);
  for (const std::size_t rank : ranks) out.push_back(gaps[rank]);
}

std::vector<double> seeds(Times times, double shortest, double longest) {
  std::vector<double> near, all;
  add_gaps(times, 1, 16, near);
  for (const double gap : near) all.insert(all.end(), {gap, gap / 2, gap / 3});
  add_gaps(times, 2, 8, all);
  add_gaps(times, 3, 8, all);
  std::sort(all.begin(), all.end());
  shortest = std::max(shortest, near[near.size() / 2] / kMaxMissed);
  std::vector<double> apart;  // by more than refining covers anyway
  for (const double seed : all)
    if (seed >= shortest && seed <= longest && (apart.empty() || seed > 1.02 * apart.back()))
      apart.push_back(seed);
  return apart;
}

std::vector<Trial> best_seeds(Times times, double shortest, double longest) {
  const Times first = times.first(std::min(times.size(), kRunsForSeeds));
  std::vector<Trial> trials;
  for (const double seed : seeds(times, shortest, longest)) {
    Trial trial{.period = seed, .unsure = seed * kJitterLimit};
    refine(first, 8, trial);
    trials.push_back(trial);
  }
  std::sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.period > b.period;
  });
  std::vector<Trial> best;  // one a peak
  for (const Trial& trial : trials) {
    const double width = trial.period * trial.period / first.back();
    const bool known = std::any_of(best.begin(), best.end(), [&](const Trial& other) {
      return std::abs(other.period - trial.period) < width;
    });
    if (!known && best.size() < kSeedsRefined) best.push_back(trial);
  }
  return best;
}

// The longest period near the peak; among the slightly different versions of it, the strongest.
Trial choose(const std::vector<Trial>& trials, double shortest, double longest) {
  double peak = 0, length = 0;
  const auto inside = [&](const Trial& t) { return t.period >= shortest && t.period <= longest; };
  for (const Trial& trial : trials)
    if (inside(trial)) peak = std::max(peak, trial.strength);
  for (const Trial& trial : trials)
    if (inside(trial) && trial.strength >= kNearPeak * peak)
      length = std::max(length, trial.period);
  Trial best;
  for (const Trial& trial : trials)
    if (inside(trial) && trial.period >= 0.75 * length && trial.strength > best.strength)
      best = trial;
  return best;
}

// Least squares over the numbered beats: finer than any grid. Kept only if it is the better beat.
Trial fit(Times times, const Trial& trial) {
  double sum_k = 0, sum_t = 0, sum_kk = 0, sum_kt = 0, beat = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0) beat += std::nearbyint((times[i] - times[i - 1]) / trial.period);
    sum_k += beat, sum_t += times[i];
    sum_kk += beat * beat, sum_kt += beat * times[i];
  }
  const auto n = static_cast<double>(times.size());
  const double spread = n * sum_kk - sum_k * sum_k;
  if (spread <= 0) return trial;
  const double period = (n * sum_kt - sum_k * sum_t) / spread;
  const Trial fitted{period, trial.unsure, period > 0 ? strength(times, period) : 0};
  return fitted.strength > trial.strength ? fitted : trial;
}

// A clock that counts in units hides the phase within one: each run loses, on average, this much
// of its part in the resultant. Otherwise times cut to the minute would look perfectly steady.
double hidden_by_clock(double unit_s, double period) {
  const double width = 2 * std::numbers::pi * unit_s / period;
  return width * width / 24;
}

double p_value(Times times, double unit_s, double period, double periods_tried) {
  double cosine = 0, sine = 0;
  for (const double t : times) {
    const double angle = 2 * std::numbers::pi * std::fmod(t, period) / period;
    cosine += std::cos(angle);
    sine += std::sin(angle);
  }
  const auto n = static_cast<double>(times.size());
  const double length = std::hypot(cosine, sine) - n * hidden_by_clock(unit_s, period);
  if (length <= 0) return 1;
  return -std::expm1(periods_tried * std::log1p(-std::min(rayleigh_tail(n, length), 0.5)));
}

struct Gaps {
  double jitter_s = 0;
  double single = 0;  // share of gaps that are one beat long
};

// Measured from run to run and not against one long row of beats: pollers that sleep between two
// calls drift, and those that restart begin a new row. A gap has the jitter of two runs, hence the
// root of two.
Gaps measure_gaps(Times times, double period) {
  std::vector<double> off;
  double single = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double beats = (times[i] - times[i - 1]) / period;
    off.push_back(std::abs(beats - std::nearbyint(beats)) * period);
    single += std::nearbyint(beats) == 1;
  }
  const auto middle = off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2);
  std::nth_element(off.begin(), middle, off.end());
  return {*middle / std::numbers::sqrt2, single / static_cast<double>(off.size())};
}

std::vector<double> seconds_since_first(std::span<const Run> runs) {
  std::vector<double> times;
  for (const Run& run : runs.first(std::min(runs.size(), kMaxRuns)))
    times.push_back(static_cast<double>(run.start - runs.front().start) / kSecond);
  return times;
}

}  // namespace

std::optional<Period> find_period(std::span<const Run> runs, Micros clock_unit) {
  if (runs.size() < kRunsForRhythm) return std::nullopt;
  const std::vector<double> times = seconds_since_first(runs);
  const double unit_s = static_cast<double>(clock_unit) / kSecond;
  // Three units to a beat: with fewer, whole minutes would make every minute a beat.
  const double shortest = std::max(kShortest, 3 * unit_s), longest = times.back() / 3;
  if (longest <= shortest) return std::nullopt;

  std::vector<Trial> trials = best_seeds(times, shortest, longest);
  for (Trial& trial : trials) {
    if (times.size() > kRunsForSeeds) refine(times, 2 * kRunsForSeeds, trial);
    refine_on(times, trial, 1.0 / 8);
    refine_on(times, trial, 1.0 / 16);
  }
  Trial best = choose(trials, shortest, longest);
  if (best.strength == 0) return std::nullopt;
  best = fit(times, best);

  const Gaps gaps = measure_gaps(times, best.period);
  // A coarse clock moves each end of a gap by up to a unit.
  const double limit = std::min(kJitterLimit * best.period, kJitterLimit_s) + unit_s / 2;
  if (gaps.jitter_s > limit) return std::nullopt;
  if (best.period >= kHabit_s && gaps.single < 0.5) return std::nullopt;
  const double periods_tried = kTrials * times.back() * (1 / shortest - 1 / longest);
  const double p = p_value(times, unit_s, best.period, std::max(1.0, periods_tried));
  if (p >= kSignificant) return std::nullopt;
  return Period{best.period, gaps.jitter_s, p};
}

}  // namespace whylocked
