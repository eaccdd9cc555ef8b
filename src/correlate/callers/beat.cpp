#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace whylocked::callers {

namespace {

constexpr std::size_t kMinBeats = 4, kMinDays = 3, kMany = 48;
constexpr double kShortestPeriod_s = 20;  // faster is not a schedule

// Shares of gaps that are one beat long, and that no beat explains (pauses, restarts).
struct BeatShares {
  double single = 0.8, off = 0.1;

  double on_beat(double beats) const {             // from one burst to the next
    const double several = (1 - single) / 0.6449;  // 1/k^2 sums to 1.6449
    return several / (beats * beats) + (beats <= 1 ? single - several : 0);
  }
};

// The logarithm of factor(0) * ... * factor(n - 1), each between 1e-9 and 1e9. Multiplies first,
// because logarithms are slow, in independent lanes.
template <class Factor>
double log_product(std::size_t n, Factor factor) {
  constexpr std::size_t kLanes = 4, kBlock = 32;
  double log = 0;
  for (std::size_t from = 0; from < n; from += kBlock) {
    double lanes[kLanes] = {1, 1, 1, 1};
    const std::size_t to = std::min(n, from + kBlock), even = from + (to - from) / kLanes * kLanes;
    for (std::size_t i = from; i < even; i += kLanes)
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] *= factor(i + lane);
    for (std::size_t i = even; i < to; ++i) lanes[i - even] *= factor(i);
    log += std::log(lanes[0] * lanes[1] * lanes[2] * lanes[3]);
  }
  return log;
}

// Gaps compared with a period: the beats in each, and its distance from them. Loops over this are
// branch-free, so that they vectorize.
struct Beats {
  std::array<double, kMaxBursts> count, distance;

  Beats(std::span<const double> gaps, double period) {
    constexpr double kRound = 0x1.8p52;  // a sum this large has no fraction; ties go to even
    const double per_period = 1 / period;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const double beats = gaps[i] * per_period + kRound - kRound;
      count[i] = beats < 1 ? 1 : beats;
      distance[i] = std::abs(gaps[i] - count[i] * period);
    }
  }
};

// exp(-x) as (1 - x/n)^n with n = 2^squares, which is 0 from n on.
template <int squares>
double exp_of_minus(double x) {
  double power = 1 - x / (1 << squares);
  power = power < 0 ? 0 : power;
  for (int i = 0; i < squares; ++i) power *= power;
  return power;
}

// How well a period explains the gaps, for ranking: like measure_beat, but at one scale.
double coarse_score(std::span<const double> gaps, double period, double unit) {
  const double scale = std::max({period / 30, unit / 2, 0.5});
  const BeatShares shares;
  const double on = (1 - shares.off) / (2 * scale), off = shares.off / kLogRange;
  const double per_scale = 1 / scale;
  const Beats beats(gaps, period);
  std::array<double, kMaxBursts> factors;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double near = exp_of_minus<5>(beats.distance[i] * per_scale);
    factors[i] = on * shares.on_beat(beats.count[i]) * near * gaps[i] + off;
  }
  return log_product(gaps.size(), [&](std::size_t i) { return factors[i]; });
}

// Least squares over gaps near the beat.
double refine(std::span<const double> gaps, double period) {
  const Beats beats(gaps, period);
  double sum_kd = 0, sum_kk = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double count = beats.distance[i] <= period / 5 ? beats.count[i] : 0;
    sum_kd += count * gaps[i];
    sum_kk += count * count;
  }
  return sum_kk > 0 ? sum_kd / sum_kk : period;
}

std::vector<double> periods_to_try(std::span<const double> gaps, double longest) {
  std::vector<double> periods;
  for (std::size_t lag = 1; lag <= 3 && lag < gaps.size(); ++lag) {
    std::vector<double> sums(gaps.begin(), gaps.end() - static_cast<std::ptrdiff_t>(lag - 1));
    for (std::size_t i = 0; i < sums.size(); ++i)
      for (std::size_t next = 1; next < lag; ++next) sums[i] += gaps[i + next];
    std::ranges::sort(sums);
    const std::size_t most = std::min<std::size_t>(sums.size(), lag == 1 ? 12 : 4);
    for (std::size_t i = 0; i < most; ++i) {
      const double sum = sums[(2 * i + 1) * sums.size() / (2 * most)];
      periods.push_back(sum);
      if (lag == 1) periods.insert(periods.end(), {sum / 2, sum / 3});
    }
  }
  std::ranges::sort(periods);
  double before = 0;
  std::erase_if(periods, [&](double period) {
    const bool out = period < kShortestPeriod_s || period > longest || period < 1.02 * before;
    if (!out) before = period;
    return out;
  });
  return periods;
}

