// Who acts as one caller on one account.
//
// In:  one account's events.  Out: its Callers, by first attempt: identity, attempts, totals and
//      flip; rhythms are measured on demand, and what their addresses did elsewhere is added by
//      count_spread.
// Attempts from a known network are one caller if network, client, application and vendor agree
// (cloud products come from many addresses); elsewhere the address counts instead of the network,
// for IPv6 its /64. A row that names the caller's computer counts by that name, whatever its
// address. Where nothing in the rows distinguishes two callers, their behaviour does: addresses of
// one network without a client text, and failures and successes, are two callers where two rhythms
// explain them better than one (apart.hpp).
// Lifetime: indexes refer to the rows passed in.  Threads: one CallerTracer a thread.
// Failure: none.  Cost: linear in attempts, and a constant for each pair compared.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "correlate/places.hpp"
#include "correlate/radix.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::callers {

class CallerTracer {
 public:
  CallerTracer(const Places& places, const ProgramBook& programs, const std::string& zone)
      : places_(places), programs_(programs), zone_(zone) {}

  // Every index of `attempts` (ascending, of one account) is in exactly one caller.
  std::vector<Caller> trace(std::span<const Event> rows, std::span<const std::uint32_t> attempts);

  // Drops attempts that cannot share a caller with any of `asked`: trace() of the rest finds the
  // same callers for `asked`.
  void keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                    std::vector<std::uint32_t>& attempts);

  // For lockouts without a counted failure the lock row itself is all there is. `lock_rows` (of the
  // account, ascending) go to the one caller among `callers` that has the same address; those
  // without such a caller make callers of their own, added to `callers`, whose `attempts` are the
  // lock rows. Returns, for each lock row, the first attempt of its caller.
  std::vector<std::uint32_t> trace_lock_rows(std::span<const Event> rows,
                                             std::span<const std::uint32_t> lock_rows,
                                             std::vector<Caller>& callers);

 private:
  struct Key {
    std::uint32_t network = 0, place = 0;  // place 0: anywhere in the network
    TextId program = kNone;
    std::uint32_t part = 0;  // of those separated by behaviour
    bool operator==(const Key&) const = default;
  };
  struct HashKey {
    std::size_t operator()(const Key& key) const;
  };
  class Numbers {  // of keys, in the order in which they occur
   public:
    void clear();
    std::uint32_t operator()(const Key& key);
    bool contains(const Key& key) const { return numbers_.contains(key); }
    const std::vector<Key>& keys() const { return keys_; }

   private:
    std::unordered_map<Key, std::uint32_t, HashKey> numbers_;
    std::vector<Key> keys_;
  };

  Key place_key(const Event& event) const;
  Key family_key(Key key) const;
  void assign_places(std::span<const Event> rows, std::span<const std::uint32_t> attempts);
  void pool_places(std::span<const Event> rows);
  void divide_family(std::span<const Event> rows, std::vector<std::uint32_t>& places);
  void divide_outcomes(std::span<const Event> rows, std::vector<Caller>& callers);
  Caller make_caller(std::span<const Event> rows, const Key& key,
                     std::span<const std::uint32_t> attempts);
  void set_addresses(std::span<const Event> rows, Caller& caller);

  const Places& places_;
  const ProgramBook& programs_;
  const std::string& zone_;
  Numbers places_met_;                                // exact places
  std::vector<std::vector<std::uint32_t>> attempts_;  // by exact place
  std::vector<Key> caller_key_;                       // by exact place
  std::vector<std::uint32_t> seen_;  // by address: the last set of addresses that has it
  std::uint32_t sets_ = 0;
  std::vector<Keyed> ranks_;
};

CallerRhythms rhythms_of(std::span<const Event> rows, const Caller& caller,
                         const std::string& zone);

}  // namespace whylocked::callers
