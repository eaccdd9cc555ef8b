// Every model is a density of the starts of bursts, in 1/s, given the first start, so
// models and gaps are comparable. bursts.cpp has the parts they are built from, beat.cpp
// the models that keep a clock.

#include "correlate/callers/rhythm.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "whylocked/normalize.hpp"

namespace whylocked {

namespace callers {

namespace {

constexpr std::array<Micros, 5> kJoins = {5 * kSecond, 30 * kSecond, 2 * kMinute, 10 * kMinute,
                                          kHour};
constexpr Micros kSitting = 2 * kMinute;  // joins tries typed by people, as no client does
constexpr std::size_t kMinBursts = 3, kMinBackoff = 5;
constexpr double kOutOfHours = 0.02;  // rate outside working hours, relative to inside
constexpr int kMorning = 7, kEvening = 19;

// Zones change their offset only at quarters of an hour.
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

constexpr std::size_t index(RhythmModel model) { return static_cast<std::size_t>(model); }

// --- at random -----------------------------------------------------------------------------------

// Short gaps within a sitting, long ones between sittings.
double log_clustered(std::span<const double> gaps) {
  std::vector<double> sorted(gaps.begin(), gaps.end());
  std::ranges::sort(sorted);
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
    if (day - first > 4000) break;  // a wrong clock
  }
  return sum;
}

double log_working_hours(std::span<const Micros> local) {
  const double span = seconds(local.back() - local.front());
  if (span < kDay_s) return kImpossible;  // one working day is not a habit
  const double within = working_seconds(local.front(), local.back());
  double outside = 0;
  for (std::size_t i = 1; i < local.size(); ++i) outside += !in_working_hours(local[i]);
  return log_exponential(static_cast<double>(local.size() - 1),
                         within + kOutOfHours * (span - within)) +
         outside * std::log(kOutOfHours);
}

// --- changing ------------------------------------------------------------------------------------

// Each gap is the one before times a factor, or equal to it (the cap), or anything (a new start).
double log_backoff(std::span<const double> gaps) {
  if (gaps.size() + 1 < kMinBackoff) return kImpossible;
  std::vector<double> steps;
  for (std::size_t i = 1; i < gaps.size(); ++i) steps.push_back(std::log(gaps[i] / gaps[i - 1]));
  std::vector<double> growth = steps;
  std::erase_if(growth, [](double step) { return step < std::log(1.3) || step > std::log(10.0); });
  if (growth.size() < 3) return kImpossible;
  const double spread = std::sqrt(growth.size()), factor = middle_of(growth), scale = .15;
  double sum = -std::log(gaps[0] * kLogRange) +
               std::log(std::min(1.0, 2.5 * scale / spread / std::log(10 / 1.3)));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto near = [&](double step) {
      return std::exp(-std::abs(steps[i] - step) / scale) / (2 * scale);
    };
    sum += std::log((0.7 * near(factor) + 0.15 * near(0)) / gaps[i + 1] +
                    0.15 / (gaps[i + 1] * kLogRange));
  }
  return sum;
}

// --- all together --------------------------------------------------------------------------------

double median_gap_s(std::span<const Micros> times) {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  if (gaps.empty()) return 0;
  std::ranges::sort(gaps);
  return (seconds(gaps[(gaps.size() - 1) / 2]) + seconds(gaps[gaps.size() / 2])) / 2;
}

void set_beat(const Evidence& all, Rhythm& rhythm) {
  RhythmModel model = RhythmModel::fixed_period;
  for (const RhythmModel other : {RhythmModel::daily, RhythmModel::regime_change})
    if (rhythm.probability(other) > rhythm.probability(model)) model = other;
  if (rhythm.probability(model) < 0.1f) return;
  const Beat& beat = all.best(model).beats[index(model)];
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
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0 && times[i] - times[i - 1] < gap) continue;
    ++rhythm.bursts;
    add_hour(times[i], rhythm.hours_utc);
    add_hour(clock(times[i]), rhythm.hours_local);
  }
}

}  // namespace

void Joined::weigh(RhythmModel model, const Beat& beat) {
  const auto at = index(model);
  beats[at] = beat;
  if (beat.log_evidence > kImpossible)
    log_evidence[at] = beat.log_evidence + bursts.log_within + std::log(kRhythmPrior[at]);
}

