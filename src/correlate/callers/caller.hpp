// Callers: attempts that act as one on one account.
//
// In:  one account's events.  Out: its Callers, by first attempt: identity, attempts, totals and
//      flip. Rhythms are measured on demand; count_spread adds what their addresses did elsewhere.
// Attempts from a known network are one caller if network, client, application and vendor agree
// (cloud products use many addresses). Without a known network the address counts instead, for IPv6
// its /64. A row that names the caller's computer counts by that name, whatever its address.
// Callers that the rows do not distinguish are distinguished by behaviour. Addresses of one
// network, or failures and successes, are two callers if two rhythms explain them better than one;
// addresses of unrelated networks are one caller if one rhythm explains them much better than two
// (Comparison in rhythm.hpp), or if one is used after the other, each for a while
// (log_odds_of_moving): a pool of egress addresses, a phone on the move.
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
  // Rows whose callers are wanted, along with failing callers that may be joined
  // with them; empty: all.
  std::vector<bool> rows = {};
  bool by_rhythm = false;  // compare rhythms
};

// Every index of `attempts` (ascending, of one account) is in at most one caller.
std::vector<Caller> trace(const TraceContext& context, std::span<const Event> rows,
                          std::span<const std::uint32_t> attempts, const Wanted& wanted);

// Callers for lockouts without a counted failure, which have only the lock row. `lock_rows` (of
// the account, ascending) go to the only one of `callers` with the same address; the others
// become new callers, added to `callers`, whose `attempts` are the lock rows. Returns, for each
// lock row, an attempt of its caller.
std::vector<std::uint32_t> trace_lock_rows(const TraceContext& context, std::span<const Event> rows,
                                           std::span<const std::uint32_t> lock_rows,
                                           std::vector<Caller>& callers);

CallerRhythms measure_rhythms(std::span<const Event> rows, const Caller& caller,
                              const std::string& zone);

// Fills Correlation::strange and Caller::users_failed, users_unknown and users_succeeded: how
// many accounts a caller's addresses tried over the whole export. A lock row with an address
// counts as a failure from it, which in exports of only lock rows is what shows a spray. A
// caller without addresses has only its own account. Linear in events; see kUnionBudget for
// callers with many addresses.
void count_spread(const Events& events, unsigned threads, Correlation& all);

}  // namespace whylocked::callers
