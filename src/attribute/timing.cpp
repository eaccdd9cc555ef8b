// Signals about time: the beat of the runs, the pace inside them, what happens after the lock.
// A product's own documented schedule outranks what its class would say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "attribute/signals.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kHammered = 20;         // tries in a row; parallel calls were seen to make 15
constexpr std::uint32_t kRunsOfDisorder = 8;  // fewer may have a beat that does not show

std::vector<std::uint32_t> last_attempts(const Origin& origin) {
  const std::size_t n = std::min(origin.attempts.size(), kRowsShown);
  return {origin.attempts.end() - static_cast<std::ptrdiff_t>(n), origin.attempts.end()};
}

// Nothing is seen of the caller but the locks that it makes.
bool shows_only_locks(const Origin& origin) {
  return origin.failures == 0 && origin.successes == 0;
}

// The documented period that the measured one equals, or of which it is every second to `most`th
// run, in minutes; 0 if none is.
double matching_minutes(const Schedule& schedule, double period_s, unsigned most) {
  for (unsigned runs = 1; runs <= most; ++runs)
    for (const std::uint32_t minutes : schedule.minutes) {
      const double expected = runs * minutes * 60.0;
      if (std::abs(period_s - expected) <= kPeriodTolerance * expected) return minutes;
    }
  return 0;
}

// A period of locks that no period of runs explains; one that runs more often may have been
// unlocked late.
bool contradicts(const Schedule& schedule, double period_s, bool locks) {
  if (schedule.kind != ScheduleKind::interval || schedule.minutes.empty()) return false;
  const double shortest =
      60.0 * *std::min_element(schedule.minutes.begin(), schedule.minutes.end());
  return !locks || shortest > period_s * (1 + kPeriodTolerance);
}

// A period that is one of several (also a nightly run) or merely usual is believed one band less.
Trust schedule_trust(const Schedule& schedule, double minutes) {
  const Trust of = trust(schedule.fact);
  const bool main = schedule.minutes.front() == minutes && schedule.kind != ScheduleKind::custom;
  return main || of == Trust::weak ? of : static_cast<Trust>(static_cast<int>(of) - 1);
}

Decibans10 by_kind(RhythmShape shape, ScheduleKind kind) {
  switch (shape) {
    case RhythmShape::fixed_period:
      return fixed_period_weight(kind);
    case RhythmShape::nightly:
      return daily_weight(kind);
    case RhythmShape::working_hours:
      return working_hours_weight(kind);
    case RhythmShape::irregular:
      return irregular_weight(kind);
    default:
      return round_the_clock_weight(kind);
  }
}

std::string rhythm_in_words(const Rhythm& rhythm) {
  switch (rhythm.shape) {
    case RhythmShape::fixed_period:
      return fmt::format("{} runs, one every {} (jitter {}, {} beats missed)", rhythm.runs,
                         in_words(rhythm.period_s), in_words(rhythm.jitter_s), rhythm.missed);
    case RhythmShape::nightly:
      return fmt::format("{} runs, once a day at the same hour", rhythm.runs);
    case RhythmShape::working_hours:
      return fmt::format("{} runs, all on working days between 7 and 19, no beat", rhythm.runs);
    case RhythmShape::irregular:
      return fmt::format("{} runs, no beat", rhythm.runs);
    default:
      return fmt::format("{} runs around the clock, no beat", rhythm.runs);
  }
}

