// Every model is a density of the starts of bursts, in 1/s, given the first start, so that models
// and gaps compare. Common tools: a rate or mean without a scale has the prior 1/x over a range of
// `kLogRange` e-folds; a choice among n costs log n; a label (short or long gap, on the beat or
// not) costs what a Beta(1, 1) prior over its share leaves.

#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "whylocked/normalize.hpp"

namespace whylocked {

namespace callers {

namespace {

constexpr std::array<Micros, 5> kJoins = {5 * kSecond, 30 * kSecond, 2 * kMinute, 10 * kMinute,
                                          kHour};
constexpr Micros kSitting = 2 * kMinute;  // joins people's tries, which no client makes
constexpr double kLogRange = 14.8;  // from a second to a month
constexpr double kImpossible = -1e300;
constexpr std::size_t kMaxRetries = 12;
constexpr std::size_t kMinBursts = 3, kMinBeats = 4, kMinDays = 3, kMinBackoff = 5;
constexpr double kShortestPeriod_s = 20;  // faster is a hammer, not a schedule
constexpr double kOutOfHours = 0.02;      // rate out of working hours, relative to that within
constexpr int kMorning = 7, kEvening = 19;
constexpr double kDay_s = 86400;

// Prior odds. Many callers keep a clock, but the best of all periods, gaps and jitters is seldom as
// good as the prices below assume: with these odds typed tries pass for a clock in less than one of
// 200 series (tests/property/correlate/rhythm.cpp).
constexpr std::array<double, kRhythmModels> kPrior = {0, .32, .32, .02, .08, .14, .05, .07};

double log_sum(double a, double b) {
  const double most = std::max(a, b);
  return most <= kImpossible ? kImpossible : most + std::log1p(std::exp(-std::abs(a - b)));
}

// log of the integral of q^a (1 - q)^b: the labels of a things of one kind and b of another.
double log_labels(double a, double b) {
  return std::lgamma(a + 1) + std::lgamma(b + 1) - std::lgamma(a + b + 2);
}

// n exponential gaps that sum to `sum` seconds, the rate integrated out.
double log_exponential(double n, double sum) {
  if (n == 0) return 0;
  return std::lgamma(n) - n * std::log(sum) - std::log(kLogRange);
}

double seconds(Micros time) { return static_cast<double>(time) / static_cast<double>(kSecond); }

Micros floor_div(Micros a, Micros b) { return a / b - (a % b < 0); }

// Zones change their offset at quarters of an hour, if at all.
class LocalClock {
 public:
  explicit LocalClock(const std::string& zone) : zone_(zone) {}

  Micros operator()(Micros time) {
    if (const Micros quarter = floor_div(time, 15 * kMinute); quarter != quarter_) {
      quarter_ = quarter;
      offset_ = utc_offset_minutes(zone_, time) * kMinute;
    }
    return time + offset_;
  }

 private:
  const std::string& zone_;
  Micros quarter_ = std::numeric_limits<Micros>::min();  // none yet
  Micros offset_ = 0;
};

// The starts of the last bursts at one gap, and the evidence of the times within them.
struct Bursts {
  Micros gap = 0;
  std::vector<Micros> starts;
  std::vector<std::uint32_t> sizes;
  std::vector<double> gaps;  // s, between starts; at least a millisecond
  double log_within = 0;
  double unit_s = 0;  // all times are multiples of it: a clock cut to seconds, minutes or hours

