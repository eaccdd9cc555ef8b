// Finds many addresses that each try little: guessers who change them, and devices
// that people carry along.
//
// In:  tries of addresses that never signed in, on accounts that do not roam, in time order, and
//      the network of each address.  Out: tries on accounts that are tried from more networks
//      than a person or device has.
// Addresses that fail on more than a few accounts are left out, because people share them.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <span>
#include <vector>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

// `strangers`: the export has successes. `rows`: indexes of events, ascending, without a
// long pause. Returns the same.
Rows find_swarm(const Events& events, const NetworkOfAddress& networks, bool strangers,
                std::span<const std::uint32_t> rows);

// Accounts tried from ever new addresses of access networks that try no other account: by a phone
// or laptop that its owner carries along, in one or two networks, or in any number if it stays at
// each for minutes. Guessers instead use the same addresses for many accounts. `rows`: as above.
std::vector<bool> roaming_accounts(const Events& events, const NetworkOfAddress& networks,
                                   Rows rows);

}  // namespace whylocked::cases
