// The beat in a series of runs, if there is one.
//
// In:  run times in seconds, ascending, and the unit their clock counts in.
// Out: the period with its jitter and p-value, or nothing.
// Method: the Rayleigh statistic R(P) = |sum exp(2 pi i t / P)|^2 / n of the point process, which
// missed beats do not hurt, maximized over P from 20 s to a third of the span; p is corrected for
// all independent periods in that range. Of periods within 80 % of the peak the longest is taken,
// since P/2 and P/3 peak too.
// Threads: pure.  Failure: none.  Cost: at most about a millisecond, whatever the number of runs:
// the first 512 decide.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "correlate/runs.hpp"

namespace whylocked {

struct Period {
  double seconds = 0;
  double jitter_s = 0;
  double p_value = 1;
};

inline constexpr double kSignificant = 0.001;
inline constexpr std::size_t kMaxRuns = 512;  // that decide

// Nothing if no period is significant, or runs stray too far from it.
std::optional<Period> find_period(std::span<const Run> runs, Micros clock_unit);

// For beats that stand out only because a coarse clock makes them exact (whole minutes or more):
// every unit, or every second one, holds one run of equal size; or most gaps are equal. By chance,
// whatever the rate, a unit holds exactly n >= 1 attempts with probability at most 1/e (Poisson),
// and a gap is m units with at most (1 - 1/m)^(m - 1) / m (geometric).
std::optional<Period> find_unit_period(std::span<const Run> runs, Micros clock_unit);

// An upper bound on the chance that n random phases have a resultant of at least `length`.
double rayleigh_tail(double n, double length);

}  // namespace whylocked