  double span() const { return std::accumulate(gaps.begin(), gaps.end(), 0.0); }
};

Micros unit_of(std::span<const Micros> times) {
  for (const Micros unit : {kHour, kMinute, kSecond})
    if (std::all_of(times.begin(), times.end(), [&](Micros t) { return t % unit == 0; }))
      return unit;
  return 0;
}

// Retries: at one gap, or at gaps of no scale up to the one that ends a burst. More than a dozen at
// one gap are no retries but a schedule that pauses.
double log_within(std::vector<double> gaps, double longest, std::size_t bursts) {
  if (gaps.empty()) return 0;
  const double range = std::log(longest);
  const auto free = [&](double gap) { return 1 / (gap * range); };
  double any = 0;
  for (const double gap : gaps) any += std::log(free(gap));
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  const double usual = *middle, n = static_cast<double>(gaps.size());
  double regular = kImpossible;
  const bool few = gaps.size() <= kMaxRetries * bursts;
  for (double scale = 0.5; few && scale <= std::max(0.5, usual / 5); scale *= 3) {
    double sum = std::log(std::min(1.0, 2.5 * scale / std::sqrt(n) / usual / range));
    for (const double gap : gaps)
      sum += std::log(0.9 * std::exp(-std::abs(gap - usual) / scale) / (2 * scale) +
                      0.1 * free(gap));
    regular = std::max(regular, sum);
  }
  return std::max(any, regular) - std::log(2.0);
}

// Bursts of one usual size, or of any.
double log_sizes(const std::vector<std::uint32_t>& sizes) {
  std::vector<std::uint32_t> sorted = sizes;
  std::sort(sorted.begin(), sorted.end());
  const std::uint32_t usual = sorted[sorted.size() / 2];
  double within = 0, alike = -std::log(2.0 * usual * usual);
  for (const std::uint32_t size : sizes) {
    within += size - 1;
    alike += size == usual ? std::log(0.85) : std::log(0.15) - std::log(2.0) * size;
  }
  const double any = log_labels(within, static_cast<double>(sizes.size()) - 1);
  return std::max(any, alike) - std::log(2.0);
}

Bursts join(std::span<const Micros> times, Micros gap) {
  Bursts bursts;
  bursts.gap = gap;
  std::vector<double> within;
  std::uint32_t size = 1;
  for (std::size_t i = times.size() - 1;; --i, ++size) {
    if (i > 0 && times[i] - times[i - 1] < gap) {
      within.push_back(std::max(1.0, seconds(times[i] - times[i - 1])));
      continue;
    }
    bursts.starts.push_back(times[i]);
    bursts.sizes.push_back(size);
    size = 0;
    if (i == 0 || bursts.starts.size() == kMaxBursts) break;
  }
  std::reverse(bursts.starts.begin(), bursts.starts.end());
  std::reverse(bursts.sizes.begin(), bursts.sizes.end());
  for (std::size_t b = 1; b < bursts.starts.size(); ++b)
    bursts.gaps.push_back(std::max(1e-3, seconds(bursts.starts[b] - bursts.starts[b - 1])));
  bursts.log_within = log_within(std::move(within), seconds(gap), bursts.starts.size()) + log_sizes(bursts.sizes);
  bursts.unit_s = seconds(unit_of(bursts.starts));
  return bursts;
}

// --- at random -----------------------------------------------------------------------------------

double log_poisson(std::span<const double> gaps) {
  return log_exponential(static_cast<double>(gaps.size()),
                         std::accumulate(gaps.begin(), gaps.end(), 0.0));
}

// Short gaps within a sitting, long ones between.
double log_clustered(std::span<const double> gaps) {
  std::vector<double> sorted(gaps.begin(), gaps.end());
  std::sort(sorted.begin(), sorted.end());
  const double total = std::accumulate(sorted.begin(), sorted.end(), 0.0);
  const auto n = static_cast<double>(sorted.size());
  double best = kImpossible, sum = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    sum += sorted[i - 1];
    const auto few = static_cast<double>(i);
    best = std::max(best, log_exponential(few, sum) + log_exponential(n - few, total - sum) +
                              log_labels(few, n - few));
  }
  return best;
}

// Seconds of working time between two local times.
double working_seconds(Micros from, Micros to) {
  double sum = 0;
  const Micros first = floor_div(from, kDay), last = floor_div(to, kDay);
  for (Micros day = first; day <= last; ++day) {
    if (const Micros weekday = (day + 4) % 7; weekday == 0 || weekday == 6) continue;
    const Micros begin = std::max(from, day * kDay + kMorning * kHour);
    const Micros end = std::min(to, day * kDay + kEvening * kHour);
    if (begin < end) sum += seconds(end - begin);
    if (day - first > 4000) break;  // a clock gone wrong
  }
  return sum;
}

bool at_work(Micros local) {
  const Micros day = floor_div(local, kDay), weekday = (day + 4) % 7;
  const Micros hour = (local - day * kDay) / kHour;
  return weekday != 0 && weekday != 6 && hour >= kMorning && hour < kEvening;
}

double log_working_hours(std::span<const Micros> local) {
  const double span = seconds(local.back() - local.front());
  if (span < kDay_s) return kImpossible;  // one working day is no habit
  const double within = working_seconds(local.front(), local.back());
  double outside = 0;
  for (std::size_t i = 1; i < local.size(); ++i) outside += !at_work(local[i]);
  return log_exponential(static_cast<double>(local.size() - 1),
                         within + kOutOfHours * (span - within)) +
         outside * std::log(kOutOfHours);
}

// --- by the clock --------------------------------------------------------------------------------

// Shares of gaps that are one beat long, and that no beat explains (pauses, restarts).
struct BeatShares {
  double single = 0.8, off = 0.1;
};

double log_beats(double beats, const BeatShares& shares) {  // from one burst to the next
  if (beats <= 1) return std::log(shares.single);
  return std::log((1 - shares.single) / 0.6449 / (beats * beats));  // 1/k^2 sums to 1.6449
}

// Laplace with this scale around the beat, or off it.
double log_gap(double gap, double beats, double distance, double scale, const BeatShares& shares) {
  const double on = (1 - shares.off) * std::exp(log_beats(beats, shares) - distance / scale) /
                    (2 * scale);
  return std::log(on + shares.off / (gap * kLogRange));
}

struct Beat {
  double log_evidence = kImpossible;
  double period = 0, jitter = 0, missed = 0;
};

struct OnBeat {
  double beats, distance;
};

OnBeat on_beat(double gap, double period) {
  const double beats = std::max(1.0, std::nearbyint(gap / period));
  return {beats, std::abs(gap - beats * period)};
}

double coarse_score(std::span<const double> gaps, double period, double unit) {
  const double scale = std::max({period / 30, unit / 2, 0.5});
  double sum = 0;
  for (const double gap : gaps) {
    const auto [beats, distance] = on_beat(gap, period);
    sum += log_gap(gap, beats, distance, scale, {});
  }
  return sum;
}

// Least squares over gaps near the beat.
double refine(std::span<const double> gaps, double period) {
  double sum_kd = 0, sum_kk = 0;
  for (const double gap : gaps) {
    const auto [beats, distance] = on_beat(gap, period);
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
    std::sort(sums.begin(), sums.end());
    const std::size_t most = std::min<std::size_t>(sums.size(), lag == 1 ? 12 : 4);
    for (std::size_t i = 0; i < most; ++i) {
      const double sum = sums[(2 * i + 1) * sums.size() / (2 * most)];
      periods.push_back(sum);
      if (lag == 1) periods.insert(periods.end(), {sum / 2, sum / 3});
    }
  }
  std::sort(periods.begin(), periods.end());
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
  std::vector<double> distances;
  for (const double gap : gaps) {
    const auto [beats, distance] = on_beat(gap, period);
    sum_kk += beats * beats;
    missed += beats - 1;
    single += beats == 1;
    off += distance > period / 5;
    distances.push_back(distance);
  }
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  Beat beat{.log_evidence = kImpossible,
            .period = period,
            .jitter = *middle / std::sqrt(2.0),  // a gap has the jitter of two bursts
            .missed = missed};
  const double range = std::log(longest / kShortestPeriod_s);
  const auto n = static_cast<double>(gaps.size());
  const BeatShares shares{.single = std::clamp(single / (n + 2), 0.2, 0.98),
                          .off = std::clamp(off / (n + 2), 0.01, 0.5)};
  int scales = 0;
  for (double scale = std::max(0.5, unit / 2); scale <= std::max(period / 10, unit / 2);
       scale *= 3, ++scales) {
    double sum = std::log(std::min(1.0, 2.5 * scale / std::sqrt(sum_kk) / period / range));
    for (const double gap : gaps) {
      const auto [beats, distance] = on_beat(gap, period);
      sum += log_gap(gap, beats, distance, scale, shares);
    }
    beat.log_evidence = log_sum(beat.log_evidence, sum);
  }
  // Two shares were fitted.
  if (scales > 0) beat.log_evidence -= std::log(scales) + std::log(n + 1);
  return beat;
}

Beat find_beat(std::span<const double> gaps, double unit) {
  if (gaps.size() + 1 < kMinBeats) return {};
  const double longest = std::accumulate(gaps.begin(), gaps.end(), 0.0) / 2;
  if (longest <= 1.5 * kShortestPeriod_s) return {};
  std::vector<std::pair<double, double>> ranked;
  for (const double period : periods_to_try(gaps, longest))
    ranked.emplace_back(-coarse_score(gaps, period, unit), period);
  std::sort(ranked.begin(), ranked.end());
  Beat best;
  for (std::size_t i = 0; i < std::min<std::size_t>(ranked.size(), 4); ++i) {
    double period = ranked[i].second;
    for (int step = 0; step < 3; ++step) period = refine(gaps, period);
    const Beat beat = measure_beat(gaps, period, longest, unit);
    if (beat.log_evidence > best.log_evidence) best = beat;
  }
  return best;
}

// At one local time of day, any number of bursts a day, days missed at will.
Beat find_daily(std::span<const Micros> local, double unit) {
  std::vector<Micros> days;
  for (const Micros time : local) days.push_back(floor_div(time, kDay));
  double same_day = 0, distinct = 1, missed = 0, sum_days = 0;
  for (std::size_t i = 1; i < days.size(); ++i) {
    const auto apart = static_cast<double>(days[i] - days[i - 1]);
    same_day += apart == 0;
    distinct += apart > 0;
    missed += std::max(0.0, apart - 1);
    if (apart > 0) sum_days += log_beats(apart, {});
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
    double sum = 0;
    for (const double d : off)
      sum += std::log(0.95 * std::exp(-d / scale) / (2 * scale) + 0.05 / kDay_s);
    // The first time is given, so it only places the center.
    sum -= std::log(0.95 / (2 * scale) + 0.05 / kDay_s);
    best.log_evidence = log_sum(best.log_evidence, sum + std::log(std::min(1.0, 2.5 / std::sqrt(n))));
  }
  best.log_evidence += sum_days + log_labels(same_day, distinct - 1) - std::log(scales);
  const auto middle = off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2);
  std::nth_element(off.begin(), middle, off.end());
  best.jitter = *middle;
  return best;
}

// --- changing ------------------------------------------------------------------------------------

// Each gap is the one before times a factor, or as long (the cap), or anything (a new start).
double log_backoff(std::span<const double> gaps) {
  if (gaps.size() + 1 < kMinBackoff) return kImpossible;
  std::vector<double> steps;
  for (std::size_t i = 1; i < gaps.size(); ++i) steps.push_back(std::log(gaps[i] / gaps[i - 1]));
  std::vector<double> growth = steps;
  std::erase_if(growth, [](double step) { return step < std::log(1.3) || step > std::log(10.0); });
  if (growth.size() < 3) return kImpossible;
  const auto middle = growth.begin() + static_cast<std::ptrdiff_t>(growth.size() / 2);
  std::nth_element(growth.begin(), middle, growth.end());
  const double factor = *middle, scale = 0.15;
  double sum = -std::log(gaps[0] * kLogRange) +
               std::log(std::min(1.0, 2.5 * scale / std::sqrt(growth.size()) / std::log(10 / 1.3)));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto near = [&](double step) {
      return std::exp(-std::abs(steps[i] - step) / scale) / (2 * scale);
    };
    sum += std::log((0.7 * near(factor) + 0.15 * near(0)) / gaps[i + 1] +
                    0.15 / (gaps[i + 1] * kLogRange));
  }
  return sum;
}

