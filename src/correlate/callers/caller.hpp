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
// two (apart.hpp): a pool of egress addresses, a phone on the move.
// Lifetime: indexes refer to the rows passed in.  Threads: const access is safe.  Failure: none.
// Cost: n log n in attempts, and a constant for each pair compared.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::callers {

class CallerTracer {
 public:
  CallerTracer(const Places& places, const ProgramBook& programs, const std::string& zone)
      : places_(places), programs_(programs), zone_(zone) {}

  // Every index of `attempts` (ascending, of one account) is in exactly one caller. `by_rhythm`:
  // also join and divide callers by their rhythms, which is dear.
  std::vector<Caller> trace(std::span<const Event> rows, std::span<const std::uint32_t> attempts,
                            bool by_rhythm) const;

  // Drops attempts that cannot share a caller with any of `asked`: trace() of the rest finds the
  // same callers for `asked`.
  void keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                    std::vector<std::uint32_t>& attempts) const;

  // For lockouts without a counted failure the lock row itself is all there is. `lock_rows` (of the
  // account, ascending) go to the one caller among `callers` that has the same address; those
  // without such a caller make callers of their own, added to `callers`, whose `attempts` are the
  // lock rows. Returns, for each lock row, the first attempt of its caller.
  std::vector<std::uint32_t> trace_lock_rows(std::span<const Event> rows,
                                             std::span<const std::uint32_t> lock_rows,
                                             std::vector<Caller>& callers) const;

 private:
  struct Key {
    std::uint32_t network = 0;
    TextId program = kNone;
    std::uint32_t place = 0;  // 0: anywhere in the network
    std::uint32_t part = 0;   // of those separated by behaviour
    auto operator<=>(const Key&) const = default;
  };
  struct Attempt {
    Key key;
    std::uint32_t index;
    auto operator<=>(const Attempt&) const = default;
  };

  Key place_key(const Event& event) const;
  Key family_key(Key key) const;
  void pool_places(std::span<const Event> rows, std::span<Attempt> family) const;
  void divide_family(std::span<const Event> rows, std::vector<std::span<Attempt>>& places) const;
  void add_failing(std::span<const Event> rows, std::span<const std::uint32_t> attempts,
                   std::vector<Key>& families) const;
  void join_networks(std::span<const Event> rows, std::vector<Caller>& callers) const;
  void divide_outcomes(std::span<const Event> rows, std::vector<Caller>& callers) const;
  Caller make_caller(std::span<const Event> rows, std::span<const Attempt> attempts) const;
  void set_attempts(std::span<const Event> rows, Caller& caller,
                    std::vector<std::uint32_t> attempts) const;
  void set_addresses(std::span<const Event> rows, Caller& caller) const;

  const Places& places_;
  const ProgramBook& programs_;
  const std::string& zone_;
};

CallerRhythms measure_rhythms(std::span<const Event> rows, const Caller& caller,
                              const std::string& zone);

}  // namespace whylocked::callers