Evidence::Evidence(std::span<const Micros> times, const std::string& zone) {
  constexpr double kShare = 1.0 / kJoins.size();
  LocalClock clock(zone);
  for (const Micros gap : kJoins) {
    if (times.size() < 2) break;
    Bursts bursts = join(times, gap);
    const std::size_t count = bursts.starts.size();
    if (gap == kJoins.front()) unjoined_ = bursts.log_within + log_poisson(bursts.gaps);
    if (count < kMinBursts) break;
    if (!joined_.empty() && bursts.starts == joined_.back().bursts.starts) {
      joined_.back().share += kShare;
      continue;
    }
    Joined& one = joined_.emplace_back();
    one.share = kShare;
    one.log_evidence.fill(kImpossible);
    one.sittings = gap >= kSitting && count < joined_.front().bursts.starts.size();
    for (const Micros start : bursts.starts) one.local.push_back(clock(start));
    one.bursts = std::move(bursts);
  }
}

void Evidence::weigh(Joined& one, Models models) {
  const Bursts& bursts = one.bursts;
  if (models == Models::all)
    return one.weigh(RhythmModel::regime_change, find_change(bursts.gaps, bursts.unit_s));
  if (models == Models::without_change) {
    one.weigh(RhythmModel::fixed_period, find_beat(bursts.gaps, bursts.unit_s));
    return one.weigh(RhythmModel::daily, find_daily(one.local, bursts.unit_s));
  }
  // Sittings at random are clusters, whether the gap joins them or not.
  const double random = log_poisson(bursts.gaps), clustered = log_clustered(bursts.gaps);
  one.weigh(RhythmModel::poisson, {.log_evidence = one.sittings ? kImpossible : random});
  one.weigh(RhythmModel::clustered,
            {.log_evidence = one.sittings ? log_sum(clustered, random) : clustered});
  one.weigh(RhythmModel::working_hours, {.log_evidence = log_working_hours(one.local)});
  one.weigh(RhythmModel::backoff, {.log_evidence = log_backoff(bursts.gaps)});
}

double Evidence::of(RhythmModel model) const {
  double sum = kImpossible;
  for (const Joined& one : joined_)
    sum = log_sum(sum, one.log_evidence[index(model)] + std::log(one.share));
  return sum;
}

double Evidence::total(Models models) {
  if (joined_.empty()) return unjoined_;
  while (totals_.size() <= static_cast<std::size_t>(models)) {
    for (Joined& one : joined_) weigh(one, static_cast<Models>(totals_.size()));
    double sum = kImpossible;
    for (std::size_t model = 1; model < kRhythmModels; ++model)
      sum = log_sum(sum, of(static_cast<RhythmModel>(model)));
    totals_.push_back(sum);
  }
  return totals_[static_cast<std::size_t>(models)];
}

const Joined& Evidence::best(RhythmModel model) const {
  return *std::ranges::max_element(
      joined_, {}, [at = index(model)](const Joined& one) { return one.log_evidence[at]; });
}

}  // namespace callers

Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone) {
  using namespace callers;
  Rhythm rhythm;
  rhythm.attempts = static_cast<std::uint32_t>(times.size());
  if (times.empty()) return rhythm;
  rhythm.median_gap_s = static_cast<float>(median_gap_s(times));
  LocalClock clock(zone);
  Evidence all(times, zone);
  Micros gap = kJoins.front();
  const double total = all.total(Models::all);
  if (all.has_bursts()) {
    rhythm.posterior = {};
    for (std::size_t model = 1; model < kRhythmModels; ++model)
      rhythm.posterior[model] =
          static_cast<float>(std::exp(all.of(static_cast<RhythmModel>(model)) - total));
    gap = all.best(rhythm.best()).bursts.gap;
    set_beat(all, rhythm);
  }
  set_bursts(times, gap, clock, rhythm);
  return rhythm;
}

bool in_working_hours(Micros local) {
  const Micros day = callers::floor_div(local, kDay), weekday = (day + 4) % 7;
  const Micros hour = (local - day * kDay) / kHour;
  return weekday != 0 && weekday != 6 && hour >= callers::kMorning && hour < callers::kEvening;
}

RhythmModel Rhythm::best() const {
  return static_cast<RhythmModel>(std::ranges::max_element(posterior) - posterior.begin());
}

}  // namespace whylocked