// One change of the rate, or of the period.
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

// --- all together --------------------------------------------------------------------------------

struct Findings {
  std::array<double, kRhythmModels> log_evidence{};  // prior included, this gap alone
  Beat beat, daily, change;
};

// `sittings`: attempts were joined that no client's retries explain.
Findings examine(const Bursts& bursts, bool sittings, LocalClock& clock) {
  Findings found;
  std::vector<Micros> local;
  for (const Micros start : bursts.starts) local.push_back(clock(start));
  found.beat = find_beat(bursts.gaps, bursts.unit_s);
  found.daily = find_daily(local, bursts.unit_s);
  found.change = find_change(bursts.gaps, bursts.unit_s);
  const auto set = [&](RhythmModel model, double value) {
    const auto at = static_cast<std::size_t>(model);
    found.log_evidence[at] = value <= kImpossible
                                 ? kImpossible
                                 : value + bursts.log_within + std::log(kPrior[at]);
  };
  found.log_evidence[0] = kImpossible;
  // Sittings at random are clusters, whether the gap joins them or not.
  const double random = log_poisson(bursts.gaps);
  set(RhythmModel::poisson, sittings ? kImpossible : random);
  set(RhythmModel::clustered, log_sum(log_clustered(bursts.gaps), sittings ? random : kImpossible));
  set(RhythmModel::fixed_period, found.beat.log_evidence);
  set(RhythmModel::daily, found.daily.log_evidence);
  set(RhythmModel::working_hours, log_working_hours(local));
  set(RhythmModel::backoff, log_backoff(bursts.gaps));
  set(RhythmModel::regime_change, found.change.log_evidence);
  return found;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double median_gap_s(std::span<const Micros> times) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(seconds(times[i] - times[i - 1]));
  return median(std::move(gaps));
}

