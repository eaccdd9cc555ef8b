// What changed on the account before it was locked.
//
// In:  an incident and the account's changes (password changed or expired, username changed).
// Out: Incident::trigger.  Threads: pure.  Failure: none.  Cost: logarithmic in changes.
#pragma once

#include <cstdint>
#include <span>

#include "whylocked/correlate.hpp"

namespace whylocked {

bool is_change(const Event& event);

// `changes` are indexes of the account's changes, ascending; `in_sight` tells whether the export
// shows any account's changes.
Trigger find_trigger(const Events& events, std::span<const std::uint32_t> changes, bool in_sight,
                     const Incident& incident);

}  // namespace whylocked
