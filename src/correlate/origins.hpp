// Who acts as one caller on one account.
//
// In:  one account's events.  Out: its Origins, by first attempt: identity, attempts, totals, flip
//      and rhythm; what their addresses did elsewhere is added by count_reach.
// Attempts from a known network are one caller if network, client, application and vendor agree
// (cloud products come from many addresses); elsewhere the address counts instead of the network,
// for IPv6 its /64. One exception: see speaks_for_itself in origins.cpp.
// Lifetime: indexes refer to the rows given.  Threads: one OriginTracer a thread.  Failure: none.
// Cost: linear in attempts; the memory of the tracer is that of the largest account, and a number
// an address.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "correlate/places.hpp"
#include "correlate/radix.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

class OriginTracer {
 public:
  OriginTracer(const Places& places, const ProgramBook& programs)
      : places_(places), programs_(programs) {}

  // Every index of `attempts` (ascending, of one account) is in exactly one of the result.
  std::vector<Caller> trace(std::span<const Event> rows, std::span<const std::uint32_t> attempts);

  // Keeps of `attempts` those that can be of one origin with one of `asked`, and maybe others:
  // trace() of what is left gives the same origins for `asked` as trace() of all.
  void keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                    std::vector<std::uint32_t>& attempts);

  // For lockouts without a counted failure the lock row itself is all there is. `lock_rows` (of the
  // account, ascending) go to the one origin among `origins` that calls from the same address;
  // those without such an origin make origins of their own, added to `origins`, whose `attempts`
  // are the lock rows. Returns, for each lock row, the first attempt of its origin.
  std::vector<std::uint32_t> trace_lock_rows(std::span<const Event> rows,
                                             std::span<const std::uint32_t> lock_rows,
                                             std::vector<Caller>& origins);

 private:
  static constexpr std::uint32_t kNobody = 0xffffffff;

  struct Key {
    std::uint32_t network = 0, place = 0;  // place 0: anywhere in the network
    TextId program = kNone;
    bool operator==(const Key&) const = default;
  };
  struct CallerDraft {
    Key key;
    Micros last = 0;         // its last attempt so far
    std::uint32_t runs = 1;  // so far, up to as many as a rhythm needs
    std::uint32_t attempts = 0;
    std::uint32_t origin = kNobody;
  };
  // Numbers for keys, in the order in which they are met.
  class Numbers {
   public:
    void clear();
    // `key_of` gives the key of a number that has been given.
    template <class KeyOf>
    std::uint32_t number_of(const Key& key, std::uint32_t next, KeyOf key_of);
    template <class KeyOf>
    bool has(const Key& key, KeyOf key_of) const;

   private:
    static std::uint64_t hash_of(const Key& key);
    // Where the key stands, or the free place for it.
    template <class KeyOf>
    std::size_t place_of(const Key& key, std::uint64_t hash, KeyOf key_of) const;
    void grow();
    std::vector<std::uint32_t> slots_;   // number + 1
    std::vector<std::uint64_t> hashes_;  // of each number
  };

  Key key_of(const Event& event) const;
  Key family_of(const Event& event) const;
  void meet(std::span<const Event> rows, std::span<const std::uint32_t> attempts);
  void pool_sparse_places();
  void hand_out(std::span<const Event> rows, std::span<const std::uint32_t> attempts,
                std::vector<Caller>& origins);
  void set_addresses(std::span<const Event> rows, Caller& origin);

  const Places& places_;
  const ProgramBook& programs_;
  std::vector<CallerDraft> callers_;           // by exact place
  std::vector<std::uint32_t> caller_of_;  // of each attempt
  std::vector<Key> keys_;                 // of the origins
  std::vector<std::uint32_t> sizes_;      // their attempts
  std::vector<std::uint32_t> seen_;       // by address: the last set of addresses that has it
  std::uint32_t sets_ = 0;
  std::vector<Keyed> ranks_;
  Numbers numbers_;
};

// Rhythm of an origin's attempts.
Periodicity rhythm_of(std::span<const Event> rows, const Caller& origin, const std::string& zone);
CallerRhythms rhythms_of(std::span<const Event> rows, const Caller& origin,
                         const std::string& zone);

}  // namespace whylocked
