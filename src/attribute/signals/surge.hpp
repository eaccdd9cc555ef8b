// How many accounts fail at about the same time, anywhere, from places where they never sign in.
//
// In:  events and their correlation.  Out: the number within an hour or a day of some time, and the
//      probability of as many by chance, at the rate of the rest of the export.
// Lifetime: a value.  Threads: const access is safe.  Failure: none.
// Cost: one pass over the events.
#pragma once

#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::attribution {

struct Surge {
  std::uint32_t others = 0;  // accounts, besides one
  Micros within = 0;
  double by_chance = 1;  // P(as many or more | they are independent)
};

class Surges {
 public:
  Surges(const Events& events, const Correlation& correlation);

  // The least likely surge at the time of an event.
  Surge at(Micros time) const;

 private:
  // Surges by window of time. Two series per length, half a window apart.
  struct Series {
    Micros start, window;
    std::vector<Surge> surges = {};

    std::size_t index_of(Micros time) const {
      return static_cast<std::size_t>((time - start) / window);
    }
  };

  std::vector<Series> series_;
};

}  // namespace whylocked::attribution
