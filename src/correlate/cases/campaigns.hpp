// Failures that belong together across accounts: sprays, stuffed lists, tests of many accounts.
//
// In:  events in time order, and the network of each address.  Out: campaigns, and which of them a
//      failure belongs to.
// The episodes of one address are a campaign if they reach several accounts that are not at home
// there, as a list or from a stranger; so is a flood on one account. Accounts that are at home are
// left out, unless they are tried as a list. If the export holds no successes, nobody is known to
// be a stranger; then the accounts must follow each other evenly, and within minutes or again and
// again. What strangers try little each is looked for as swarms and lists. Campaigns that share
// accounts, or begin and end together, are one.
// Lifetime: refers to the programs of the events.  Threads: const access is safe.  Failure: none.
// Cost: a pass over the events, and a look-up for each failure of a source that may be part of one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::cases {

inline constexpr std::uint32_t kNoCampaign = 0xffffffff;

struct Campaign {
  Micros first = 0, last = 0;
  std::vector<TextId> users;      // ascending
  std::vector<TextId> addresses;  // ascending
  std::uint64_t failures = 0;
  std::uint64_t successes = 0;  // of its sources, on accounts that they failed on or others
  std::optional<std::uint32_t> first_success;  // index of an event

  // The successes, if as few as guesses hit; more are logins of people at the same address.
  std::uint64_t guessed() const;
};

class Campaigns {
 public:
  Campaigns() = default;
  Campaigns(const Events& events, std::span<const std::uint32_t> network_of_address,
            const Coverage& coverage);

  const std::vector<Campaign>& all() const { return campaigns_; }
  bool empty() const { return campaigns_.empty(); }
  // Which campaign a failure belongs to, or kNoCampaign.
  std::uint32_t of(const Event& event) const;
  // Whether any campaign touched the account.
  bool touches(TextId user) const { return user < touched_.size() && touched_[user]; }

 private:
  friend class Detector;
  struct Part {  // of a source: an episode that belongs to a campaign
    Micros first, last;
    std::uint32_t campaign;
  };
  std::vector<Campaign> campaigns_;
  std::unordered_map<std::uint64_t, std::vector<Part>> parts_;  // by source, as they were found
  std::vector<bool> touched_;                                   // by account
  std::vector<bool> from_addresses_;  // sources that name no computer come from these
  const ProgramBook* programs_ = nullptr;
};

}  // namespace whylocked::cases
