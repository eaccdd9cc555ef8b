// Who acts as one caller on one account.
//
// In:  one account's events.  Out: its Origins, by first attempt: identity, attempts, totals, flip
//      and rhythm; what their addresses did elsewhere is added by count_reach.
// Attempts from a known network are one caller if network, client, application and vendor agree
// (cloud products come from many addresses); elsewhere the address counts instead of the network,
// for IPv6 its /64. One exception: see speaks_for_itself in origins.cpp.
// Lifetime: indexes refer to Events::rows.  Threads: pure.  Failure: none.
// Cost: linear but for sorting the account's attempts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

// Every index of `attempts` (ascending, of one account) is in exactly one of the result.
std::vector<Origin> trace_origins(const Events& events, std::span<const std::uint32_t> attempts,
                                  const Places& places);

// For lockouts without a counted failure the lock row itself is all there is. `lock_rows` (of the
// account, ascending) go to the one origin among `origins` that calls from the same address; those
// without such an origin make origins of their own, appended to `origins`, whose `attempts` are
// the lock rows. Returns, for each lock row, the first attempt of its origin.
std::vector<std::uint32_t> trace_lock_rows(const Events& events,
                                           std::span<const std::uint32_t> lock_rows,
                                           const Places& places, std::vector<Origin>& origins);

// Rhythm of an origin's attempts.
Rhythm rhythm_of(const Events& events, const Origin& origin, const std::string& zone);

}  // namespace whylocked
