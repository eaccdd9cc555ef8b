// Failures that belong together across accounts: sprays, credential stuffing,
// tests of many accounts.
//
// In:  events in time order, and the network of each address.  Out: campaigns, and
//      the campaign of each failure.
// The tries of strangers are grouped by a client text that never signs in, by network, and all
// together; then tries are grouped by address; then those of strangers within minutes. A group
// without a long pause is a campaign if the odds favour a list over people and devices (see
// visits.hpp). Accounts that sign in at the address are left out, unless a stretch of the tries is
// a list at a program's pace. Campaigns that share accounts, or begin and end together, are one.
// Lifetime: plain values.  Threads: const access is safe.  Failure: none.
// Cost: two passes over the events, and n log n in the tries.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::cases {

inline constexpr std::uint32_t kNoCampaign = 0xffffffff;

struct Campaign {
  Micros first = 0, last = 0;
  std::vector<TextId> users;                   // ascending
  std::vector<TextId> addresses;               // ascending
  std::vector<std::uint64_t> sources;          // keys of an address and its source_of(); ascending
  std::uint64_t successes = 0;                 // of its sources, on any account
  std::optional<std::uint32_t> first_success;  // index of an event

  // The successes, if guessing may explain them; more are logins of people at the same address.
  std::uint64_t guessed() const;
};

class Campaigns {
 public:
  struct Try {
    TextId user;
    std::uint32_t event, campaign;  // index of the event; in all()
    auto operator<=>(const Try&) const = default;
  };

  Campaigns(const Events& events, const RowIndex& by_address,
            std::span<const std::uint32_t> network_of_address, const Coverage& coverage,
            unsigned threads);

  const std::vector<Campaign>& all() const { return campaigns_; }
  // The tries on an account that belong to campaigns, by event.
  std::span<const Try> of(TextId user) const;

 private:
  friend class Detector;
  std::vector<Campaign> campaigns_;
  std::vector<Try> rows_;  // ascending
};

}  // namespace whylocked::cases
