// Signals about time: the rhythm of the caller's bursts, and the pace within a burst.
//
// The rhythm is a posterior over models, so its likelihood is a mean over the models and no model
// is chosen early. A product's documented schedule refines what its class shows.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "attribute/signals/scene.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::attribution {

namespace {

constexpr std::size_t kModels = kRhythmModels - 1;  // without too_few

constexpr auto kFixed = static_cast<std::size_t>(RhythmModel::fixed_period) - 1;

// P(model | kind of schedule); rows by ScheduleKind, columns by RhythmModel. Judgements: a
// documented interval mostly shows as one, events follow work and mail, and a schedule that depends
// on load has no exact beat.
constexpr std::array<std::array<double, kModels>, 9> kByKind = {{
    // poisson clustered fixed daily  work  backoff changed
    {{.14, .18, .40, .10, .06, .05, .07}},  // unknown: as any hosted product
    {{.05, .07, .70, .05, .02, .04, .07}},  // interval
    {{.05, .06, .07, .72, .03, .02, .05}},  // daily
    {{.30, .30, .02, .20, .10, .02, .06}},  // monthly
    {{.26, .32, .05, .03, .22, .04, .08}},  // event
    {{.16, .26, .02, .02, .48, .01, .05}},  // interactive
    {{.16, .26, .02, .02, .48, .01, .05}},  // manual
    {{.06, .08, .55, .18, .04, .03, .06}},  // custom
    {{.26, .32, .10, .06, .10, .04, .12}},  // variable
}};
constexpr double kSeldomRescheduled = .85;

// Common scheduler periods in minutes. Five minutes is the usual choice of home-made scripts (four
// unrelated projects), hosted products document 3 to 180; the rest is smoothing.
struct PeriodShare {
  double minutes, share;
};
constexpr PeriodShare kPeriods[] = {{1, .05},   {2, .02},   {3, .02},    {5, .18},    {10, .10},
                                    {15, .15},  {20, .03},  {30, .12},   {60, .16},   {120, .03},
                                    {180, .02}, {240, .02}, {360, .015}, {720, .015}, {1440, .04}};
constexpr double kOtherPeriod = .005;  // of any other period, per width of tolerance
constexpr double kTolerance = .03;     // scheduler drift, minute clocks
// P(a product keeps its documented interval), and the same where its owner sets the interval and
// the documentation gives only the default.
constexpr double kAsDocumented = .9, kAsUsual = .3;

bool is_near(double minutes, double documented) {
  return std::abs(minutes - documented) <= kTolerance * documented;
}

double base_of_period(double minutes) {
  for (const PeriodShare& one : kPeriods)
    if (is_near(minutes, one.minutes)) return one.share;
  return kOtherPeriod;
}

// P(this period | the documented ones). The first one documented is the main one; if several run
// side by side, the shortest hides the others.
double documented_period(const Schedule& schedule, double minutes) {
  const double base = base_of_period(minutes);
  if (schedule.minutes.empty()) return base;
  const auto n = static_cast<double>(schedule.minutes.size());
  const double kept = schedule.kind == ScheduleKind::custom ? kAsUsual : kAsDocumented;
  for (std::size_t i = 0; i < schedule.minutes.size(); ++i)
    if (is_near(minutes, schedule.minutes[i]))
      return kept * (n == 1 ? 1 : i == 0 ? .75 : .25 / (n - 1)) + (1 - kept) * base;
  return (1 - kept) * base;
}

const Rhythm* rhythm_of(const CaseView& view) {
  if (view.rhythms() == nullptr || view.is_mixed()) return nullptr;
  // A program that worked until its password went stale keeps one beat throughout. Successes among
  // the failures or after them may be another program's.
  const bool one_program =
      view.lead->successes > 0 && view.lead->last_success_before_failures != kNever;
  const Rhythm& rhythm = one_program ? view.rhythms()->all : view.rhythms()->failures;
  return rhythm.probability(RhythmModel::too_few) < 1 ? &rhythm : nullptr;
}

// The likelihood of a model up to a common factor: posterior over prior.
double model(const Rhythm& rhythm, std::size_t m) {
  return static_cast<double>(rhythm.posterior[m + 1]) / kRhythmPrior[m + 1];
}

Seen row_of(std::size_t m) {
  return static_cast<Seen>(static_cast<std::size_t>(Seen::rhythm_poisson) + m);
}

// A product's documented schedule against what its class shows.
Refinement by_schedule(std::uint16_t h, const Hypothesis& one, const Rhythm& rhythm) {
  constexpr auto kWorking = static_cast<std::size_t>(RhythmModel::working_hours) - 1;
  constexpr auto kDaily = static_cast<std::size_t>(RhythmModel::daily) - 1;
  const Schedule& schedule = one.product->schedule;
  const auto& kind = kByKind[static_cast<std::size_t>(schedule.kind)];
  const bool hosted = one.mixture[0] >= .5;
  Refinement made{h, 0, 0, confidence_in(schedule.fact, kSeldomRescheduled), ""};
  const double minutes = rhythm.period_s / 60;
  for (std::size_t m = 0; m < kModels; ++m) {
    const double hosted_shows = row(row_of(m)).given[0];
    // A desktop product's schedule never makes night-time activity more likely.
    const bool may_gain = hosted || m == kFixed || m == kDaily || m == kWorking;
    double fact = may_gain ? kind[m] : std::min(kind[m], hosted_shows);
    if (m == kFixed && rhythm.period_s > 0)
      fact *= documented_period(schedule, minutes) / base_of_period(minutes);
    made.given_fact += model(rhythm, m) * fact;
    made.given_base += model(rhythm, m) * hosted_shows;
  }
  made.words = made.given_fact > made.given_base       ? "; it fits its schedule"
               : schedule.kind == ScheduleKind::custom ? ""
                                                       : "; it does not fit its schedule";
  return made;
}

std::string rhythm_in_words(const Rhythm& rhythm) {
  switch (rhythm.best()) {
    case RhythmModel::fixed_period:
      return fmt::format("{} bursts, one every {} (jitter {}, {} missed)", rhythm.bursts,
                         duration_in_words(rhythm.period_s), duration_in_words(rhythm.jitter_s),
                         rhythm.missed);
    case RhythmModel::daily:
      return fmt::format("{} bursts, once a day at the same time", rhythm.bursts);
    case RhythmModel::working_hours:
      return fmt::format("{} bursts, all in working hours", rhythm.bursts);
    case RhythmModel::clustered:
      return fmt::format("{} bursts in sittings, without a beat", rhythm.bursts);
    case RhythmModel::backoff:
      return fmt::format("{} bursts, at growing intervals", rhythm.bursts);
    case RhythmModel::regime_change:
      return fmt::format("{} bursts, at a rate that changes once", rhythm.bursts);
    default:
      return fmt::format("{} bursts at random times", rhythm.bursts);
  }
}

constexpr Micros kPause = 5 * kMinute;  // a longer pause ends a run of tries

// Tries without a longer pause.
struct Run {
  std::vector<Micros> times;
  bool locks = false;  // one of them counted towards a lockout
};

// Only the runs that locked the account; all runs if none did.
std::vector<Run> runs_of(const CaseView& view) {
  constexpr std::size_t kMaxRuns = 256;
  std::vector<std::uint32_t> counted;
  for (const std::uint32_t index : view.one.incidents) {
    const auto& events = view.scene.correlation.incidents[index].counted;
    counted.insert(counted.end(), events.begin(), events.end());
  }
  std::ranges::sort(counted);
  std::vector<Run> runs;
  for (const std::uint32_t event : view.failures) {
    const Micros time = view.scene.events.rows[event].time;
    if (runs.empty() || time - runs.back().times.back() > kPause) {
      if (runs.size() == kMaxRuns) break;
      runs.emplace_back();
    }
    runs.back().times.push_back(time);
    runs.back().locks |= std::ranges::binary_search(counted, event);
  }
  if (std::ranges::any_of(runs, &Run::locks)) std::erase_if(runs, std::not_fn(&Run::locks));
  return runs;
}

double seconds_between(Micros from, Micros to) {
  return static_cast<double>(to - from) / static_cast<double>(kSecond);
}

std::vector<double> sorted_gaps(std::span<const Micros> times) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < times.size(); ++i)
    gaps.push_back(seconds_between(times[i - 1], times[i]));
  std::ranges::sort(gaps);
  return gaps;
}