// One Findings for each gap that joins differently.
struct Examination {
  std::vector<Bursts> bursts;
  std::vector<Findings> findings;
  std::array<double, kRhythmModels> log_evidence;
  double total = kImpossible;

  Examination(std::span<const Micros> times, LocalClock& clock) {
    log_evidence.fill(kImpossible);
    const double one_gap = -std::log(static_cast<double>(kJoins.size()));
    for (const Micros gap : kJoins) {
      Bursts joined = join(times, gap);
      if (joined.starts.size() < kMinBursts) break;
      if (bursts.empty() || joined.starts.size() != bursts.back().starts.size() ||
          joined.starts.size() == kMaxBursts)
        add(std::move(joined), clock);
      for (std::size_t model = 1; model < kRhythmModels; ++model)
        log_evidence[model] =
            log_sum(log_evidence[model], findings.back().log_evidence[model] + one_gap);
    }
    for (const double value : log_evidence) total = log_sum(total, value);
  }

  void add(Bursts joined, LocalClock& clock) {
    const bool sittings = joined.gap >= kSitting && !bursts.empty() &&
                          joined.starts.size() < bursts.front().starts.size();
    findings.push_back(examine(joined, sittings, clock));
    bursts.push_back(std::move(joined));
  }

  // The gap at which a model has the most evidence.
  std::size_t best_gap(RhythmModel model) const {
    const auto at = static_cast<std::size_t>(model);
    std::size_t best = 0;
    for (std::size_t i = 1; i < findings.size(); ++i)
      if (findings[i].log_evidence[at] > findings[best].log_evidence[at]) best = i;
    return best;
  }
};

