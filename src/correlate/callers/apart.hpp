// Whether two streams of attempts come from one caller or from two.
//
// In:  the times of two streams.  Out: log odds in nats, above 0 for two callers; exact from
// `least`
//      on.
// One caller: the times together are one rhythm, and which stream a time belongs to is chance (or
// changes seldom: an address that moves, a password that stops working). Two callers: each stream
// is a rhythm of its own. Both are marginal likelihoods of the same data, so that nothing is tuned.
// Threads: pure.  Failure: none.  Cost: a millisecond or so; the last kMaxAttempts count.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::callers {

struct Stream {
  std::vector<Micros> times;  // ascending
  double failures = 0, successes = 0;
};

double log_odds_apart(const Stream& a, const Stream& b, const std::string& zone, double least);

}  // namespace whylocked::callers
