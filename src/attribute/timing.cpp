// Signals about time: the beat of the runs, the pace inside them, what happens after the lock.
// A product's own documented schedule outranks what its class would say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

constexpr std::size_t kHammered = 20;         // tries in a row; parallel calls were seen to make 15
constexpr std::uint32_t kRunsOfDisorder = 8;  // fewer may have a beat that does not show

RowsShown last_attempts(const Caller& origin) {
  const auto& attempts = origin.attempts;
  return std::span(attempts).last(std::min(attempts.size(), kRowsShown));
}

// Nothing is seen of the caller but the locks that it makes.
bool shows_only_locks(const Caller& origin) {
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

std::string rhythm_in_words(const Periodicity& rhythm) {
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

// For each rival the documented minutes that the beat fits; 0: none.
std::vector<double> minutes_that_fit(const Periodicity& rhythm, bool locks) {
  const auto all = rivals();
  std::vector<double> minutes(all.size(), 0.0);
  if (rhythm.shape != RhythmShape::fixed_period && rhythm.shape != RhythmShape::nightly)
    return minutes;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].product != nullptr)
      minutes[i] =
          matching_minutes(all[i].product->schedule, rhythm.period_s, locks ? kMaxRunsALock : 1);
  return minutes;
}

// Rivals of which a schedule is known; of the others the class stands.
bool has_schedule(const Hypothesis& rival) {
  return rival.product != nullptr && rival.of != RivalClass::password_manager &&
         rival.product->schedule.fact.known();
}

void judge_rhythms(const Periodicity& rhythm, bool locks, const std::vector<double>& minutes,
                   EvidenceWeights& worth) {
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!has_schedule(all[i])) continue;
    const Schedule& schedule = all[i].product->schedule;
    const Decibans10 usual = believed(by_kind(rhythm.shape, schedule.kind), trust(schedule.fact));
    if (minutes[i] > 0) {
      const auto weight = locks ? lock_period_weight : period_match_weight;
      const Decibans10 match = weight(rhythm.period_s / 60, schedule_trust(schedule, minutes[i]));
      worth.db10[i] = schedule.kind == ScheduleKind::custom ? std::max(match, usual) : match;
    } else {
      worth.db10[i] =
          rhythm.shape == RhythmShape::fixed_period && contradicts(schedule, rhythm.period_s, locks)
              ? believed(kOtherPeriod, trust(schedule.fact))
              : usual;
    }
  }
}

