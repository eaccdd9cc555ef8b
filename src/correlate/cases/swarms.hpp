// Campaigns from many addresses, of which each tries little.
//
// In:  failures of addresses that never got in, in time order, and the network of each address.
// Out: swarms: the failures of each.
// Nothing links such tries but their number. Against one account: from more networks than a person
// or a device has. Against many: each address tries once, where people who slip try again. Against
// a few: each from one place after the other within minutes, at the same time; or many places share
// their accounts, as offices do not.
// Apart from the last, addresses that fail on more than a few accounts are left out: people share
// them. Lifetime: plain
// values.  Threads: one.  Failure: none.  Cost: n log n in the failures in question.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::cases {

inline constexpr Micros kLinkPause = 6 * kHour;      // ends a campaign
inline constexpr std::uint32_t kMaxSwarmTries = 12;  // of one address

// `rows`: indexes of events, ascending. So are those of each swarm.
std::vector<std::vector<std::uint32_t>> find_swarms(const Events& events,
                                                    std::span<const std::uint32_t> networks,
                                                    std::span<const std::uint32_t> rows);

struct Try {
  TextId user, address;
  Micros time;
};
inline constexpr std::size_t kMinRoamed = 3;  // addresses

// Accounts that are tried from ever new addresses of access networks, each of which tries no other:
// by a phone or laptop that its owner carries along, in one or two networks, or in any if it stays
// for minutes at each. Guessers share their addresses between accounts.
// `tries`: in time order for each account.
std::set<TextId> roaming_accounts(const Events& events, std::span<const std::uint32_t> networks,
                                  std::vector<Try> tries);

// The network of the table, else the address's block.
std::uint64_t network_key(const Events& events, std::span<const std::uint32_t> networks,
                          TextId address);
// Finer: a cloud's addresses may be one pool, those of an access network are as many places as
// they have subnets.
std::uint64_t place_key(const Events& events, std::span<const std::uint32_t> networks,
                        TextId address);

}  // namespace whylocked::cases
