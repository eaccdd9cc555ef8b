// Accounts tried as a list, by whatever addresses: a spray that changes them.
//
// In:  failures of addresses that never got in and try little, in time order, and the network of
//      each address.  Out: lists: the failures of each.
// A group is failures that share a client text other than a browser's, a network of the table, or
// minutes. It is a list where its addresses are used for several accounts each and the accounts
// come in the same order again, or where each is tried as often as the others and none twice before
// most of the rest. Groups that share only minutes need the latter alone, and few enough other
// failures that chance is out. People who slip have addresses of their own.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the failures.
#pragma once

#include <span>
#include <vector>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

// `rows`: indexes of events, ascending. So are those of each list; no row is in two.
std::vector<Rows> find_lists(const Events& events, const NetworkOfAddress& networks,
                             std::span<const std::uint32_t> rows);

}  // namespace whylocked::cases
