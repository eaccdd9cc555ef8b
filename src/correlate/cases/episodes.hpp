// Failures of one source without a pause of kPause: what campaigns are made of.
//
// In:  events in time order, and the addresses of interest.  Out: their episodes, by first row.
// A source is an address with a client, or a computer. An episode notes what people do not do:
// tries of one kind on every account, accounts tried one right after the other, floods on one
// account. Lifetime: plain values.  Threads: one.  Failure: none.  Cost: a pass over the events.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

// People who slip try once in 6 of 10 times, else more often; a program's list makes the same
// number of tries on each account.
inline constexpr double kPeopleAlike = .6, kMaxAlike = .03, kNearlyAllAlike = .9;
inline constexpr std::size_t kMinAccounts = 4;  // of a campaign; fewer are people in one office
// A long row of tries on one account that no lock stops: kFlood tries, each soon after the last.
inline constexpr std::uint32_t kFlood = 100;
inline constexpr Micros kFloodPause = 10 * kSecond;

inline std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{a} << 32 | b;
}

// The caller's place and client, whatever the application.
std::uint64_t source_of(const Event& event, const ProgramBook& programs);

// Campaigns are known by place and pace: a date alone has none.
inline bool has_place_and_clock(const Event& event) {
  return event.address != kNone && event.precision != Precision::day;
}

// A login that guessing tries: not refused for a reason that comes before the password.
bool is_try(const Event& event);

void make_distinct(std::vector<TextId>& ids);  // and ascending

struct Episode {
  std::uint64_t source = 0;
  TextId address = kNone, program = kNone;
  std::uint32_t first_row = 0;  // index of an event
  Micros first = 0, last = 0;
  std::uint64_t failures = 0, successes = 0;
  std::optional<std::uint32_t> first_success;
  std::vector<TextId> users;     // with failures; ascending and distinct in the end
  std::vector<Micros> switches;  // gaps from one account to the next
  std::vector<std::pair<Micros, TextId>> visited;  // when, and whom
  TextId last_user = kNone;
  Micros last_of_user = 0;
  // A visit: the tries on one account with none on another between.
  std::uint64_t visits = 0, alike = 0, visit_tries = 0, first_visit_tries = 0;
  std::uint64_t row = 0;  // tries on last_user, each soon after the last
  bool flood = false;     // such a row was as long as kFlood
  // Accounts tried one after the other, each soon after the last: now, and the longest such list.
  std::vector<TextId> sequence, longest_sequence;
  Micros last_of_sequence = 0, longest_last = 0;
  bool is_longest = false;  // `sequence` is the longest so far
  std::uint64_t sequence_failures = 0, longest_failures = 0;

  void add_failure(const Event& event);
  void end();  // after its last failure

  bool is_alike() const;     // too many visits with the same number of tries for people who slip
  bool is_sequence() const;  // too long a list for people who slip, also where many do so at once

 private:
  void end_visit();
  void extend_sequence(const Event& event);
};

// Those episodes of the candidates (by address) that `matters` keeps once they have ended.
std::vector<Episode> collect_episodes(const Events& events, const std::vector<bool>& candidates,
                                      const std::function<bool(const Episode&)>& matters);

}  // namespace whylocked::cases
