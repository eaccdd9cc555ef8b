// How many accounts the addresses of an origin tried, over the whole export.
//
// In:  all origins, and the timelines of all accounts, after they have forgotten their events.
// Out: Caller::users_failed, users_unknown, users_succeeded.
// A lock row that names an address counts as a failure from it: in exports that hold only lock
// rows this is what shows a spray. An origin without addresses knows only its own account.
// Threads: as many as told; the result is the same.  Failure: none.  Cost: linear; see kUnionBudget
// for origins with many addresses.
#pragma once

#include <vector>

#include "correlate/timelines.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

void count_reach(const Events& events, const Timelines& timelines, std::vector<Caller>& origins,
                 unsigned threads);

}  // namespace whylocked