// Equal gaps, ignoring a tenth of them at either end.
bool is_even(std::span<const double> sorted) {
  const std::size_t few = sorted.size() / 10;
  const double median = sorted[sorted.size() / 2];
  return median > 2 && sorted[sorted.size() - 1 - few] - sorted[few] <= std::max(.1 * median, 1.5);
}

Seen pace_of_run(std::span<const Micros> run) {
  const std::size_t tries = run.size();
  if (tries == 1) return Seen::pace_single;
  const std::vector<double> gaps = sorted_gaps(run);
  const double median = gaps[gaps.size() / 2], longest = gaps.back();
  const bool goes_on = tries >= 20 && seconds_between(run.front(), run.back()) >= 60;
  if (tries >= 100 && median <= 2) return Seen::pace_flood;
  if (goes_on && median <= 30 && is_even(gaps)) return Seen::pace_clocked;
  if (tries >= 60 && median <= 30) return Seen::pace_storm;
  if (goes_on && median <= 30) return Seen::pace_hammer;
  if (tries > 3 && is_even(gaps)) return Seen::pace_even;
  if (goes_on) return Seen::pace_hammer;
  if (median <= 1) return Seen::pace_burst;
  if (longest <= 5) return Seen::pace_quick;
  if (longest <= 15) return Seen::pace_brisk;
  // Rows at the same moment are a double click or a duplicate.
  if (*std::ranges::upper_bound(gaps, 0.0) <= 3) return Seen::pace_again;
  return longest <= 90 ? Seen::pace_typed : Seen::pace_slow;
}

