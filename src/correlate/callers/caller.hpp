// Callers: attempts that act as one on one account.
//
// In:  one account's events.  Out: its Callers, by first attempt: identity, attempts, totals and
//      flip; rhythms are measured on demand, and what their addresses did elsewhere is added by
//      count_spread.
// Attempts from a known network are one caller if network, client, application and vendor agree
// (cloud products come from many addresses); elsewhere the address counts instead of the network,
// for IPv6 its /64. A row that names the caller's computer counts by that name, whatever its
// address. Where nothing in the rows distinguishes two callers, their behaviour does: addresses of
// one network, and failures and successes, are two callers where two rhythms explain them better
// than one; addresses of unrelated networks are one where one rhythm explains them much better than
// two (Comparison in rhythm.hpp): a pool of egress addresses, a phone on the move.
// Lifetime: indexes refer to the rows passed in.  Threads: const access is safe.  Failure: none.
// Cost: n log n in attempts, and a constant for each pair compared.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::callers {

struct TraceContext {
  const Places& places;
  const ProgramBook& programs;
  const std::string& zone;
};

struct Wanted {
  // Only callers that one of these rows needs, besides failing ones that may be joined with them;
  // empty: all.
  std::vector<bool> rows = {};
  bool by_rhythm = false;  // compare how they call
};

// Every index of `attempts` (ascending, of one account) is in at most one caller.
std::vector<Caller> trace(const TraceContext& context, std::span<const Event> rows,
                          std::span<const std::uint32_t> attempts, const Wanted& wanted);

// For lockouts without a counted failure the lock row itself is all there is. `lock_rows` (of the
// account, ascending) go to the one caller among `callers` that has the same address; those
// without such a caller make callers of their own, added to `callers`, whose `attempts` are the
// lock rows. Returns, for each lock row, an attempt of its caller.
std::vector<std::uint32_t> trace_lock_rows(const TraceContext& context, std::span<const Event> rows,
                                           std::span<const std::uint32_t> lock_rows,
                                           std::vector<Caller>& callers);

CallerRhythms measure_rhythms(std::span<const Event> rows, const Caller& caller,
                              const std::string& zone);

// Fills Caller::users_failed, users_unknown and users_succeeded: how many accounts the addresses of
// a caller tried, over the whole export; and Correlation::strange. A lock row that names an address
// counts as a failure from it: in exports that hold only lock rows this is what shows a spray. A
// caller without addresses has only its own account. Linear in events; see kUnionBudget for callers
// with many addresses.
void count_spread(const Events& events, unsigned threads, Correlation& all);

}  // namespace whylocked::callers