void judge_products(const Rhythm& rhythm, bool locks, const std::string& words, Finding& finding) {
  const auto all = rivals();
  const bool beat =
      rhythm.shape == RhythmShape::fixed_period || rhythm.shape == RhythmShape::nightly;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Integration* product = all[i].product;
    if (product == nullptr || all[i].of == RivalClass::password_manager) continue;
    const Schedule& schedule = product->schedule;
    if (!schedule.fact.known()) continue;  // silent: the class stands
    const double minutes =
        beat ? matching_minutes(schedule, rhythm.period_s, locks ? kMostRunsALock : 1) : 0;
    const Decibans10 usual = believed(by_kind(rhythm.shape, schedule.kind), trust(schedule.fact));
    if (minutes > 0) {
      const auto weight = locks ? lock_period_weight : period_match_weight;
      const Decibans10 match = weight(rhythm.period_s / 60, schedule_trust(schedule, minutes));
      finding.db10[i] = schedule.kind == ScheduleKind::custom ? std::max(match, usual) : match;
      finding.own.emplace_back(
          i, fmt::format("{}; it is known to run every {}", words, in_words(minutes * 60)));
    } else {
      finding.db10[i] =
          rhythm.shape == RhythmShape::fixed_period && contradicts(schedule, rhythm.period_s, locks)
              ? believed(kOtherPeriod, trust(schedule.fact))
              : usual;
      finding.own.emplace_back(i, words + "; its schedule: " + std::string(schedule.fact.value));
    }
  }
}

bool mostly_equal_gaps(const std::vector<double>& sorted_gaps) {
  return sorted_gaps.back() - sorted_gaps.front() <= 0.2 * sorted_gaps[sorted_gaps.size() / 2];
}

std::vector<double> sorted_gaps_s(const Case& one) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < one.counted.size(); ++i)
    gaps.push_back(static_cast<double>(one.events.rows[one.counted[i]].time -
                                       one.events.rows[one.counted[i - 1]].time) /
                   static_cast<double>(kSecond));
  std::sort(gaps.begin(), gaps.end());
  return gaps;
}

double span_s(const Case& one) {
  return static_cast<double>(one.events.rows[one.counted.back()].time -
                             one.events.rows[one.counted.front()].time) /
         static_cast<double>(kSecond);
}

// Guessing is one long row of tries without a pause; polling with retries is many short ones.
bool hammers(const Case& one) {
  constexpr Micros kPause = 30 * kSecond, kLong = 2 * kMinute;
  std::size_t row = 0;
  Micros before = 0, first = 0;
  for (const std::uint32_t index : one.origin.attempts) {
    const Event& event = one.events.rows[index];
    if (event.kind != EventKind::login_failed) continue;
    if (row == 0 || event.time - before > kPause) row = 0, first = event.time;
    ++row;
    before = event.time;
    if ((row >= kHammered && before - first >= kLong) || row >= 3 * kHammered) return true;
  }
  return false;
}

// Tries in two sittings or more, hours apart, none of them a success: the counter would be clear.
bool in_sittings(const Case& one) {
  constexpr Micros kApart = 2 * kHour;
  const RhythmShape shape = one.origin.rhythm.shape;
  if (shape == RhythmShape::fixed_period || shape == RhythmShape::nightly) return false;
  std::size_t sittings = 1;
  for (std::size_t i = 1; i < one.counted.size(); ++i)
    sittings +=
        one.events.rows[one.counted[i]].time - one.events.rows[one.counted[i - 1]].time >= kApart;
  return sittings >= 2;
}

// A few tries by hand: 5 s to 3 min apart, not evenly, and the caller has little else to show.
bool typed(const Case& one, const std::vector<double>& gaps) {
  if (gaps.empty() || one.counted.size() > 10) return false;
  const double median = gaps[gaps.size() / 2];
  const std::uint64_t little = 3 * std::uint64_t{one.scene.correlation.policy.threshold};
  return median >= 5 && median <= 180 && span_s(one) <= 900 && !mostly_equal_gaps(gaps) &&
         one.origin.failures <= little && one.origin.rhythm.shape != RhythmShape::fixed_period;
}

// Failures on the locked account after the time in which a person gives up.
std::vector<std::uint32_t> long_after_lock(const Case& one) {
  constexpr Micros kPatience = 15 * kMinute;
  const Incident& incident = one.incident;
  const Micros until = incident.unlocked_at.value_or(one.events.rows.back().time + 1);
  std::vector<std::uint32_t> rows;
  const auto& attempts = one.origin.attempts;
  const auto after = std::upper_bound(
      attempts.begin(), attempts.end(), incident.locked_at + kPatience,
      [&](Micros at, std::uint32_t event) { return at < one.events.rows[event].time; });
  for (auto it = after; it != attempts.end() && one.events.rows[*it].time < until; ++it)
    if (one.events.rows[*it].kind == EventKind::login_failed) rows.push_back(*it);
  return rows;
}

