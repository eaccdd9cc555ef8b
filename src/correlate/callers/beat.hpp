// The models that keep a clock: a fixed period, a time of day, and one change of either.
//
// In:  gaps between starts of bursts in seconds, or their local times; `unit`, of which all times
// are
//      multiples (0: none).  Out: the best Beat with its evidence in nats, kImpossible if too few.
// Threads: pure.  Failure: none.  Cost: linear in gaps, times some dozens of periods tried.
#pragma once

#include <span>

#include "correlate/callers/bursts.hpp"

namespace whylocked::callers {

struct Beat {
  double log_evidence = kImpossible;
  double period = 0, jitter = 0, missed = 0;  // seconds, seconds, beats
};

Beat find_beat(std::span<const double> gaps, double unit);

// At one local time of day, any number of bursts a day, days missed at will.
Beat find_daily(std::span<const Micros> local, double unit);

// One change of the rate, or of the period.
Beat find_change(std::span<const double> gaps, double unit);

}  // namespace whylocked::callers
