// One shape is chosen, the most telling first: a period of days, once a day, a shorter period,
// working hours, round the clock.

#include <algorithm>
#include <cmath>
#include <limits>

#include "correlate/period.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

constexpr std::uint32_t kNightlyDays = 3;
constexpr Micros kNightlySpread = 2 * kHour;
constexpr std::uint32_t kMorning = 7, kEvening = 19;  // working hours, as the header says
constexpr double kLongBeat_s = 36 * 3600;  // a weekly job is also at the same time of day
// Half of the hours are at night and two days of seven at weekends. Far less may be one late
// evening, far more is a job that runs at night only. The numbers are ours.
constexpr double kNightShareLow = 0.25, kNightShareHigh = 0.9, kWeekendShare = 0.1;

Micros floor_div(Micros a, Micros b) { return a / b - (a % b < 0); }

// Local time of day. Zones change their offset at quarters of an hour, if at all.
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

// The largest unit of which all times are multiples: a clock cut to minutes or hours looks so.
Micros unit_of(std::span<const Micros> local) {
  for (const Micros unit : {kDay, kHour, kMinute, kSecond})
    if (std::all_of(local.begin(), local.end(), [&](Micros t) { return t % unit == 0; }))
      return unit;
  return 0;
}

double median_s(std::vector<Micros> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  double median = static_cast<double>(*middle);
  if (values.size() % 2 == 0)
    median = (median + static_cast<double>(*std::max_element(values.begin(), middle))) / 2;
  return median / kSecond;
}

double median_gap_s(std::span<const Micros> times) {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  return median_s(std::move(gaps));
}

struct Calendar {
  std::uint32_t days = 0, busiest_day = 0;  // days with runs; most runs on one day
  Micros first_day = 0, last_day = 0;
  std::uint32_t nights = 0, weekends = 0, at_work = 0;  // runs
  bool saw_weekend = false;  // a whole weekend lies between the first and the last day
};

bool is_weekend(Micros day) {
  const Micros weekday = day + 4 - 7 * floor_div(day + 4, 7);  // 1970-01-01 was a Thursday
  return weekday == 0 || weekday == 6;
}

Calendar read_calendar(std::span<const Micros> local) {
  Calendar calendar;
  std::uint32_t today = 0;
  for (const Micros time : local) {
    const Micros day = floor_div(time, kDay), hour = floor_div(time, kHour) - 24 * day;
    const bool first = calendar.days == 0;
    if (first) calendar.first_day = day;
    if (first || day != calendar.last_day) ++calendar.days, today = 0;
    calendar.last_day = day;
    calendar.busiest_day = std::max(calendar.busiest_day, ++today);
    const bool night = hour < kMorning || hour >= kEvening;
    calendar.nights += night;
    calendar.weekends += is_weekend(day);
    calendar.at_work += !night && !is_weekend(day);
  }
  for (Micros day = calendar.first_day + 1;
       day < std::min(calendar.last_day, calendar.first_day + 9) - 1; ++day)
    calendar.saw_weekend |= is_weekend(day) && is_weekend(day + 1);
  return calendar;
}

// Times of day, turned so that the widest empty stretch of the day lies behind the last.
std::vector<Micros> times_of_day(std::span<const Micros> local) {
  std::vector<Micros> times;
  for (const Micros t : local) times.push_back(t - kDay * floor_div(t, kDay));
  std::sort(times.begin(), times.end());
  std::size_t begin = 0;
  Micros widest = times.front() + kDay - times.back();
  for (std::size_t i = 1; i < times.size(); ++i)
    if (times[i] - times[i - 1] > widest) widest = times[i] - times[i - 1], begin = i;
  std::rotate(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(begin), times.end());
  for (Micros& t : times)
    if (t < times.front()) t += kDay;
  return times;
}

// Once a day at the same time, whatever the hour. By chance, d times of day lie within a width w
// with probability at most d (w / 24 h)^(d - 1): three days must agree to about a quarter of an
// hour on each side, from five on the two hours decide. Two runs a day are allowed, not more.
bool is_nightly(std::span<const Micros> local, Micros unit, const Calendar& calendar,
                Periodicity& rhythm) {
  const auto span = static_cast<std::uint32_t>(calendar.last_day - calendar.first_day + 1);
  if (calendar.days < kNightlyDays || calendar.busiest_day > 2 || calendar.days < span / 3)
    return false;
  const std::vector<Micros> times = times_of_day(local);
  const Micros spread = times.back() - times.front() + std::max(unit, kSecond);
  if (spread > kNightlySpread) return false;
  const double days = calendar.days;
  const double chance =
      days * std::pow(static_cast<double>(spread) / static_cast<double>(kDay), days - 1);
  if (chance >= kSignificant) return false;
  std::vector<Micros> off;
  for (const Micros t : times) off.push_back(std::abs(t - times[times.size() / 2]));
  rhythm.shape = RhythmShape::nightly;
  rhythm.period_s = static_cast<double>(kDay / kSecond);
  rhythm.jitter_s = median_s(std::move(off));
  rhythm.p_value = chance;
  rhythm.missed = span - calendar.days;
  return true;
}

