// Sorts events into steps.
#include "report/timeline.hpp"

#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace whylocked::report {

namespace {

constexpr std::size_t kLanes = 4;  // callers with their own lane
constexpr Micros kFarBack = 4;     // an earlier change is not shown: multiples of the case's length
constexpr Micros kBefore = 4, kAfter = 16;  // margins, as fractions of the case
constexpr Micros kMinLength = 2 * kMinute;

Micros end_of(const ReportView& view, const Incident& incident) {
  Micros end = std::max(incident.locked_at, incident.unlocked_at.value_or(incident.locked_at));
  if (!incident.after_lock.empty())
    end = std::max(end, view.event(incident.after_lock.back()).time);
  return end;
}

Scale span_of(const ReportView& view, const Case& one, bool& trigger_before) {
  Scale span{one.first, one.last};
  Trigger trigger;
  if (!one.incidents.empty()) {
    const Incident& first = view.incident(one.incidents.front());
    span.from = span.to =
        first.counted.empty() ? first.locked_at : view.event(first.counted.front()).time;
    trigger = first.trigger;
  }
  for (const std::uint32_t index : one.incidents)
    span.to = std::max(span.to, end_of(view, view.incident(index)));
  if (happened(trigger)) {
    const Micros length = std::max(span.to - span.from, kMinLength);
    trigger_before = span.from - trigger.at > kFarBack * length;
    if (!trigger_before) span.from = std::min(span.from, trigger.at);
  }
  const Micros shown = std::max(span.to - span.from, kMinLength);
  const Micros begin = view.report().events.rows.front().time;  // nothing to show before it
  span.from = std::max(span.from - shown / kBefore, begin - shown / kAfter);
  span.to += shown / kAfter;
  return span;
}

// Sorts the attempts on the accounts by caller; the last lane takes callers without their own.
void add_attempts(const ReportView& view, const Case& one, Timeline& line) {
  std::unordered_map<std::uint32_t, std::size_t> lane_of;  // by event
  for (const CaseCaller& caller : view.callers_of(one)) {
    if (line.lanes.size() == kLanes) break;
    for (const std::uint32_t member : caller.members)
      for (const std::uint32_t index : view.caller(member).attempts)
        lane_of.emplace(index, line.lanes.size());
    line.lanes.emplace_back().caller = caller_words(view, *caller.caller);
  }
  line.lanes.emplace_back();
  std::unordered_set<std::uint32_t> effects;
  for (const std::uint32_t index : one.incidents)
    effects.insert(view.incident(index).after_lock.begin(), view.incident(index).after_lock.end());
  std::vector<bool> wanted(view.report().events.users.size());
  for (const TextId user : one.users) wanted[user] = true;

  const auto& rows = view.report().events.rows;
  const auto first = std::ranges::lower_bound(rows, line.from, {}, &Event::time);
  for (auto row = first; row != rows.end() && row->time <= line.to; ++row) {
    if (!wanted[row->user]) continue;
    const auto index = static_cast<std::uint32_t>(row - rows.begin());
    const std::size_t step = line.step(row->time);
    const auto own = lane_of.find(index);
    Lane& lane = own == lane_of.end() ? line.lanes.back() : line.lanes[own->second];
    if (row->kind == EventKind::login_succeeded) lane.successes[step] += row->count;
    if (row->kind == EventKind::login_failed) lane.failures[step] += row->count;
    if (row->kind == EventKind::login_failed && effects.contains(index))
      lane.effects[step] += row->count;
    if (row->kind == EventKind::password_changed || row->kind == EventKind::password_expired ||
        row->kind == EventKind::username_changed)
      ++line.changes[step];
  }
  if (sum_of(line.lanes.back().failures) + sum_of(line.lanes.back().successes) == 0)
    line.lanes.pop_back();
}

}  // namespace

std::uint64_t sum_of(const Sums& sums) {
  return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

Timeline make_timeline(const ReportView& view, const Case& one) {
  Timeline line;
  static_cast<Scale&>(line) = span_of(view, one, line.trigger_before);
  add_attempts(view, one, line);
  for (const std::uint32_t index : one.incidents) {
    const Incident& incident = view.incident(index);
    ++line.locks[line.step(incident.locked_at)];
    if (incident.unlocked_at) ++line.unlocks[line.step(*incident.unlocked_at)];
    const std::size_t last = line.step(end_of(view, incident));
    for (std::size_t i = line.step(incident.locked_at); i <= last; ++i) line.locked[i] = true;
  }
  return line;
}

Timeline make_accounts_timeline(const ReportView& view) {
  constexpr std::size_t kMaxAccounts = 40;
  Timeline line;
  line.from = line.to = view.incident(view.lockouts().front()).locked_at;
  std::map<TextId, std::size_t> lockouts;
  for (const std::uint32_t index : view.lockouts()) {
    line.from = std::min(line.from, view.incident(index).window_from);
    line.to = std::max(line.to, view.incident(index).locked_at);
    ++lockouts[view.incident(index).user];
  }
  std::vector<std::pair<TextId, std::size_t>> order(lockouts.begin(), lockouts.end());
  std::ranges::sort(order, {}, [&](const auto& one) {
    return std::pair(-static_cast<std::ptrdiff_t>(one.second), view.user(one.first));
  });
  order.resize(std::min(order.size(), kMaxAccounts));
  std::map<TextId, std::size_t> lane_of;
  for (const auto& [user, count] : order) {
    lane_of.emplace(user, line.lanes.size());
    line.lanes.emplace_back().caller = shown_name(view.user(user));
  }
  for (const std::uint32_t index : view.lockouts()) {
    const Incident& incident = view.incident(index);
    const auto own = lane_of.find(incident.user);
    if (own == lane_of.end()) continue;
    Lane& lane = line.lanes[own->second];
    ++lane.locks[line.step(incident.locked_at)];
    for (const std::uint32_t event : incident.counted)
      lane.failures[line.step(view.event(event).time)] += view.event(event).count;
  }
  return line;
}

}  // namespace whylocked::report