void set_beat(const Examination& all, Rhythm& rhythm) {
  RhythmModel model = RhythmModel::fixed_period;
  for (const RhythmModel other : {RhythmModel::daily, RhythmModel::regime_change})
    if (rhythm.probability(other) > rhythm.probability(model)) model = other;
  if (rhythm.probability(model) < 0.1f) return;
  const Findings& found = all.findings[all.best_gap(model)];
  const Beat& beat = model == RhythmModel::fixed_period ? found.beat
                     : model == RhythmModel::daily      ? found.daily
                                                        : found.change;
  rhythm.period_s = beat.period;
  rhythm.jitter_s = beat.jitter;
  rhythm.missed = static_cast<std::uint32_t>(std::min(beat.missed, 4e9));
}

void set_bursts(std::span<const Micros> times, Micros gap, LocalClock& clock, Rhythm& rhythm) {
  const auto add_hour = [](Micros time, std::array<std::uint16_t, 24>& hours) {
    const Micros hour = floor_div(time, kHour) - 24 * floor_div(time, kDay);
    std::uint16_t& count = hours[static_cast<std::size_t>(hour)];
    if (count < UINT16_MAX) ++count;
  };
  std::vector<double> tries;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0 && times[i] - times[i - 1] < gap) {
      ++tries.back();
      continue;
    }
    tries.push_back(1);
    add_hour(times[i], rhythm.hours_utc);
    add_hour(clock(times[i]), rhythm.hours_local);
  }
  rhythm.bursts = static_cast<std::uint32_t>(tries.size());
  rhythm.burst_gap_s = static_cast<float>(seconds(gap));
  rhythm.tries_per_burst = static_cast<float>(median(std::move(tries)));
}

}  // namespace

