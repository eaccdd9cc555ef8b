// The tenant's lock policy: declared, estimated from its locks, or assumed.
//
// In:  events by account, options.  Out: the threshold of each account, and the time after which a
//      counter starts anew.
// Lifetime: owns its values.  Threads: const access is safe.  Failure: none.
#pragma once

#include "correlate/lockouts/threshold.hpp"
#include "correlate/timelines.hpp"

namespace whylocked::lockouts {

PolicyChoice choose_policy(const Timelines& timelines, const CorrelateOptions& options);

Micros observation_window(const Policy& policy);

}  // namespace whylocked::lockouts