bool spans_an_hour(const Case& one, const std::vector<std::uint32_t>& rows) {
  return one.events.rows[rows.back()].time - one.events.rows[rows.front()].time >= kHour;
}

}  // namespace

void look_at_schedule(const Case& one, std::vector<Finding>& out) {
  const Rhythm& rhythm = one.origin.rhythm;
  if (rhythm.shape == RhythmShape::too_few) return;
  if (rhythm.shape == RhythmShape::irregular && rhythm.runs < kRunsOfDisorder) return;
  const bool locks = shows_only_locks(one.origin);
  std::string words = rhythm_in_words(rhythm);
  if (locks) words = "of the locks alone: " + words;
  Finding finding("schedule", words, last_attempts(one.origin));
  finding.add(rhythm.shape == RhythmShape::fixed_period    ? Seen::schedule_fixed
              : rhythm.shape == RhythmShape::nightly       ? Seen::schedule_daily
              : rhythm.shape == RhythmShape::working_hours ? Seen::schedule_working_hours
              : rhythm.shape == RhythmShape::irregular     ? Seen::schedule_irregular
                                                           : Seen::schedule_round_the_clock);
  judge_products(rhythm, locks, words, finding);
  out.push_back(std::move(finding));
}

void look_at_pace(const Case& one, std::vector<Finding>& out) {
  if (one.counted.size() < 2) return;
  const bool exact = one.scene.correlation.sight.precision <= Precision::second;
  const Rhythm& rhythm = one.origin.rhythm;
  if (exact && rhythm.median_gap_s <= 20 && hammers(one)) {
    const std::string words = fmt::format(
        "{} failures, half of them within {:.3g} s of the one "
        "before",
        one.origin.failures, rhythm.median_gap_s);
    out.push_back(std::move(Finding("pace", words, one.counted).add(Seen::pace_hammer)));
  } else if (exact && one.counted.size() >= 4 && span_s(one) <= 10) {
    const std::string words =
        fmt::format("{} failures within {:.0f} s", one.counted.size(), std::max(1.0, span_s(one)));
    out.push_back(std::move(Finding("pace", words, one.counted).add(Seen::pace_burst)));
  } else if (const auto gaps = sorted_gaps_s(one); typed(one, gaps)) {
    const std::string words =
        fmt::format("{} tries, unevenly {} apart, within {}", one.counted.size(),
                    in_words(gaps[gaps.size() / 2]), in_words(span_s(one)));
    out.push_back(std::move(Finding("pace", words, one.counted).add(Seen::pace_human)));
  } else if (in_sittings(one)) {
    const std::string words = fmt::format("{} failures in sittings hours apart, over {}",
                                          one.counted.size(), in_words(span_s(one)));
    out.push_back(std::move(Finding("pace", words, one.counted).add(Seen::pace_sittings)));
  }
}

void look_at_persistence(const Case& one, std::vector<Finding>& out) {
  const Incident& incident = one.incident;
  if (incident.counted.empty()) return;
  if (const auto rows = long_after_lock(one); rows.size() >= 3 && spans_an_hour(one, rows)) {
    const std::string words = fmt::format(
        "tried {} more times while the account was locked, "
        "{} of them more than a quarter of an hour later",
        one.blame.failed_after_lock, rows.size());
    out.push_back(std::move(Finding("persistence", words, rows).add(Seen::goes_on)));
    return;
  }
  const Micros watched =
      incident.unlocked_at.value_or(one.events.rows.back().time) - incident.locked_at;
  const auto three_beats =
      static_cast<Micros>(3 * one.origin.rhythm.period_s * static_cast<double>(kSecond));
  if (one.blame.failed_after_lock == 0 && one.scene.shows_locked_attempts &&
      watched >= std::max(kHour, three_beats))
    out.push_back(std::move(
        Finding("persistence", "did not try again while the account was locked", one.counted)
            .add(Seen::stops)));
}

}  // namespace whylocked
