// Signals about what the caller did before and after: onset, earlier success, recovery.
//
// Onset at a known change: the Bayes factor of "a new rate of failures since the change" against
// "one rate all along" (rates.hpp). It counts only when the later rate is the higher one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "attribute/rates.hpp"
#include "attribute/signals.hpp"

namespace whylocked {

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

bool failed(const Case& one, std::uint32_t event) {
  return one.events.rows[event].kind == EventKind::login_failed;
}

void look_at_change(const Case& one, std::vector<Finding>& out) {
  const Micros change = one.incident.trigger.at;
  const auto& attempts = one.origin.attempts;
  const auto end = std::upper_bound(attempts.begin(), attempts.end(), one.counted.back());
  const auto begin = end - std::min<std::ptrdiff_t>(end - attempts.begin(), kLookBack);
  const Micros from =
      begin == attempts.begin() ? one.events.rows.front().time : one.events.rows[*begin].time;
  double before = 0, after = 0;
  for (auto it = begin; it != end; ++it)
    if (failed(one, *it)) ++(one.events.rows[*it].time < change ? before : after);
  const auto seconds = [](Micros span) { return static_cast<double>(span) / 1e6; };
  const Decibans10 db10 = onset_db10(before, seconds(change - from), after,
                                     seconds(std::max(one.incident.locked_at - change, kSecond)),
                                     one.scene.tuning.onset_cap);
  if (db10 == 0) return;
  const Micros delay = one.events.rows[one.counted.front()].time - change;
  Finding finding("onset",
                  fmt::format("{} failures since {} at {} (the first {} later), {} before", after,
                              change_in_words(one.incident.trigger.kind), to_rfc3339(change),
                              in_words(seconds(std::max<Micros>(delay, 0))), before),
                  {one.incident.trigger.event});
  finding.events.insert(finding.events.end(), one.counted.begin(),
                        one.counted.begin() + static_cast<std::ptrdiff_t>(
                                                  std::min(one.counted.size(), kRowsShown - 1)));
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i)
    finding.db10[i] = db10 * weight(Seen::onset_change, all[i].of) / 100;
  out.push_back(std::move(finding));
}

}  // namespace

void look_at_onset(const Case& one, std::vector<Finding>& out) {
  if (one.counted.empty()) return;
  const TriggerKind kind = one.incident.trigger.kind;
  if (kind != TriggerKind::none_seen && kind != TriggerKind::unknown) {
    look_at_change(one, out);
  } else if (const auto success = one.origin.last_success_before_failures;
             success && *success < one.events.rows[one.counted.front()].time) {
    out.push_back(
        std::move(Finding("onset",
                          fmt::format("this caller succeeded until {}, since {} it only fails",
                                      to_rfc3339(*success),
                                      to_rfc3339(one.events.rows[one.counted.front()].time)),
                          one.counted)
                      .add(Seen::onset_flip)));
  }
}

void look_at_earlier_success(const Case& one, std::vector<Finding>& out) {
  if (one.counted.empty() || !one.scene.correlation.sight.successes) return;
  if (one.origin.successes == 0) {
    out.push_back(std::move(Finding("earlier-success",
                                    "this caller never got in, although the export shows successes",
                                    one.counted)
                                .add(Seen::never_succeeded)));
    return;
  }
  const auto& attempts = one.origin.attempts;
  const std::size_t n = std::min(attempts.size(), kLookBack);
  for (std::size_t i = 0; i < n && attempts[i] < one.counted.front(); ++i) {
    if (failed(one, attempts[i])) continue;
    out.push_back(std::move(Finding("earlier-success",
                                    fmt::format("this caller got in before, first at {}",
                                                to_rfc3339(one.events.rows[attempts[i]].time)),
                                    {attempts[i]})
                                .add(Seen::earlier_success)));
    return;
  }
}

void look_at_recovery(const Case& one, std::vector<Finding>& out) {
  const Rhythm& rhythm = one.origin.rhythm;
  const std::uint64_t few = 2 * std::uint64_t{one.scene.correlation.policy.threshold};
  if (one.counted.empty() || one.origin.successes == 0 || one.origin.users_failed >= 5 ||
      rhythm.shape == RhythmShape::fixed_period || one.counted.size() > few ||
      one.blame.failed_after_lock > few)
    return;
  const Micros until = one.incident.unlocked_at.value_or(one.incident.locked_at) + kRecoveryTime;
  const auto& attempts = one.origin.attempts;
  for (auto it = std::upper_bound(attempts.begin(), attempts.end(), one.counted.back());
       it != attempts.end() && one.events.rows[*it].time <= until; ++it) {
    if (failed(one, *it)) continue;
    const double later =
        static_cast<double>(one.events.rows[*it].time - one.events.rows[one.counted.back()].time) /
        1e6;
    out.push_back(
        std::move(Finding("recovery",
                          fmt::format("the same place and client got in {} after the last failure",
                                      in_words(later)),
                          {one.counted.back(), *it})
                      .add(Seen::recovers)));
    return;
  }
}

void look_at_recurrence(const Case& one, std::vector<Finding>& out) {
  const std::uint32_t lockouts = one.scene.lockouts_of_origin[one.blame.origin];
  if (lockouts < 2) return;
  out.push_back(std::move(
      Finding("recurrence",
              fmt::format("this caller had a part in {} lockouts of the account", lockouts),
              one.counted)
          .add(lockouts == 2 ? Seen::recurs_twice : Seen::recurs_often)));
}

}  // namespace whylocked
