#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace whylocked::callers {

namespace {

constexpr std::size_t kMinBeats = 4, kMinDays = 3, kMany = 48;
constexpr double kShortestPeriod_s = 20;  // faster is a hammer, not a schedule

// Shares of gaps that are one beat long, and that no beat explains (pauses, restarts).
struct BeatShares {
  double single = 0.8, off = 0.1;

  double on_beat(double beats) const {  // from one burst to the next
    return beats <= 1 ? single : (1 - single) / 0.6449 / (beats * beats);  // 1/k^2 sums to 1.6449
  }
};

// The logarithm of factor(0) * ... * factor(n - 1), each between 1e-18 and 1e18. Logarithms are
// slow, products are fast, and lanes that do not wait for each other faster still.
template <class Factor>
double log_product(std::size_t n, Factor factor) {
  constexpr std::size_t kLanes = 4, kBlock = 16 * kLanes;
  double log = 0;
  for (std::size_t from = 0; from < n; from += kBlock) {
    double lanes[kLanes] = {1, 1, 1, 1};
    const std::size_t to = std::min(n, from + kBlock), even = from + (to - from) / kLanes * kLanes;
    for (std::size_t i = from; i < even; i += kLanes)
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] *= factor(i + lane);
    for (std::size_t i = even; i < to; ++i) lanes[i - even] *= factor(i);
    for (const double lane : lanes) log += std::log(lane);
  }
  return log;
}

struct OnBeat {
  double beats, distance;
};

OnBeat on_beat(double gap, double period, double per_period) {
  constexpr double kRound = 0x1.8p52;  // a sum this large has no fraction; ties go to even
  const double beats = std::max(1.0, gap * per_period + kRound - kRound);
  return {beats, std::abs(gap - beats * period)};
}

// How well a period explains the gaps, to rank periods: as measure_beat, but at one scale, with
// (1 - x/32)^32 instead of exp(-x), and short of the gaps' own product, which all periods share.
double coarse_score(std::span<const double> gaps, double period, double unit) {
  const double scale = std::max({period / 30, unit / 2, 0.5});
  const BeatShares shares;
  const double on = (1 - shares.off) / (2 * scale), off = shares.off / kLogRange;
  const double per_period = 1 / period, per_scale = 1 / (32 * scale);
  return log_product(gaps.size(), [&](std::size_t i) {
    const auto [beats, distance] = on_beat(gaps[i], period, per_period);
    double near = std::max(0.0, 1 - distance * per_scale);
    for (int squared = 0; squared < 5; ++squared) near *= near;
    return on * shares.on_beat(beats) * near * gaps[i] + off;
  });
}

// Least squares over gaps near the beat.
double refine(std::span<const double> gaps, double period) {
  double sum_kd = 0, sum_kk = 0;
  const double per_period = 1 / period;
  for (const double gap : gaps) {
    const auto [beats, distance] = on_beat(gap, period, per_period);
    if (distance > period / 5) continue;
    sum_kd += beats * gap;
    sum_kk += beats * beats;
  }
  return sum_kk > 0 ? sum_kd / sum_kk : period;
}