// Uneven tries that go on for many minutes, with pauses in which a person would have asked for
// help.
bool is_long_row(const CaseView& view) {
  constexpr std::size_t kTries = 20;
  constexpr Micros kTogether = 5 * kSecond, kWithin = 2 * kHour;
  std::vector<Micros> times;
  for (const std::uint32_t event : view.failures) {
    const Micros time = view.scene.events.rows[event].time;
    if (times.empty() || time - times.back() > kTogether) times.push_back(time);
  }
  for (std::size_t i = kTries; i <= times.size(); ++i)
    if (times[i - 1] - times[i - kTries] <= kWithin)
      return !is_even(sorted_gaps(std::span(times).subspan(i - kTries, kTries)));
  return false;
}

bool keeps_hours(const Rhythm& rhythm) {
  return rhythm.probability(RhythmModel::working_hours) + rhythm.probability(RhythmModel::daily) >
         .5;
}

// Tries in a row, faster than any schedule: they have a pace, but no rhythm.
bool is_one_run(const Rhythm& rhythm) {
  constexpr float kSchedule_s = 20;
  return rhythm.period_s == 0 && rhythm.median_gap_s < kSchedule_s &&
         2 * rhythm.bursts > rhythm.attempts;
}

// Fewer bursts could miss eight hours by chance.
bool shows_hours(const CaseView& view, const Rhythm& rhythm) {
  return rhythm.bursts >= 16 && view.lead->last - view.lead->first >= 36 * kHour;
}

// The largest count of a row whose time is precise to the minute.
std::uint32_t most_within_row(const CaseView& view) {
  std::uint32_t most = 0;
  for (const std::uint32_t index : view.failures) {
    const Event& event = view.scene.events.rows[index];
    if (event.precision <= Precision::minute) most = std::max(most, event.count);
  }
  return most;
}

}  // namespace

Observations observe_schedule(const CaseView& view) {
  const Rhythm* rhythm = rhythm_of(view);
  if (rhythm == nullptr || is_one_run(*rhythm)) return {};
  Observation made{.signal = &signal("schedule"), .words = rhythm_in_words(*rhythm)};
  for (std::size_t m = 0; m < kModels; ++m) made.given.add(row(row_of(m)).given, model(*rhythm, m));
  // Phones and mail programs fetch every 15 minutes or less often (Apple: Fetch New Data), but a
  // device that sends mail retries sooner.
  constexpr double kFetch_s = 300, kFasterFetch = .1;
  if (rhythm->period_s > 0 && rhythm->period_s < kFetch_s &&
      !sends_mail(view.text(view.lead->client)))
    made.given[Behaviour::device] -= (1 - kFasterFetch) * model(*rhythm, kFixed) *
                                     row(Seen::rhythm_fixed).given[Behaviour::device];
  const auto all = hypotheses();
  for (std::uint16_t h = 0; h < integrations().size(); ++h)
    if (all[h].product->schedule.fact.known() && all[h].category != CauseCategory::password_manager)
      made.facts.push_back(by_schedule(h, all[h], *rhythm));
  const auto& attempts = view.lead->attempts;
  made.events.assign(
      attempts.end() - static_cast<std::ptrdiff_t>(std::min(attempts.size(), kRowsShown)),
      attempts.end());
  return {made};
}

