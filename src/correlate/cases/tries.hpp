// Tries: failed logins that guessing may be, their source and place, and episodes of them.
//
// In:  events in time order, and the addresses of interest.  Out: their episodes, by first row.
// A source is an address with a client, or a computer; its tries without a pause of kPause are an
// episode. Tries on an account whose password changed within a day are left out: its own devices
// still send the old one.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: a pass over the events.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

using Rows = std::vector<std::uint32_t>;  // indexes of events, ascending

inline constexpr std::size_t kMinAccounts = 4;   // of a campaign; fewer are people in one office
inline constexpr Micros kLinkPause = 6 * kHour;  // ends a campaign

inline std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{a} << 32 | b;
}

// The caller's place and client, whatever the application.
std::uint64_t source_of(const Event& event, const ProgramBook& programs);

// Campaigns are known by place and pace: a date alone has none.
inline bool has_place_and_clock(const Event& event) {
  return event.address != kNone && event.precision != Precision::day;
}

// By index of event. A try is not refused for a reason that comes before the password.
std::vector<bool> find_tries(const Events& events);

// All but a few call themselves Mozilla. Everybody has one, so it links nobody.
inline bool is_browser(std::string_view client) { return client.starts_with("Mozilla/"); }

void make_distinct(std::vector<TextId>& ids);  // and ascending

// Networks of the table by address; 0: none known.
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

struct Episode {
  std::uint64_t source = 0;
  TextId address = kNone, program = kNone;
  Micros first = 0, last = 0;
  Rows rows;                  // its tries
  std::vector<TextId> users;  // of the tries; ascending and distinct in the end
  std::uint64_t failures = 0, successes = 0;
  std::uint64_t successes_before = 0, successes_within = 0;  // of the address: till first, last
  std::optional<std::uint32_t> first_success;
};

// Those episodes of the candidates (by address) that `matters` keeps once they have ended.
std::vector<Episode> collect_episodes(const Events& events, const std::vector<bool>& tries,
                                      const std::vector<bool>& candidates,
                                      const std::function<bool(const Episode&)>& matters);

}  // namespace whylocked::cases