std::vector<double> periods_to_try(std::span<const double> gaps, double longest) {
  std::vector<double> periods;
  for (std::size_t lag = 1; lag <= 3 && lag < gaps.size(); ++lag) {
    std::vector<double> sums;
    for (std::size_t i = lag; i <= gaps.size(); ++i)
      sums.push_back(std::accumulate(gaps.begin() + static_cast<std::ptrdiff_t>(i - lag),
                                     gaps.begin() + static_cast<std::ptrdiff_t>(i), 0.0));
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

// The jitter is tried at scales a factor of 3 apart; the width of the period's peak against the
// range of periods is the price of having searched.
Beat measure_beat(std::span<const double> gaps, double period, double longest, double unit) {
  double sum_kk = 0, missed = 0, single = 1, off = 1;
  const double per_period = 1 / period;
  std::vector<OnBeat> on_beats;
  on_beats.reserve(gaps.size());
  for (const double gap : gaps) {
    const auto [beats, distance] = on_beats.emplace_back(on_beat(gap, period, per_period));
    sum_kk += beats * beats;
    missed += beats - 1;
    single += beats == 1;
    off += distance > period / 5;
  }
  const auto n = static_cast<double>(gaps.size());
  const BeatShares shares{.single = std::clamp(single / (n + 2), 0.2, 0.98),
                          .off = std::clamp(off / (n + 2), 0.01, 0.5)};
  int scales = 0;
  double scale = std::max(0.5, unit / 2);
  for (; scale <= std::max(period / 10, unit / 2); scale *= 3) ++scales;
  scale /= 3;  // the largest, at which the exponentials are taken; their cubes are the next
  struct Term {
    double near, on, off;  // Laplace with this scale around the beat, its weight, and off the beat
  };
  std::vector<Term> terms;
  terms.reserve(gaps.size());
  for (std::size_t i = 0; i < gaps.size(); ++i)
    terms.push_back({std::exp(-on_beats[i].distance / scale),
                     (1 - shares.off) * shares.on_beat(on_beats[i].beats) / 2,
                     shares.off / (gaps[i] * kLogRange)});
  // Only gaps that keep the beat have a jitter, not the retries between them.
  const auto kept = std::partition(on_beats.begin(), on_beats.end(),
                                   [&](const OnBeat& one) { return one.distance <= period / 5; });
  const auto end = kept == on_beats.begin() ? on_beats.end() : kept;
  const auto middle = on_beats.begin() + (end - on_beats.begin()) / 2;
  std::nth_element(on_beats.begin(), middle, end,
                   [](const OnBeat& a, const OnBeat& b) { return a.distance < b.distance; });
  Beat beat{.log_evidence = kImpossible,
            .period = period,
            .jitter = middle->distance / std::sqrt(2.0),  // a gap has the jitter of two bursts
            .missed = missed};
  const double width = 2.5 / std::sqrt(sum_kk) / period / std::log(longest / kShortestPeriod_s);
  for (int step = 0; step < scales; ++step, scale /= 3) {
    const double sum = log_product(terms.size(), [&, per_scale = 1 / scale](std::size_t i) {
      return terms[i].on * terms[i].near * per_scale + terms[i].off;
    });
    beat.log_evidence = log_sum(beat.log_evidence, sum + std::log(std::min(1.0, width * scale)));
    for (Term& term : terms) term.near = term.near * term.near * term.near;
  }
  // Two shares were fitted.
  if (scales > 0) beat.log_evidence -= std::log(scales) + std::log(n + 1);
  return beat;
}

}  // namespace

// A beat of which nearly all are missed is no schedule: a few retries a week, half a minute apart.
constexpr double kMaxMissed = 20;  // for each that is kept

Beat find_beat(std::span<const double> gaps, double unit) {
  if (gaps.size() + 1 < kMinBeats) return {};
  const double longest = std::accumulate(gaps.begin(), gaps.end(), 0.0) / 2;
  if (longest <= 1.5 * kShortestPeriod_s) return {};
  std::vector<double> some;  // a third of them, where there are many
  for (std::size_t i = 0; i<gaps.size(); i += gaps.size()> kMany ? 3 : 1) some.push_back(gaps[i]);
  std::vector<std::pair<double, double>> ranked;
  for (const double period : periods_to_try(gaps, longest))
    ranked.emplace_back(-coarse_score(some, period, unit), period);
  std::ranges::sort(ranked);
  Beat best;
  ranked.resize(std::min<std::size_t>(ranked.size(), 4));
  std::vector<double> measured;
  for (auto [score, period] : ranked) {
    for (int step = 0; step < 3; ++step) period = refine(gaps, period);
    if (std::ranges::find(measured, period) != measured.end()) continue;
    measured.push_back(period);
    const Beat beat = measure_beat(gaps, period, longest, unit);
    if (beat.missed > kMaxMissed * static_cast<double>(gaps.size())) continue;
    if (beat.log_evidence > best.log_evidence) best = beat;
  }
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
  // The middle of the day's times, on the circle: the time that most others are near.
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
    // The first time is given, so it only places the center.
    const double sum =
        log_product(off.size(),
                    [&](std::size_t i) {
                      return 0.95 * std::exp(-off[i] / scale) / (2 * scale) + 0.05 / kDay_s;
                    }) -
        std::log(0.95 / (2 * scale) + 0.05 / kDay_s);
    best.log_evidence =
        log_sum(best.log_evidence, sum + std::log(std::min(1.0, 2.5 / std::sqrt(n))));
  }
  best.log_evidence += sum_days + log_labels(same_day, distinct - 1) - std::log(scales);
  best.jitter = middle_of(std::move(off));
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