double log_evidence(std::span<const Micros> times, const std::string& zone) {
  if (times.size() < 2) return 0;
  LocalClock clock(zone);
  const Examination all(times, clock);
  if (!all.findings.empty()) return all.total;
  const Bursts bursts = join(times, kJoins.front());
  return bursts.log_within + log_poisson(bursts.gaps);
}

}  // namespace callers

Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone) {
  using namespace callers;
  Rhythm rhythm;
  rhythm.attempts = static_cast<std::uint32_t>(times.size());
  if (times.empty()) return rhythm;
  rhythm.median_gap_s = static_cast<float>(median_gap_s(times));
  LocalClock clock(zone);
  const Examination all(times, clock);
  Micros gap = kJoins.front();
  if (!all.findings.empty()) {
    rhythm.posterior = {};
    for (std::size_t model = 1; model < kRhythmModels; ++model)
      rhythm.posterior[model] = static_cast<float>(std::exp(all.log_evidence[model] - all.total));
    gap = all.bursts[all.best_gap(rhythm.best())].gap;
    set_beat(all, rhythm);
  }
  set_bursts(times, gap, clock, rhythm);
  return rhythm;
}

RhythmModel Rhythm::best() const {
  return static_cast<RhythmModel>(std::max_element(posterior.begin(), posterior.end()) -
                                  posterior.begin());
}

// The most probable shape, in the words that attribute used before rhythms were posteriors.
Periodicity periodicity_of(const Rhythm& rhythm) {
  Periodicity old{.shape = RhythmShape::irregular,
                  .runs = rhythm.bursts,
                  .period_s = 0,
                  .jitter_s = 0,
                  .p_value = 1,
                  .missed = 0,
                  .median_gap_s = rhythm.median_gap_s};
  const RhythmModel best = rhythm.best();
  const bool beat = best == RhythmModel::fixed_period || best == RhythmModel::daily ||
                    (best == RhythmModel::regime_change && rhythm.period_s > 0);
  if (beat && rhythm.probability(best) >= 0.9f) {
    old.shape = best == RhythmModel::daily ? RhythmShape::nightly : RhythmShape::fixed_period;
    old.period_s = rhythm.period_s;
    old.jitter_s = rhythm.jitter_s;
    old.missed = rhythm.missed;
    old.p_value = 1 - rhythm.probability(best);
  } else if (rhythm.bursts < 5) {
    old.shape = RhythmShape::too_few;
  } else if (best == RhythmModel::working_hours) {
    old.shape = RhythmShape::working_hours;
  } else {
    std::uint32_t night = 0;
    for (const std::size_t hour : {0, 1, 2, 3, 4, 5, 6, 19, 20, 21, 22, 23})
      night += rhythm.hours_local[hour];
    if (4 * night > rhythm.bursts && 10 * night < 9 * rhythm.bursts)
      old.shape = RhythmShape::round_the_clock;
  }
  return old;
}

}  // namespace whylocked
