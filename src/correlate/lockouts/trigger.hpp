// What changed on the account before it was locked.
//
// In:  an incident and the account's changes (password changed or expired, username changed).
// Out: Incident::trigger.  Threads: pure.  Failure: none.  Cost: logarithmic in changes.
#pragma once

#include <cstdint>
#include <span>

#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

inline bool is_change(const Event& event) {
  return event.kind == EventKind::password_changed || event.kind == EventKind::password_expired ||
         event.kind == EventKind::username_changed;
}

// `rows` are the account's, `changes` the indexes of its changes, ascending; `observed` says
// whether the export shows any account's changes.
Trigger find_trigger(std::span<const Event> rows, std::span<const std::uint32_t> changes,
                     bool observed, const Incident& incident);

}  // namespace whylocked::lockouts