Observations observe_hours(const CaseView& view) {
  constexpr std::size_t kQuiet = 8;
  const Rhythm* rhythm = rhythm_of(view);
  // The working-hours model has already counted this, and a daily run has only one hour.
  if (rhythm == nullptr || !shows_hours(view, *rhythm) || keeps_hours(*rhythm)) return {};
  std::uint32_t all = 0, least = ~0U;
  for (std::size_t from = 0; from < 24; ++from) {
    std::uint32_t inside = 0;
    for (std::size_t i = 0; i < kQuiet; ++i) inside += rhythm->hours_utc[(from + i) % 24];
    least = std::min(least, inside);
    all += rhythm->hours_utc[from];
  }
  const double quiet = static_cast<double>(least) / std::max(all, 1U);
  const Seen what = quiet < .02   ? Seen::hours_day
                    : quiet < .10 ? Seen::hours_some
                                  : Seen::hours_all;
  return {seen(view, what, fmt::format("{}: {} of {} bursts", row(what).words, least, all))};
}

Observations observe_clock(const CaseView& view) {
  const std::string& zone = view.scene.site.time_zone;
  if (zone.empty() || view.failures.empty() || !view.has_clock()) return {};
  const Rhythm* rhythm = rhythm_of(view);
  if (rhythm != nullptr && (keeps_hours(*rhythm) || shows_hours(view, *rhythm))) return {};
  const auto runs = runs_of(view);
  const auto outside = static_cast<std::size_t>(std::ranges::count_if(runs, [&](const Run& run) {
    const Micros time = run.times.front();
    return !in_working_hours(time + utc_offset_minutes(zone, time) * kMinute);
  }));
  return {seen(view, outside == 0                 ? Seen::clock_work
                     : 2 * outside <= runs.size() ? Seen::clock_some
                                                  : Seen::clock_off)};
}

Observations observe_pace(const CaseView& view) {
  constexpr std::uint32_t kStorm = 60;
  if (const std::uint32_t most = most_within_row(view); most >= kStorm)
    return {seen(view, Seen::pace_storm, fmt::format("one row counts {} tries", most))};
  if (view.failures.size() < 2 || view.scene.correlation.coverage.precision > Precision::second)
    return {};
  // With one or two tries per address there is no pace to measure.
  if (view.is_campaign() && view.one.addresses >= kManyAddresses &&
      view.failures.size() <= 2 * view.lead->addresses.size())
    return {};
  const auto runs = runs_of(view);
  std::array<std::size_t, kSeenRows> count{};
  for (const Run& run : runs) ++count[static_cast<std::size_t>(pace_of_run(run.times))];
  // One long run outweighs any number of short ones; ties go to the slower pace.
  Seen what = Seen::pace_single;
  for (auto pace = Seen::pace_single; pace <= Seen::pace_flood; pace = next(pace)) {
    const std::size_t n = count[static_cast<std::size_t>(pace)];
    const bool long_row = pace >= Seen::pace_hammer;
    if (n > 0 && (long_row || n >= count[static_cast<std::size_t>(what)])) what = pace;
  }
  if (what < Seen::pace_hammer && what != Seen::pace_even && is_long_row(view))
    return {seen(view, Seen::pace_hammer, "20 or more unevenly spaced tries within two hours")};
  if (runs.size() == 1) return {seen(view, what)};
  return {seen(view, what,
               fmt::format("{}: {} of {} runs", row(what).words,
                           count[static_cast<std::size_t>(what)], runs.size()))};
}

Observations observe_sittings(const CaseView& view) {
  constexpr Micros kApart = kHour / 2;
  constexpr std::size_t kMinFailures = 3;
  if (view.first == nullptr || view.lead == nullptr || !view.has_clock()) return {};
  std::size_t failures = 0, sittings = 0;
  Micros last = 0;
  for (const std::uint32_t event : view.first->counted) {
    if (!std::ranges::binary_search(view.lead->attempts, event)) continue;
    const Micros time = view.scene.events.rows[event].time;
    if (failures++ == 0 || time - last > kApart) ++sittings;
    last = time;
  }
  if (failures < kMinFailures) return {};
  return {seen(view, sittings == 1   ? Seen::sitting_one
                     : sittings == 2 ? Seen::sitting_two
                                     : Seen::sitting_many)};
}

}  // namespace whylocked::attribution
