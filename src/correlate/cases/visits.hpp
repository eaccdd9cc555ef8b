// Weighs whether one program goes through a list of accounts, or people and their devices fail
// independently, from a group's tries seen as visits to accounts.
//
// In:  tries in time order.  Out: the log odds of a list, and the stretch most like one.
// A visit is the tries on one account with none on another between. A program that goes through
// accounts keeps a beat from one to the next, whatever their order and its speed; independent
// failures do not. It uses its addresses in turn, while people have their own or share a few. Equal
// numbers of tries on each account, and no account again before many of the others, are evidence
// against people who slip, but not against devices that retry.
// Lifetime: refers to the events.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

// A long sequence of tries on one account that no lock stops: kFlood of them in quick succession.
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
  // Log odds of a list against people and devices. `strangers`: the export has successes, but none
  // from these addresses, which are therefore unlikely to be an office or gateway. `crowd`: log
  // odds against others who fail there in succession by chance.
  double log_odds(bool strangers, double crowd = 0) const;
  // The same for accounts that move, whose addresses show nothing.
  double log_odds_of_moving() const { return log_odds_of_times(0); }
  // The rows of the consecutive visits most like a list.
  std::span<const std::uint32_t> stretch() const;
  // From one visit to the next.
  Micros median_gap() const { return median_gap_; }

 private:
  static constexpr std::size_t kBeats = 4;  // degrees of evenness of a beat
  struct Visit {
    TextId user;
    Micros first, last;
    std::size_t from;    // in rows_
    std::size_t before;  // index of the last visit to the same account, or its own
    std::uint64_t tries = 0;
    std::array<double, kBeats> beat{};  // log odds of each; the first: it came soon after the last
    double people = 0;                  // log odds against people who slip, by order and number
    double rotating = 0;                // log odds against people's places, see places()
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
  // Log odds, summed over the visits.
  double swift_ = 0, ordered_ = 0, shared_ = 0;
  bool flood_ = false;
};

}  // namespace whylocked::cases
