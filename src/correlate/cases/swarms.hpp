// Campaigns from many addresses, of which each tries little.
//
// In:  tries of addresses that never got in, on accounts that do not roam, in time order, and the
//      network of each address.  Out: swarms: the tries of each.
// Nothing links such tries but their number. Against one account: from more networks than a person
// or a device has. Against many: each address tries once, where people who slip try again, and no
// account much oftener than another. Against a few: from ever new places within a minute.
// Addresses that fail on more than a few accounts are left out: people share them.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <span>
#include <vector>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

// `strangers`: the export shows who gets in. `rows`: indexes of events, ascending. So are those of
// each swarm.
std::vector<Rows> find_swarms(const Events& events, const NetworkOfAddress& networks,
                              bool strangers, std::span<const std::uint32_t> rows);

// Accounts that are tried from ever new addresses of access networks, each of which tries no other:
// by a phone or laptop that its owner carries along, in one or two networks, or in any if it stays
// for minutes at each. Guessers share their addresses between accounts. `rows`: as above.
std::vector<bool> roaming_accounts(const Events& events, const NetworkOfAddress& networks,
                                   Rows rows);

}  // namespace whylocked::cases
