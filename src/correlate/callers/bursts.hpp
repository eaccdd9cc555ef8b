// Attempt times joined to bursts, and the densities that all models of rhythm are made of.
//
// In:  attempt times, ascending; a gap.  Out: the last kMaxBursts bursts and the evidence of what
// is
//      within them: log densities in nats, times in seconds.
// A rate or mean without a scale has the prior 1/x over a range of `kLogRange` e-folds; a choice
// among n costs log n; a label (short or long gap, on the beat or not) costs what a Beta(1, 1)
// prior over its share leaves. Threads: pure.  Failure: none.  Cost: linear.
#pragma once

#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "correlate/callers/rhythm.hpp"

namespace whylocked::callers {

inline constexpr double kLogRange = 14.8;  // from a second to a month
inline constexpr double kImpossible = -1e300;
inline constexpr double kDay_s = 86400;

inline double seconds(Micros time) {
  return static_cast<double>(time) / static_cast<double>(kSecond);
}

inline Micros floor_div(Micros a, Micros b) { return a / b - (a % b < 0); }

double log_sum(double a, double b);  // log(exp(a) + exp(b))

// log of the integral of q^a (1 - q)^b: the labels of a things of one kind and b of another.
double log_labels(double a, double b);

// n exponential gaps that sum to `sum` seconds, the rate integrated out.
double log_exponential(double n, double sum);

double log_poisson(std::span<const double> gaps);  // at random, at one rate

// The starts of the last bursts at one gap, and the evidence of the times within them.
struct Bursts {
  Micros gap = 0;
  std::vector<Micros> starts;
  std::vector<std::uint32_t> sizes;
  std::vector<double> gaps;  // s, between starts; at least a millisecond
  double log_within = 0;
  double unit_s = 0;  // all times are multiples of it: a clock cut to seconds, minutes or hours

  double span() const { return std::accumulate(gaps.begin(), gaps.end(), 0.0); }
};

Bursts join(std::span<const Micros> times, Micros gap);

}  // namespace whylocked::callers