// The evidence of one period, without the gaps' own product, which all periods share. The jitter is
// tried at scales a factor of 3 apart. The width of the period's peak relative to the range of
// periods is the penalty for the search.
Beat measure_beat(std::span<const double> gaps, double period, double longest, double unit) {
  const Beats beats(gaps, period);
  double sum_kk = 0, missed = 0, single = 1, off = 1;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    sum_kk += beats.count[i] * beats.count[i];
    missed += beats.count[i] - 1;
    single += beats.count[i] == 1;
    off += beats.distance[i] > period / 5;
  }
  const auto n = static_cast<double>(gaps.size());
  const BeatShares shares{.single = std::clamp(single / (n + 2), 0.2, 0.98),
                          .off = std::clamp(off / (n + 2), 0.01, 0.5)};
  int scales = 0;
  double scale = std::max(0.5, unit / 2);
  for (; scale <= std::max(period / 10, unit / 2); scale *= 3) ++scales;
  scale /= 3;  // the largest, for which exponentials are computed; the next ones are their cubes
  // Laplace density with this scale around the beat, and its weight; both times the gap.
  std::array<double, kMaxBursts> near, on;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    near[i] = exp_of_minus<12>(beats.distance[i] / scale);
    on[i] = (1 - shares.off) * shares.on_beat(beats.count[i]) / 2 * gaps[i];
  }
  Beat beat{.log_evidence = kImpossible, .period = period, .jitter = 0, .missed = missed};
  const double width = 2.5 / std::sqrt(sum_kk) / period / std::log(longest / kShortestPeriod_s);
  for (int step = 0; step < scales; ++step, scale /= 3) {
    const double sum = log_product(
        gaps.size(), [&, per_scale = 1 / scale, off_beat = shares.off / kLogRange](std::size_t i) {
          return on[i] * near[i] * per_scale + off_beat;
        });
    beat.log_evidence = log_sum(beat.log_evidence, sum + std::log(std::min(1.0, width * scale)));
    for (std::size_t i = 0; i < gaps.size(); ++i) near[i] = near[i] * near[i] * near[i];
  }
  // Penalty for two fitted shares.
  if (scales > 0) beat.log_evidence -= std::log(scales) + std::log(n + 1);
  return beat;
}

// A gap has the jitter of two bursts. Only gaps on the beat have it, not the retries between them.
double jitter_of(std::span<const double> gaps, double period) {
  const Beats beats(gaps, period);
  std::vector<double> all(beats.distance.begin(), beats.distance.begin() + gaps.size()), kept;
  std::ranges::copy_if(all, std::back_inserter(kept),
                       [&](double distance) { return distance <= period / 5; });
  return middle_of(kept.empty() ? all : kept) / std::sqrt(2.0);
}

}  // namespace

// A beat that is nearly always missed is not a schedule: a few retries a week, half a minute apart.
constexpr double kMaxMissed = 20;  // per beat kept

Beat find_beat(std::span<const double> gaps, double unit) {
  if (gaps.size() + 1 < kMinBeats) return {};
  const double longest = std::accumulate(gaps.begin(), gaps.end(), 0.0) / 2;
  if (longest <= 1.5 * kShortestPeriod_s) return {};
  std::vector<double> some;  // a third of them, if there are many
  for (std::size_t i = 0; i<gaps.size(); i += gaps.size()> kMany ? 3 : 1) some.push_back(gaps[i]);
  std::vector<std::pair<double, double>> ranked;
  for (const double period : periods_to_try(gaps, longest))
    ranked.emplace_back(-coarse_score(some, period, unit), period);
  const std::size_t kept = std::min<std::size_t>(ranked.size(), 4);
  std::ranges::partial_sort(ranked, ranked.begin() + static_cast<std::ptrdiff_t>(kept));
  ranked.resize(kept);
  Beat best;
  std::vector<double> measured;
  for (auto [score, period] : ranked) {
    double before = 0;
    for (int step = 0; step < 3 && period != before; ++step) period = refine(gaps, before = period);
    if (std::ranges::find(measured, period) != measured.end()) continue;
    measured.push_back(period);
    const Beat beat = measure_beat(gaps, period, longest, unit);
    if (beat.missed > kMaxMissed * static_cast<double>(gaps.size())) continue;
    if (beat.log_evidence > best.log_evidence) best = beat;
  }
  if (best.log_evidence <= kImpossible) return best;
  best.jitter = jitter_of(gaps, best.period);
  best.log_evidence -= log_product(gaps.size(), [&](std::size_t i) { return gaps[i]; });
  return best;
}

