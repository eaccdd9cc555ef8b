// How many accounts the addresses of a caller tried, over the whole export.
//
// In:  all callers and events.  Out: Caller::users_failed, users_unknown, users_succeeded.
// A lock row that names an address counts as a failure from it: in exports that hold only lock
// rows this is what shows a spray. A caller without addresses knows only its own account.
// Threads: one.  Failure: none.  Cost: linear; see kUnionBudget for callers with many addresses.
#pragma once

#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::callers {

void count_spread(const Events& events, std::vector<Caller>& callers);

}  // namespace whylocked::callers