std::optional<Period> period_of(std::span<const Run> runs, Micros unit) {
  const auto period = find_period(runs, unit);
  return period ? period : find_unit_period(runs, unit);
}

void set_period(std::span<const Run> runs, const Period& period, Periodicity& rhythm) {
  rhythm.shape = RhythmShape::fixed_period;
  rhythm.period_s = period.seconds;
  rhythm.jitter_s = period.jitter_s;
  rhythm.p_value = period.p_value;
  double missed = 0;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    const auto gap_s = static_cast<double>(runs[i].start - runs[i - 1].start) / kSecond;
    missed += std::max(0.0, std::nearbyint(gap_s / period.seconds) - 1);
  }
  rhythm.missed = static_cast<std::uint32_t>(std::min(missed, 4e9));
}

RhythmShape shape_by_hours(const Calendar& calendar, Micros unit, std::uint32_t runs) {
  if (unit == kDay) return RhythmShape::irregular;  // dates without a clock
  if (calendar.at_work == runs && calendar.days >= 2) return RhythmShape::working_hours;
  const bool nights = calendar.days >= 2 && calendar.nights >= kNightShareLow * runs &&
                      calendar.nights <= kNightShareHigh * runs;
  const bool weekends = !calendar.saw_weekend || calendar.weekends >= kWeekendShare * runs;
  return nights && weekends ? RhythmShape::round_the_clock : RhythmShape::irregular;
}

}  // namespace

Periodicity measure_periodicity(std::span<const Micros> times, const std::string& zone) {
  Periodicity rhythm;
  const std::vector<Run> runs = join_runs(times);
  rhythm.runs = static_cast<std::uint32_t>(runs.size());
  rhythm.median_gap_s = median_gap_s(times);
  std::vector<Micros> local;
  LocalClock clock(zone);
  for (const Run& run : runs) {
    local.push_back(clock(run.start));
  }
  const Micros unit = unit_of(local);
  const Calendar calendar = read_calendar(local);
  const auto period = period_of(runs, unit);
  if (period && period->seconds > kLongBeat_s)
    set_period(runs, *period, rhythm);
  else if (is_nightly(local, unit, calendar, rhythm))
    ;  // all set
  else if (period)
    set_period(runs, *period, rhythm);
  else if (rhythm.runs >= kRunsForRhythm)
    rhythm.shape = shape_by_hours(calendar, unit, rhythm.runs);
  return rhythm;
}

// First version: one model has all; the models proper follow.
Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone) {
  const Periodicity old = measure_periodicity(times, zone);
  Rhythm rhythm;
  rhythm.attempts = static_cast<std::uint32_t>(times.size());
  rhythm.bursts = old.runs;
  rhythm.burst_gap_s = 5;
  rhythm.median_gap_s = static_cast<float>(old.median_gap_s);
  rhythm.period_s = old.period_s;
  rhythm.jitter_s = old.jitter_s;
  rhythm.missed = old.missed;
  LocalClock clock(zone);
  for (const Run& run : join_runs(times)) {
    const auto hour = [](Micros t) {
      return static_cast<std::size_t>(floor_div(t, kHour) - 24 * floor_div(t, kDay));
    };
    ++rhythm.hours_utc[hour(run.start)];
    ++rhythm.hours_local[hour(clock(run.start))];
  }
  rhythm.posterior = {};
  const RhythmModel model = old.shape == RhythmShape::too_few         ? RhythmModel::too_few
                            : old.shape == RhythmShape::fixed_period  ? RhythmModel::fixed_period
                            : old.shape == RhythmShape::nightly       ? RhythmModel::daily
                            : old.shape == RhythmShape::working_hours ? RhythmModel::working_hours
                                                                      : RhythmModel::poisson;
  rhythm.posterior[static_cast<std::size_t>(model)] = 1;
  return rhythm;
}

RhythmModel Rhythm::best() const {
  return static_cast<RhythmModel>(std::max_element(posterior.begin(), posterior.end()) -
                                  posterior.begin());
}

}  // namespace whylocked