std::shared_ptr<std::vector<std::string>> words_of_schedules(const std::vector<double>& minutes) {
  const auto all = rivals();
  auto words = std::make_shared<std::vector<std::string>>(all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (has_schedule(all[i]))
      (*words)[i] = minutes[i] > 0
                        ? fmt::format("; it is known to run every {}", in_words(minutes[i] * 60))
                        : "; its schedule: " + std::string(all[i].product->schedule.fact.value);
  return words;
}

JudgementBook::Shared worth_of_rhythm(const Situation& one, const Periodicity& rhythm, bool locks) {
  std::vector<double> minutes = minutes_that_fit(rhythm, locks);
  EvidenceWeights worth;
  worth.add(rhythm.shape == RhythmShape::fixed_period    ? Seen::schedule_fixed
            : rhythm.shape == RhythmShape::nightly       ? Seen::schedule_daily
            : rhythm.shape == RhythmShape::working_hours ? Seen::schedule_working_hours
            : rhythm.shape == RhythmShape::irregular     ? Seen::schedule_irregular
                                                         : Seen::schedule_round_the_clock);
  judge_rhythms(rhythm, locks, minutes, worth);
  auto& words = one.scene.memory->schedules[minutes];
  if (!words) words = words_of_schedules(minutes);
  worth.more = words;
  return one.judgements().same_as(std::move(worth));
}

std::optional<Finding> find_schedule(const Situation& one) {
  const Periodicity& rhythm = one.origin.rhythm;
  if (rhythm.shape == RhythmShape::too_few) return std::nullopt;
  if (rhythm.shape == RhythmShape::irregular && rhythm.runs < kRunsOfDisorder) return std::nullopt;
  const bool locks = shows_only_locks(one.origin);
  std::string words = rhythm_in_words(rhythm);
  if (locks) words = "of the locks alone: " + words;
  return Finding("schedule", std::move(words), last_attempts(one.origin),
                 worth_of_rhythm(one, rhythm, locks));
}

bool mostly_equal_gaps(const std::vector<double>& sorted_gaps) {
  return sorted_gaps.back() - sorted_gaps.front() <= 0.2 * sorted_gaps[sorted_gaps.size() / 2];
}

// Of a few tries; empty for more, which nobody types.
std::vector<double> sorted_gaps_s(const Situation& one) {
  std::vector<double> gaps;
  if (one.counted.size() > 10) return gaps;
  for (std::size_t i = 1; i < one.counted.size(); ++i)
    gaps.push_back(static_cast<double>(one.events.rows[one.counted[i]].time -
                                       one.events.rows[one.counted[i - 1]].time) /
                   static_cast<double>(kSecond));
  std::sort(gaps.begin(), gaps.end());
  return gaps;
}

double span_s(const Situation& one) {
  return static_cast<double>(one.events.rows[one.counted.back()].time -
                             one.events.rows[one.counted.front()].time) /
         static_cast<double>(kSecond);
}

// Guessing is one long row of tries without a pause; polling with retries is many short ones.
bool is_hammer(const Situation& one) {
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

bool hammers(const Situation& one) {
  auto& known = one.memo.hammers;
  if (!known) known = is_hammer(one);
  return *known;
}

// Tries in two sittings or more, hours apart, none of them a success: the counter would be clear.
bool in_sittings(const Situation& one) {
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
bool typed(const Situation& one, const std::vector<double>& gaps) {
  if (gaps.empty()) return false;
  const double median = gaps[gaps.size() / 2];
  const std::uint64_t little = 3 * std::uint64_t{one.scene.correlation.policy.threshold};
  return median >= 5 && median <= 180 && span_s(one) <= 900 && !mostly_equal_gaps(gaps) &&
         one.origin.failures <= little && one.origin.rhythm.shape != RhythmShape::fixed_period;
}

// Failures on the locked account after the time in which a person gives up: how many, the first
// ones, and from first to last.
struct LongAfter {
  std::size_t count = 0;
  RowsShown rows;
  Micros span = 0;
};

LongAfter long_after_lock(const Situation& one) {
  constexpr Micros kPatience = 15 * kMinute;
  const auto& rows = one.events.rows;
  const auto& attempts = one.origin.attempts;
  const std::uint32_t origin = one.blame.caller;
  const AttemptIndex& callers = *one.scene.callers;
  const auto begin_of = [&](std::ptrdiff_t from, Micros time) {
    return std::lower_bound(attempts.begin() + from, attempts.end(), time,
                            [&](std::uint32_t event, Micros at) { return rows[event].time < at; }) -
           attempts.begin();
  };
  const Incident& incident = one.incident;
  const auto after = begin_of(0, incident.locked_at + kPatience + 1);
  const auto from = static_cast<std::size_t>(after);
  const std::size_t to = incident.unlocked_at
                             ? static_cast<std::size_t>(begin_of(after, *incident.unlocked_at))
                             : attempts.size();
  LongAfter found;
  found.count = callers.failures(origin, from, to);
  if (found.count == 0) return found;
  for (std::size_t n = 1; n <= std::min(found.count, kRowsShown); ++n)
    found.rows.add(attempts[callers.nth_failure(origin, from, to, n)]);
  const std::size_t last = callers.nth_failure(origin, from, to, found.count);
  found.span = rows[attempts[last]].time - rows[found.rows.rows[0]].time;
  return found;
}

}  // namespace

void look_at_schedule(const Situation& one, std::vector<Finding>& out) {
  auto& known = one.memo.schedule;
  if (!known) known.emplace(find_schedule(one));
  if (*known) out.push_back(**known);
}

void look_at_pace(const Situation& one, std::vector<Finding>& out) {
  if (one.counted.size() < 2) return;
  const bool exact = one.scene.correlation.coverage.precision <= Precision::second;
  const Periodicity& rhythm = one.origin.rhythm;
  const auto push = [&](Seen seen, std::string words) {
    out.emplace_back("pace", std::move(words), one.counted, one.judgements().judge(seen));
  };
  if (exact && rhythm.median_gap_s <= 20 && hammers(one)) {
    push(Seen::pace_hammer, fmt::format("{} failures, half of them within {:.3g} s of the one "
                                        "before",
                                        one.origin.failures, rhythm.median_gap_s));
  } else if (exact && one.counted.size() >= 4 && span_s(one) <= 10) {
    push(Seen::pace_burst, fmt::format("{} failures within {:.0f} s", one.counted.size(),
                                       std::max(1.0, span_s(one))));
  } else if (const auto gaps = sorted_gaps_s(one); typed(one, gaps)) {
    push(Seen::pace_human, fmt::format("{} tries, unevenly {} apart, within {}", one.counted.size(),
                                       in_words(gaps[gaps.size() / 2]), in_words(span_s(one))));
  } else if (in_sittings(one)) {
    push(Seen::pace_sittings, fmt::format("{} failures in sittings hours apart, over {}",
                                          one.counted.size(), in_words(span_s(one))));
  }
}

void look_at_persistence(const Situation& one, std::vector<Finding>& out) {
  const Incident& incident = one.incident;
  if (incident.counted.empty()) return;
  if (const LongAfter after = long_after_lock(one); after.count >= 3 && after.span >= kHour) {
    out.emplace_back("persistence",
                     fmt::format("tried {} more times while the account was locked, "
                                 "{} of them more than a quarter of an hour later",
                                 one.blame.failed_after_lock, after.count),
                     after.rows, one.judgements().judge(Seen::goes_on));
    return;
  }
  const Micros watched =
      incident.unlocked_at.value_or(one.events.rows.back().time) - incident.locked_at;
  const auto three_beats =
      static_cast<Micros>(3 * one.origin.rhythm.period_s * static_cast<double>(kSecond));
  if (one.blame.failed_after_lock == 0 && one.scene.shows_locked_attempts &&
      watched >= std::max(kHour, three_beats))
    out.emplace_back("persistence", "did not try again while the account was locked", one.counted,
                     one.judgements().judge(Seen::stops));
}

}  // namespace whylocked::old
