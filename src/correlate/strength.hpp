// How well runs keep a beat: the Rayleigh statistic of one period, or of several at once.
//
// In:  run times in seconds, ascending, and periods.  Out: |sum exp(2 pi i t / P)|^2 / n of each.
// This is where the search for a beat spends its time. Four numbers are worked on at a time, on
// x86-64 with AVX2 where the processor has it; the operations and their order are the same in each
// way, so the bits are, too.
// Threads: pure.  Failure: none.
#pragma once

#include <span>

namespace whylocked {

using Times = std::span<const double>;  // seconds since the first run, ascending

// REQUIRES: !times.empty(), a period above 0.
double strength(Times times, double period);

// The same for each of `periods`; `out` has room for as many.
void strengths(Times times, std::span<const double> periods, double* out);

}  // namespace whylocked
