// Tries: failed logins that may be guesses, and where they come from.
//
// In:  events in time order.  Out: which of them are tries, their source, and their network.
// Tries on an account whose password changed within a day are left out, because its own
// devices still send the old one.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: a pass over the events.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

using Rows = std::vector<std::uint32_t>;  // indexes of events, ascending

inline constexpr std::size_t kMinAccounts = 4;   // of a campaign; fewer may be people in one office
inline constexpr Micros kLinkPause = 6 * kHour;  // ends a campaign

inline std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{a} << 32 | b;
}

// The caller at an address: its computer, else its client, for any application.
TextId source_of(const Event& event, const ProgramBook& programs);

// Campaigns are recognized by place and pace; a date alone has no pace.
inline bool has_place_and_clock(const Event& event) {
  return event.address != kNone && event.precision != Precision::day;
}

// By index of event. Refusals before the password was checked are not tries.
std::vector<bool> find_tries(const Events& events);

template <class Id>
void make_distinct(std::vector<Id>& ids) {  // and ascending
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// Networks of the table by address; 0: unknown.
class NetworkOfAddress {
 public:
  NetworkOfAddress(const Events& events, std::span<const std::uint32_t> networks)
      : events_(events), networks_(networks) {}

  std::uint32_t known(TextId address) const {
    return address < networks_.size() ? networks_[address] : 0;
  }
  // The network of the table, else the address's block.
  std::uint64_t wide(TextId address) const;

 private:
  const Events& events_;
  std::span<const std::uint32_t> networks_;
};

}  // namespace whylocked::cases
