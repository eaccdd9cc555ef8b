// The order in which accounts are tried: programs go through a list, people slip as it happens.
//
// In:  tries in time order.  Out: whether a list of accounts, or a flood on one, explains them.
// A visit is the tries on one account with none on another between. A list is tried evenly (as many
// tries each visit, no account again before much of the rest), in the same order as before, or at a
// pace at which people who slip do not follow each other.
// Lifetime: plain values.  Threads: one.  Failure: none.  Cost: n log n in the tries.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::cases {

// A long row of tries on one account that no lock stops: kFlood of them, each soon after the last.
inline constexpr std::uint32_t kFlood = 100;
inline constexpr Micros kFloodPause = 10 * kSecond;

// Odds against people at which tries are a list: of one source, and of any within minutes.
inline constexpr double kEven = 33, kEvenInMinutes = 12;

// P(as many tries on an account as on the first), of a list and of people: who slips does so once
// in 6 of 10 times.
inline constexpr double kSingleInList = .97, kSingleByPeople = .6;

// Log of the odds of a list, where `so` of the observations are such as it makes.
double log_ratio(std::size_t so, std::size_t otherwise, double list, double people);

class Visits {
 public:
  // `rows`: indexes of events, ascending.
  Visits(const Events& events, std::span<const std::uint32_t> rows);

  std::size_t count() const { return visits_.size(); }
  std::size_t accounts() const { return accounts_; }
  bool is_flood() const { return flood_; }
  // Each account as often as the others, and none again before many of the rest.
  bool is_even(double odds) const;
  // The accounts follow each other as the time before.
  bool is_ordered() const;
  // From one account to the next within two minutes, in the median.
  bool is_fast() const;
  // The longest row of accounts, each tried soon after the one before; empty if people of one
  // office who slip may have made it.
  std::vector<TextId> sequence() const;

 private:
  struct Visit {
    TextId user;
    Micros first, last;
    std::uint64_t tries;
    enum { kFirst, kLate, kEarly } order = kFirst;  // a return: after a third of the others, or not
  };
  struct Sequence {
    std::size_t from = 0, to = 0;  // visits
    std::size_t accounts = 0;
    std::uint64_t tries = 0;
    std::size_t late = 0, early = 0;
  };

  void count_returns();
  Sequence longest_sequence() const;
  bool by_chance(const Sequence& sequence, std::span<const TextId> listed) const;

  std::vector<Visit> visits_;
  std::size_t accounts_ = 0;
  std::size_t alike_ = 0, unlike_ = 0;  // first visits to an account, by their number of tries
  std::size_t late_ = 0, early_ = 0;    // returns; unlike ones are early
  std::size_t repeats_ = 0;             // accounts that follow the same one as the time before
  bool flood_ = false;
};

}  // namespace whylocked::cases
