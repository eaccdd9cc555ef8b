// Which failures go on with the series before them, where an export does not show who got
// in.
//
// In:  one account's events in time order.  Out: for each, whether it goes on.
// Without successes and lock rows a counter would hardly ever fall. People whose tries lie far
// apart may have got in between them, so such tries are no series. A series is what one sitting
// holds, or what a machine sends on its beat: it has nobody to get in for it.
// Lifetime: owns its values.  Threads: pure.  Failure: none.  Cost: n log n.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::lockouts {

std::vector<bool> going_on(std::span<const Event> rows);

}  // namespace whylocked::lockouts
