// Signals about what the caller did before and after: earlier successes, onset, persistence, and
// how often it locked the account.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

#include "attribute/signals/scene.hpp"
#include "base/number.hpp"

namespace whylocked::attribution {

namespace {

constexpr std::size_t kMaxIncidents = 16;  // of one case; more add nothing
constexpr Micros kRecoveryTime = kHour;    // from the unlock (or the lock) to the success
constexpr Micros kEpisode = 6 * kHour;
constexpr std::uint32_t kSharedBy = 3;      // accounts that sign in from a shared address
constexpr Micros kPatience = 15 * kMinute;  // by then a person has given up

// The lead's attempts from `from` on, at most kMaxFailures.
std::span<const std::uint32_t> attempts_from(const CaseView& view, Micros from) {
  const IdList& all = view.lead->attempts;
  const auto first = std::ranges::lower_bound(
      all, from, {}, [&](std::uint32_t event) { return view.scene.events.rows[event].time; });
  const std::span<const std::uint32_t> later(first, all.end());
  return later.first(std::min(later.size(), kMaxFailures));
}

// The lead's first success in [from, until]; null if none.
const Event* success_in(const CaseView& view, Micros from, Micros until) {
  for (const std::uint32_t attempt : attempts_from(view, from)) {
    const Event& event = view.scene.events.rows[attempt];
    if (event.time > until) return nullptr;
    if (event.kind == EventKind::login_succeeded) return &event;
  }
  return nullptr;
}

std::string ago(Micros span) {
  return duration_in_words(static_cast<double>(span) / static_cast<double>(kSecond));
}

struct Persistence {
  unsigned goes_on = 0, stops = 0;
  std::uint64_t after = 0;  // attempts more than kPatience after the lock
  std::uint64_t most = 0;   // after one lock
};

void add_incident(const CaseView& view, const Incident& incident, Persistence& found) {
  const auto& rows = view.scene.events.rows;
  const Micros end = incident.unlocked_at.value_or(rows.back().time);
  std::uint64_t late = 0, any = 0;
  Micros from = 0, to = 0;
  for (const std::uint32_t attempt : attempts_from(view, incident.locked_at + 1)) {
    const Event& event = rows[attempt];
    if (event.time >= end) break;
    if (event.kind == EventKind::login_succeeded) break;  // it was unlocked before
    ++any;
    if (event.time <= incident.locked_at + kPatience) continue;
    if (late++ == 0) from = event.time;
    to = event.time;
  }
  found.after += late;
  found.most = std::max(found.most, late);
  if (late >= 3 && to - from >= kHour) ++found.goes_on;
  const double period_s = view.rhythms() != nullptr ? view.rhythms()->all.period_s : 0;
  const auto beats = static_cast<Micros>(3 * period_s * static_cast<double>(kSecond));
  if (any == 0 && end - incident.locked_at >= std::max(kHour, beats)) ++found.stops;
}

// If many users share an address without client texts, the success may be the account owner's and
// the failures someone else's.
void share_address(Observation& made) {
  for (const Behaviour attack : {Behaviour::spray, Behaviour::brute_force, Behaviour::stuffing})
    made.given[attack] = (made.given[attack] + made.given[Behaviour::typing]) / 2;
}

struct History {
  Seen what = Seen::history_mixed;
  std::string words;
};

// REQUIRES: the lead has both failures and successes.
History history_by_turns(const CaseView& view, Micros failed) {
  const Caller& lead = *view.lead;
  const Event* before = success_in(view, 0, failed);
  const Event* after = success_in(view, failed, INT64_MAX);
  if (before == nullptr && after != nullptr)
    return {Seen::history_begins,
            fmt::format("this caller first got in on {}, {} after it first failed",
                        to_rfc3339(after->time), ago(after->time - failed))};
  if (view.first != nullptr && view.has_clock()) {
    const Micros until = view.first->unlocked_at.value_or(view.first->locked_at) + kRecoveryTime;
    if (const Event* success = success_in(view, view.first->locked_at, until))
      return {Seen::history_recovers,
              fmt::format("the same place and client got in {} after the lock",
                          ago(success->time - view.first->locked_at))};
  }
  if (const Micros success = lead.last_success_before_failures;
      success != kNever && success < failed)
    return {Seen::history_flip,
            fmt::format("this caller succeeded until {} and has only failed since {}",
                        to_rfc3339(success), to_rfc3339(failed))};
  return {Seen::history_mixed,
          fmt::format("this caller got in {} and failed {}, alternating",
                      counted(lead.successes, "time"), counted(lead.failures, "time"))};
}

// `failed`: the first failure that counted.
History history_of(const CaseView& view, Micros failed) {
  const Caller& lead = *view.lead;
  if (lead.successes > 0) return history_by_turns(view, failed);
  // The same client signed in from other addresses: a caller that moves.
  const bool of_one = !view.is_campaign() || view.one.users.size() == 1;  // many share a browser
  if (const auto entered = of_one ? view.scene.last_success(lead) : std::nullopt)
    return {*entered < failed ? Seen::history_flip : Seen::history_mixed,
            fmt::format("the same client got in from elsewhere until {}", to_rfc3339(*entered))};
  if (view.place.seen == Seen::place_office && view.scene.of_account[view.user].from_office)
    return {Seen::history_inside,
            "this caller never got in, but the account did so from another office address"};
  return {Seen::history_never, view.one.first_success
                                   ? "this caller never got in on this account"
                                   : "this caller never got in, although the export shows "
                                     "successes"};
}

// Whether the failures begin at a change: none before it, or so few per day that slips explain
// them.
bool begins_at(const CaseView& view, Micros change) {
  constexpr Micros kPause = 5 * kMinute;
  constexpr double kMoreOften = 4;
  const auto& rows = view.scene.events.rows;
  double before = 0, after = 0;  // runs of failures
  Micros last = -kPause;
  for (const std::uint32_t event : view.failures) {
    const Micros time = rows[event].time;
    if (time > std::max(view.first->locked_at, change)) break;
    if (time - last > kPause) ++(time >= change ? after : before);
    last = time;
  }
  const auto span = [](Micros from, Micros to) {
    return static_cast<double>(std::max(to - from, kHour));
  };
  return before == 0 || after / span(change, view.first->locked_at) >
                            kMoreOften * before / span(rows.front().time, change);
}

}  // namespace

Observations observe_history(const CaseView& view) {
  if (view.lead == nullptr || view.failures.empty() || !view.scene.correlation.coverage.successes ||
      view.is_among_others())
    return {};
  const Micros failed =
      view.scene.events.rows[view.rows.empty() ? view.failures.front() : view.rows.front()].time;
  const History found = history_of(view, failed);
  Observation made = seen(view, found.what, found.words);
  // Whether it signed in before the export begins is unknown, more so for a caller that seldom
  // calls; and some who use the account elsewhere are at a new place (a judgement: two in ten).
  constexpr double kCalls = 4, kNewPlace = .2;
  const auto before = static_cast<double>(failed - view.scene.events.rows.front().time);
  const double gap = view.rhythms() != nullptr
                         ? view.rhythms()->all.median_gap_s * static_cast<double>(kSecond)
                         : 0;
  const double unseen = 1 - before / std::max(static_cast<double>(kDay), kCalls * gap);
  const double known = view.scene.of_account[view.user].entered < failed ? kNewPlace : 0;
  if (found.what == Seen::history_begins)
    for (const Seen other : {Seen::history_recovers, Seen::history_mixed})
      made.given.add(row(other).given, std::max(unseen, known));
  const bool never = found.what == Seen::history_never, anonymous = view.lead->client == kNone;
  // Only within the office can the account have signed in from the same place.
  if (never && view.place.seen != Seen::place_office)
    made.given.add(row(Seen::history_inside).given);
  // A roaming device has signed in from elsewhere, and without a client text we cannot tell that it
  // is the same one.
  constexpr std::uint32_t kMoves = 3;
  constexpr double kNeverFromHere = .5;
  if (never && anonymous && !view.is_campaign() && view.place.seen == Seen::place_access &&
      view.one.addresses >= kMoves)
    made.given[Behaviour::device] = kNeverFromHere;
  if (!never && anonymous && view.lead->users_succeeded >= kSharedBy) share_address(made);
  return {made};
}

Observations observe_onset(const CaseView& view) {
  if (view.first == nullptr || view.failures.empty() || !view.scene.correlation.coverage.changes)
    return {};
  const Trigger& trigger = view.first->trigger;
  if (trigger.kind == TriggerKind::unknown) return {};
  const auto& rows = view.scene.events.rows;
  const auto after = std::ranges::find_if(
      view.failures, [&](std::uint32_t event) { return rows[event].time >= trigger.at; });
  if (trigger.kind == TriggerKind::none_seen || after == view.failures.end() ||
      !begins_at(view, trigger.at))
    return {seen(view, Seen::onset_elsewhere)};
  Observation made =
      seen(view, Seen::onset_at_change,
           fmt::format("its failures begin after {} on {}, the first {} later; {} before",
                       trigger.kind == TriggerKind::password_changed   ? "the password was changed"
                       : trigger.kind == TriggerKind::password_expired ? "the password expired"
                                                                       : "the username was changed",
                       to_rfc3339(trigger.at), ago(rows[*after].time - trigger.at),
                       after == view.failures.begin() ? "none" : "hardly any"));
  made.events.insert(made.events.begin(), trigger.event);
  made.events.resize(std::min(made.events.size(), kRowsShown));
  return {made};
}

Observations observe_persistence(const CaseView& view) {
  if (view.lead == nullptr || view.failures.empty() || !view.has_clock()) return {};
  Persistence found;
  for (std::size_t i = 0; i < std::min(view.one.incidents.size(), kMaxIncidents); ++i) {
    const Incident& incident = view.scene.correlation.incidents[view.one.incidents[i]];
    if (incident.user == view.lead->user) add_incident(view, incident, found);
  }
  if (found.goes_on > 0)
    return {seen(view, found.most < 20 ? Seen::goes_on : Seen::goes_on_long,
                 fmt::format("tried {} times while the account was locked, over 15 minutes after "
                             "the lock",
                             found.after))};
  if (found.stops > 0 && found.after == 0 && view.scene.shows_locked_attempts)
    return {seen(view, Seen::stops, "did not try again while the account was locked")};
  return {};
}

Observations observe_days(const CaseView& view) {
  if (view.lead == nullptr || view.failures.empty() || view.is_mixed()) return {};
  // An export that ends too early cannot show the next day's attempts.
  const auto& rows = view.scene.events.rows;
  if (rows.back().time - rows[view.failures.front()].time < kDay) return {};
  std::map<Micros, bool> days;  // whether it failed, by day on which it tried
  Micros from = INT64_MAX, to = INT64_MIN;
  for (const std::uint32_t attempt : view.lead->attempts) {
    const Event& event = rows[attempt];
    days[event.time / kDay] |= event.kind == EventKind::login_failed;
    if (event.kind != EventKind::login_failed) continue;
    from = std::min(from, event.time);
    to = std::max(to, event.time);
  }
  if (view.has_clock() && to - from <= kEpisode)
    return {seen(view, Seen::days_hours,
                 fmt::format("all its failures came within {}, and none in the {} after",
                             ago(std::max(to - from, kSecond)), ago(rows.back().time - to)))};
  const auto is_failed = [](const auto& day) { return day.second; };
  const auto failed = std::ranges::count_if(days, is_failed);
  const auto first = std::ranges::find_if(days, is_failed);
  const auto last = std::find_if(days.rbegin(), days.rend(), is_failed).base();
  const auto tried = std::distance(first, last);
  Observation made =
      seen(view,
           failed == 1       ? Seen::days_one
           : failed != tried ? Seen::days_some
           : tried == 2      ? Seen::days_both
                             : Seen::days_each,
           tried == 1 ? "it failed on the only day on which it tried"
                      : fmt::format("it failed on {} of {} days on which it tried", failed, tried));
  // Without successes, the export does not show days on which it signed in.
  if (failed > 1 && !view.scene.correlation.coverage.successes) {
    made.given = row(Seen::days_some).given;
    made.given.add(row(Seen::days_both).given);
    made.given.add(row(Seen::days_each).given);
  }
  return {made};
}

Observations observe_recurrence(const CaseView& view) {
  if (view.is_campaign()) return {};
  const Micros end = view.scene.events.rows.back().time;
  const bool still_locked = view.scene.correlation.coverage.successes;  // unless it is unlocked
  std::size_t lockouts = 0, days = 0;
  Micros day = 0, free = end;  // start of the last day; when it was first able to lock again
  for (const std::uint32_t index : view.one.incidents) {
    const Incident& incident = view.scene.correlation.incidents[index];
    if (incident.user != view.user) continue;
    if (lockouts++ == 0)
      free = incident.unlocked_at.value_or(still_locked ? end : incident.locked_at);
    if (days > 0 && incident.locked_at - day < kDay / 2) continue;
    day = incident.locked_at;
    ++days;
  }
  // An account still locked at the end of the export had no chance to lock again.
  if (lockouts == 0 || (lockouts == 1 && free >= end)) return {};
  Observation made =
      seen(view,
           lockouts == 1                ? Seen::recurs_once
           : lockouts >= 6 || days >= 3 ? Seen::recurs_often
           : days == 2                  ? Seen::recurs_days
                                        : Seen::recurs_day,
           lockouts == 1 ? "this caller locked the account once"
           : days == 1
               ? fmt::format("this caller locked the account {} times in a day", lockouts)
               : fmt::format("this caller locked the account {} times on {} days", lockouts, days));
  if (lockouts == 1 && end - free < kDay)  // the export does not show other days
    for (const Seen other : {Seen::recurs_days, Seen::recurs_often})
      made.given.add(row(other).given);
  return {made};
}

}  // namespace whylocked::attribution
