// The tries of a group as visits to accounts: whether one program goes through a list, or people
// and their devices fail there by themselves.
//
// In:  tries in time order.  Out: the log of the odds of a list, and the stretch that is most like
//      one.
// A visit is the tries on one account with none on another between. A program that
// goes through accounts keeps a beat from one to the next, whatever their order and its speed; who
// fails independently of the others does not. It takes its addresses in turn, where people have
// their own or share a few. As many tries on each account as on the others, and none again before
// many of the rest, speak against people who slip, but not against devices that retry.
// Lifetime: refers to the events.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

// A long row of tries on one account that no lock stops: kFlood of them, each soon after the last.
inline constexpr std::uint32_t kFlood = 100;
inline constexpr Micros kFloodPause = 10 * kSecond;

class Visits {
 public:
  // `rows`: indexes of events, ascending.
  Visits(const Events& events, std::span<const std::uint32_t> rows);

  std::span<const std::uint32_t> rows() const { return rows_; }
  std::size_t count() const { return visits_.size(); }
  std::size_t accounts() const { return accounts_; }
  bool is_flood() const { return flood_; }
  // Odds of a list against people and devices, as a logarithm. `strangers`: the export shows who
  // gets in, and no login from these addresses succeeds, so that they are hardly an office or a
  // gateway. `crowd`: log of the odds against others who fail there in a row by chance.
  double log_odds(bool strangers, double crowd = 0) const;
  // The same of accounts that move, whose addresses show nothing.
  double log_odds_of_moving() const { return log_odds_of_times(0); }
  // The rows of the visits that together are most like a list.
  std::span<const std::uint32_t> stretch() const;
  // From one visit to the next.
  Micros median_gap() const { return median_gap_; }

 private:
  static constexpr std::size_t kBeats = 4;  // how even a beat may be
  struct Visit {
    TextId user;
    Micros first, last;
    std::size_t from;    // in rows_
    std::size_t before;  // the last visit to the same account, or itself
    std::uint64_t tries = 0;
    std::array<double, kBeats> beat{};  // log of the odds of each; first: soon after the last
    double people = 0;                  // against people who slip, by order and number
    double rotating = 0;                // against places of people, see places()
  };

  Micros gap_before(std::size_t i) const { return visits_[i].first - visits_[i - 1].first; }
  Visit* overlapping(const Event& event);
  void find_visits(const Events& events);
  void observe_times();
  void observe_beat(std::size_t i);
  void observe_addresses(const Events& events);
  double places(bool strangers) const;
  double log_odds_of_times(double crowd) const;

  std::span<const std::uint32_t> rows_;
  std::vector<Visit> visits_;
  std::size_t accounts_ = 0, addresses_ = 1, networks_ = 1, shared_addresses_ = 0;
  Micros resolution_ = kSecond, median_gap_ = INT64_MAX;
  // Logs of odds, summed over the visits.
  double swift_ = 0, ordered_ = 0, shared_ = 0;
  bool flood_ = false;
};

}  // namespace whylocked::cases
