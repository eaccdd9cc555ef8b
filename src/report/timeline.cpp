// Events into steps.
#include "report/timeline.hpp"

#include <algorithm>

#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kLanes = 4;  // callers with a lane of their own
constexpr Micros kFarBack = 4;     // a change further back than so many lengths is left out
constexpr Micros kBefore = 4, kAfter = 16;  // margins, as parts of the case
constexpr Micros kMinLength = 2 * kMinute;

bool is_change(EventKind kind) {
  return kind == EventKind::password_changed || kind == EventKind::password_expired ||
         kind == EventKind::username_changed;
}

Micros begin_of(const ReportView& view, const Incident& incident) {
  return incident.counted.empty() ? incident.locked_at : view.event(incident.counted.front()).time;
}

Micros end_of(const ReportView& view, const Incident& incident) {
  Micros end = std::max(incident.locked_at, incident.unlocked_at.value_or(incident.locked_at));
  if (!incident.after_lock.empty())
    end = std::max(end, view.event(incident.after_lock.back()).time);
  return end;
}

class Drawing {
 public:
  Drawing(const ReportView& view, const Case& one) : view_(view), case_(one) {
    find_span();
    find_effects();
    add_lanes();
    add_rest();
    add_lockouts();
  }
  Timeline take() { return std::move(line_); }

 private:
  void find_span() {
    line_.from = case_.first;
    line_.to = case_.last;
    Trigger trigger;
    if (!case_.incidents.empty()) {
      line_.from = begin_of(view_, view_.incident(case_.incidents.front()));
      line_.to = line_.from;
      trigger = view_.incident(case_.incidents.front()).trigger;
    }
    for (const std::uint32_t index : case_.incidents)
      line_.to = std::max(line_.to, end_of(view_, view_.incident(index)));
    const Micros story = std::max(line_.to - line_.from, kMinLength);
    if (happened(trigger)) {
      line_.trigger_before = line_.from - trigger.at > kFarBack * story;
      if (!line_.trigger_before) line_.from = std::min(line_.from, trigger.at);
    }
    const Micros shown = std::max(line_.to - line_.from, kMinLength);
    const Micros begin = view_.report().events.rows.front().time;  // nothing to show before it
    line_.from = std::max(line_.from - shown / kBefore, begin - shown / kAfter);
    line_.to += shown / kAfter;
  }

  void find_effects() {
    for (const std::uint32_t index : case_.incidents) {
      const auto& after = view_.incident(index).after_lock;
      effects_.insert(effects_.end(), after.begin(), after.end());
    }
    std::sort(effects_.begin(), effects_.end());
  }

  bool inside(Micros time) const { return time >= line_.from && time <= line_.to; }
  void add_attempt(std::uint32_t index, Lane& lane) const {
    const Event& event = view_.event(index);
    if (!inside(event.time)) return;
    const std::size_t at = line_.step(event.time);
    if (event.kind == EventKind::login_succeeded) lane.successes[at] += event.count;
    if (event.kind != EventKind::login_failed) return;
    lane.failures[at] += event.count;
    if (std::binary_search(effects_.begin(), effects_.end(), index))
      lane.effects[at] += event.count;
  }

  void add_lanes() {
    for (const CaseCaller& one : view_.callers_of(case_)) {
      if (line_.lanes.size() == kLanes) break;
      Lane& lane = line_.lanes.emplace_back();
      lane.caller = caller_words(view_, *one.caller);
      for (const std::uint32_t caller : one.members)
        for (const std::uint32_t index : view_.caller(caller).attempts) add_attempt(index, lane);
    }
  }

  // All attempts on the accounts, less those of the lanes.
  void add_rest() {
    std::vector<bool> wanted(view_.report().events.users.size());
    for (const TextId user : case_.users) wanted[user] = true;
    const auto& rows = view_.report().events.rows;
    const auto first =
        std::lower_bound(rows.begin(), rows.end(), line_.from,
                         [](const Event& event, Micros time) { return event.time < time; });
    Lane rest;
    for (auto row = first; row != rows.end() && row->time <= line_.to; ++row) {
      if (!wanted[row->user]) continue;
      add_attempt(static_cast<std::uint32_t>(row - rows.begin()), rest);
      if (is_change(row->kind)) ++line_.changes[line_.step(row->time)];
    }
    std::uint64_t left = 0;
    for (std::size_t i = 0; i < kSteps; ++i) {
      for (const Lane& lane : line_.lanes) {
        rest.failures[i] -= std::min(rest.failures[i], lane.failures[i]);
        rest.effects[i] -= std::min(rest.effects[i], lane.effects[i]);
        rest.successes[i] -= std::min(rest.successes[i], lane.successes[i]);
      }
      left += rest.failures[i] + rest.successes[i];
    }
    if (left > 0) line_.lanes.push_back(rest);
  }

  void add_lockouts() {
    for (const std::uint32_t index : case_.incidents) {
      const Incident& incident = view_.incident(index);
      ++line_.locks[line_.step(incident.locked_at)];
      if (incident.unlocked_at) ++line_.unlocks[line_.step(*incident.unlocked_at)];
      const std::size_t last = line_.step(end_of(view_, incident));
      for (std::size_t i = line_.step(incident.locked_at); i <= last; ++i) line_.locked[i] = true;
    }
  }

  const ReportView& view_;
  const Case& case_;
  Timeline line_;
  std::vector<std::uint32_t> effects_;
};

}  // namespace

Timeline make_timeline(const ReportView& view, const Case& one) {
  return Drawing(view, one).take();
}

}  // namespace whylocked::report
