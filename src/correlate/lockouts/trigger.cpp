// Only what came before the failures can have caused them: a lockout is itself followed by a
// reset (seen: 78 seconds later), and that reset is its consequence. It may well be the trigger of
// the next lockout, though: whatever else holds the old password fails from then on.

#include "correlate/lockouts/trigger.hpp"

#include <algorithm>

namespace whylocked::lockouts {

namespace {

// Whatever broke longer ago would have locked the account before now. The number is ours: a month,
// so that callers with a monthly run are covered.
constexpr Micros kMaxDelay = 30 * kDay;

// The event that the change must precede: the latest counted failure with at least half of the
// counted attempts from it on. Mostly this is not the first one: a person mistypes, gets the
// password changed, and only then the bulk begins.
std::uint32_t middle_of_cause(std::span<const Event> rows, const Incident& incident) {
  std::uint64_t total = 0, from_here = 0;
  for (const std::uint32_t index : incident.counted) total += rows[index].count;
  for (std::size_t i = incident.counted.size(); i-- > 0;) {
    from_here += rows[incident.counted[i]].count;
    if (from_here >= total - from_here) return incident.counted[i];
  }
  return incident.lock_event.value_or(0);
}

TriggerKind kind_of(const Event& change) {
  switch (change.kind) {
    case EventKind::password_changed:
      return TriggerKind::password_changed;
    case EventKind::password_expired:
      return TriggerKind::password_expired;
    default:
      return TriggerKind::username_changed;
  }
}

}  // namespace

Trigger find_trigger(std::span<const Event> rows, std::span<const std::uint32_t> changes,
                     bool observed, const Incident& incident) {
  if (!observed) return {};
  const std::uint32_t before = middle_of_cause(rows, incident);
  const auto next = std::lower_bound(changes.begin(), changes.end(), before);
  if (next == changes.begin()) return {.kind = TriggerKind::none_seen};
  const std::uint32_t index = *(next - 1);
  const Event& change = rows[index];
  if (rows[before].time - change.time > kMaxDelay) return {.kind = TriggerKind::none_seen};
  return {.kind = kind_of(change), .at = change.time, .event = index};
}

}  // namespace whylocked::lockouts
