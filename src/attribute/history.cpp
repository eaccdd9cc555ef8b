// Signals about what the caller did before and after: onset, earlier success, recovery.
//
// Onset at a known change: the Bayes factor of "a new rate of failures since the change" against
// "one rate all along" (rates.hpp). It counts only when the later rate is the higher one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "attribute/rates.hpp"
#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

constexpr std::size_t kLookBack = 4096;  // attempts; bounds the work an incident costs
constexpr Micros kRecoveryTime = kHour;  // from the unlock (or the lock) to the success

Decibans10 onset_db10(double n1, double t1, double n2, double t2, Decibans10 cap) {
  if (n2 == 0 || t1 <= 0 || t2 <= 0 || n2 / t2 <= n1 / t1) return 0;
  return std::clamp(static_cast<Decibans10>(std::lround(100 * log10_rate_change(n1, t1, n2, t2))),
                    0, cap);
}

std::string_view change_in_words(TriggerKind kind) {
  switch (kind) {
    case TriggerKind::password_changed:
      return "the password was changed";
    case TriggerKind::password_expired:
      return "the password expired";
    default:
      return "the username was changed";
  }
}

// Of attempts, the first behind this event.
std::size_t behind(const Situation& one, std::uint32_t event) {
  const auto& attempts = one.origin.attempts;
  return static_cast<std::size_t>(std::upper_bound(attempts.begin(), attempts.end(), event) -
                                  attempts.begin());
}

std::string when(const Situation& one, std::uint32_t event) {
  return to_rfc3339(one.events.rows[event].time);
}

// Seen::onset_change, in tenths, of the Bayes factor.
JudgementBook::Shared worth_of_onset(const Situation& one, Decibans10 db10) {
  return one.judgements().judge(
      {Asked::onset, static_cast<std::uint64_t>(db10)}, [&](EvidenceWeights& worth) {
        const auto all = rivals();
        for (std::size_t i = 0; i < all.size(); ++i)
          worth.db10[i] = db10 * weight(Seen::onset_change, all[i].of) / 100;
      });
}

void look_at_change(const Situation& one, std::vector<Finding>& out) {
  const Micros change = one.incident.trigger.at;
  const auto& attempts = one.origin.attempts;
  const auto& rows = one.events.rows;
  const AttemptIndex& callers = *one.scene.callers;
  const std::size_t end = behind(one, one.counted.back());
  const std::size_t begin = end - std::min(end, kLookBack);
  const Micros from = begin == 0 ? rows.front().time : rows[attempts[begin]].time;
  const auto at_change =
      std::lower_bound(attempts.begin() + static_cast<std::ptrdiff_t>(begin),
                       attempts.begin() + static_cast<std::ptrdiff_t>(end), change,
                       [&](std::uint32_t event, Micros time) { return rows[event].time < time; });
  const auto middle = static_cast<std::size_t>(at_change - attempts.begin());
  const double before = callers.failures(one.blame.caller, begin, middle),
               after = callers.failures(one.blame.caller, middle, end);
  const auto seconds = [](Micros span) { return static_cast<double>(span) / 1e6; };
  const Decibans10 db10 = onset_db10(before, seconds(change - from), after,
                                     seconds(std::max(one.incident.locked_at - change, kSecond)),
                                     one.scene.tuning.onset_cap);
  if (db10 == 0) return;
  const Micros delay = rows[one.counted.front()].time - change;
  Finding& finding = out.emplace_back(
      "onset",
      fmt::format("{} failures since {} at {} (the first {} later), {} before", after,
                  change_in_words(one.incident.trigger.kind), to_rfc3339(change),
                  in_words(seconds(std::max<Micros>(delay, 0))), before),
      RowsShown{one.incident.trigger.event}, worth_of_onset(one, db10));
  for (const std::uint32_t row : one.counted.first(std::min(one.counted.size(), kRowsShown)))
    finding.events.add(row);
}

}  // namespace

void look_at_onset(const Situation& one, std::vector<Finding>& out) {
  if (one.counted.empty()) return;
  const TriggerKind kind = one.incident.trigger.kind;
  if (kind != TriggerKind::none_seen && kind != TriggerKind::unknown) {
    look_at_change(one, out);
  } else if (const auto success = one.origin.last_success_before_failures;
             success && *success < one.events.rows[one.counted.front()].time) {
    out.emplace_back("onset",
                     fmt::format("this caller succeeded until {}, since {} it only fails",
                                 to_rfc3339(*success), when(one, one.counted.front())),
                     one.counted, one.judgements().judge(Seen::onset_flip));
  }
}

void look_at_earlier_success(const Situation& one, std::vector<Finding>& out) {
  if (one.counted.empty() || !one.scene.correlation.coverage.successes) return;
  if (one.origin.successes == 0) {
    out.emplace_back("earlier-success",
                     "this caller never got in, although the export shows successes", one.counted,
                     one.judgements().judge(Seen::never_succeeded));
    return;
  }
  const auto& attempts = one.origin.attempts;
  const std::size_t n = std::min(attempts.size(), kLookBack);
  const std::size_t first = one.scene.callers->next_success(one.blame.caller, 0, n);
  if (first == n || attempts[first] >= one.counted.front()) return;
  out.emplace_back(
      "earlier-success",
      fmt::format("this caller got in before, first at {}", when(one, attempts[first])),
      RowsShown{attempts[first]}, one.judgements().judge(Seen::earlier_success));
}

void look_at_recovery(const Situation& one, std::vector<Finding>& out) {
  const Periodicity& rhythm = one.origin.rhythm;
  const std::uint64_t few = 2 * std::uint64_t{one.scene.correlation.policy.threshold};
  if (one.counted.empty() || one.origin.successes == 0 || one.origin.users_failed >= 5 ||
      rhythm.shape == RhythmShape::fixed_period || one.counted.size() > few ||
      one.blame.failed_after_lock > few)
    return;
  const Micros until = one.incident.unlocked_at.value_or(one.incident.locked_at) + kRecoveryTime;
  const auto& attempts = one.origin.attempts;
  const std::size_t success = one.scene.callers->next_success(
      one.blame.caller, behind(one, one.counted.back()), attempts.size());
  if (success == attempts.size()) return;
  const Micros last = one.events.rows[one.counted.back()].time;
  const Micros time = one.events.rows[attempts[success]].time;
  if (time > until) return;
  out.emplace_back("recovery",
                   fmt::format("the same place and client got in {} after the last failure",
                               in_words(static_cast<double>(time - last) / 1e6)),
                   RowsShown{one.counted.back(), attempts[success]},
                   one.judgements().judge(Seen::recovers));
}

void look_at_recurrence(const Situation& one, std::vector<Finding>& out) {
  const std::uint32_t lockouts = one.scene.lockouts_of_origin[one.blame.caller];
  if (lockouts < 2) return;
  out.emplace_back(
      "recurrence", fmt::format("this caller had a part in {} lockouts of the account", lockouts),
      one.counted, one.judgements().judge(lockouts == 2 ? Seen::recurs_twice : Seen::recurs_often));
}

}  // namespace whylocked::old