Beat find_daily(std::span<const Micros> local, double unit) {
  std::vector<Micros> days;
  for (const Micros time : local) days.push_back(floor_div(time, kDay));
  double same_day = 0, distinct = 1, missed = 0, sum_days = 0;
  for (std::size_t i = 1; i < days.size(); ++i) {
    const auto apart = static_cast<double>(days[i] - days[i - 1]);
    same_day += apart == 0;
    distinct += apart > 0;
    missed += std::max(0.0, apart - 1);
    if (apart > 0) sum_days += std::log(BeatShares{}.on_beat(apart));
  }
  if (distinct < kMinDays) return {};
  // The center of the times of day, on the circle: the time that most others are near.
  std::vector<double> clock;
  for (const Micros time : local) clock.push_back(seconds(time - floor_div(time, kDay) * kDay));
  const auto distance = [](double a, double b) {
    const double d = std::abs(a - b);
    return std::min(d, kDay_s - d);
  };
  Beat best{.log_evidence = kImpossible, .period = kDay_s, .jitter = 0, .missed = missed};
  double least = std::numeric_limits<double>::max(), center = 0;
  const std::size_t step = std::max<std::size_t>(1, clock.size() / 32);
  for (std::size_t i = 0; i < clock.size(); i += step) {
    double sum = 0;
    for (const double time : clock) sum += std::min(distance(time, clock[i]), 4 * 3600.0);
    if (sum < least) least = sum, center = clock[i];
  }
  std::vector<double> off;
  for (const double time : clock) off.push_back(distance(time, center));
  const auto n = static_cast<double>(off.size());
  int scales = 0;
  for (double scale = std::max(2.0, unit / 2); scale <= 3600; scale *= 3.5, ++scales) {
    // The first time is given, so it only sets the center.
    const double sum =
        log_product(off.size(),
                    [&](std::size_t i) {
                      return 0.95 * exp_of_minus<12>(off[i] / scale) / (2 * scale) + 0.05 / kDay_s;
                    }) -
        std::log(0.95 / (2 * scale) + 0.05 / kDay_s);
    best.log_evidence =
        log_sum(best.log_evidence, sum + std::log(std::min(1.0, 2.5 / std::sqrt(n))));
  }
  best.log_evidence += sum_days + log_labels(same_day, distinct - 1) - std::log(scales);
  best.jitter = middle_of(off);
  return best;
}

Beat find_change(std::span<const double> gaps, double unit) {
  constexpr std::size_t kMinSide = 4;
  if (gaps.size() < 2 * kMinSide) return {};
  const double total = std::accumulate(gaps.begin(), gaps.end(), 0.0);
  const auto n = static_cast<double>(gaps.size());
  double sum = 0, best = kImpossible;
  std::size_t at = 0;
  for (std::size_t i = 1; i < gaps.size(); ++i) {
    sum += gaps[i - 1];
    if (i < kMinSide || gaps.size() - i < kMinSide) continue;
    const auto few = static_cast<double>(i);
    const double both = log_exponential(few, sum) + log_exponential(n - few, total - sum);
    if (both > best) best = both, at = i;
  }
  const Beat before = find_beat(gaps.first(at), unit), after = find_beat(gaps.subspan(at), unit);
  const double random_before = log_poisson(gaps.first(at)),
               random_after = log_poisson(gaps.subspan(at));
  Beat change = after.log_evidence > random_after ? after : Beat{};
  change.log_evidence = std::max(before.log_evidence, random_before) +
                        std::max(after.log_evidence, random_after) - std::log(2 * n);
  return change;
}

}  // namespace whylocked::callers
