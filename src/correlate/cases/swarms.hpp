// Many addresses, of which each tries little: guessers who change them, and what people carry
// along.
//
// In:  tries of addresses that never got in, on accounts that do not roam, in time order, and the
//      network of each address.  Out: the tries on accounts that more networks try than a person or
//      a device has.
// Addresses that fail on more than a few accounts are left out: people share them.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <span>
#include <vector>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

// `strangers`: the export shows who gets in. `rows`: indexes of events, ascending, without a long
// pause. So is what is found.
Rows find_swarm(const Events& events, const NetworkOfAddress& networks, bool strangers,
                std::span<const std::uint32_t> rows);

// Accounts that are tried from ever new addresses of access networks, each of which tries no other:
// by a phone or laptop that its owner carries along, in one or two networks, or in any if it stays
// for minutes at each. Guessers share their addresses between accounts. `rows`: as above.
std::vector<bool> roaming_accounts(const Events& events, const NetworkOfAddress& networks,
                                   Rows rows);

}  // namespace whylocked::cases
