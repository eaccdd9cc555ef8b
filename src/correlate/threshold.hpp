// The tenant's lock policy, as told or as its lockouts show it.
//
// In:  options, and the timelines of all accounts.  Out: a Policy, which says where the threshold
//      comes from: the option or the site, else the value that reproduces most recorded lockouts,
//      else 5.
// Threads: as many as the options say; the result is the same.  Failure: none.  Cost: linear in
// events.
#pragma once

#include "correlate/timelines.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

Policy choose_policy(const Events& events, const Timelines& timelines,
                     const CorrelateOptions& options);

// Policy::observation_window_s as a time span; 0: the counter never times out.
Micros observation_window(const Policy& policy);

}  // namespace whylocked
