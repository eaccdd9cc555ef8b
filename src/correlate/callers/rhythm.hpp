// When a caller calls: the evidence of each model of rhythm.
//
// In:  attempt times, ascending.  Out: Rhythm, and the evidence that comparisons of callers need.
// Attempts are joined to bursts at five gaps. The likelihood covers all times whatever the gap: the
// times within a burst, and the starts of bursts under each model. Free parameters (rate, period,
// jitter, change point) are integrated out or pay an Occam factor, which is the correction for
// having tried many. The posterior is over models, all gaps together.
// Threads: pure.  Failure: none.  Cost: linear in attempts; of the bursts the last kMaxBursts
// count.
#pragma once

#include <span>
#include <string>

#include "whylocked/correlate.hpp"

namespace whylocked::callers {

inline constexpr std::size_t kMaxBursts = 128;

// Models that keep a clock are dear; the evidence of the others is a lower bound of all.
enum class Models : std::uint8_t { all, without_clock };

// log P(times | any rhythm), given the first; in nats, times in seconds.
double log_evidence(std::span<const Micros> times, const std::string& zone,
                    Models models = Models::all);

}  // namespace whylocked::callers
