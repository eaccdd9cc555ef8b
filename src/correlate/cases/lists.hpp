// Accounts tried as a list, by whatever addresses: a spray that changes them.
//
// In:  tries of addresses that never got in, on accounts that do not roam, in time order, and the
//      network of each address.  Out: lists: the tries of each.
// A group is tries that share a client text that never gets in, a network of the table, minutes, or
// nothing but the hours. It is a list where its addresses try several accounts each and the
// accounts come in the same order again, or each as often as the others. Groups that share minutes
// need the latter alone, and few enough other failures that chance is out. Strangers who share a
// program need one list, or more accounts than addresses.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <span>
#include <vector>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

struct Strangers {
  bool known = false;                      // the export shows who gets in
  const std::vector<bool>& client_enters;  // by text
};

// `rows`: indexes of events, ascending. So are those of each list; no row is in two.
std::vector<Rows> find_lists(const Events& events, const NetworkOfAddress& networks,
                             const Strangers& strangers, std::span<const std::uint32_t> rows);

}  // namespace whylocked::cases
