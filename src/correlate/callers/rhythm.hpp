// When a caller calls: the evidence of each model of rhythm, and whether two streams of attempts
// come from one caller or from two.
//
// In:  attempt times, ascending.  Out: log densities in nats, times in seconds.
// Attempts are joined to bursts at five gaps. The likelihood covers all times whatever the gap: the
// times within a burst, and the starts of bursts under each model. Free parameters (rate, period,
// jitter, change point) are integrated out or pay an Occam factor, which is the correction for
// having tried many: a rate or mean without a scale has the prior 1/x over a range of `kLogRange`
// e-folds; a choice among n costs log n; a label (short or long gap, on the beat or not) costs what
// a Beta(1, 1) prior over its share leaves.
// Threads: pure.  Failure: none.  Cost: linear in attempts; of the bursts the last kMaxBursts
// count.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::callers {

inline constexpr std::size_t kMaxBursts = 128;
inline constexpr double kLogRange = 14.8;  // from a second to a month
inline constexpr double kImpossible = -1e300;
inline constexpr double kDay_s = 86400;

inline double seconds(Micros time) {
  return static_cast<double>(time) / static_cast<double>(kSecond);
}

inline Micros floor_div(Micros a, Micros b) { return a / b - (a % b < 0); }

// The upper median; changes the order. REQUIRES: not empty.
template <class T>
T middle_of(std::vector<T>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

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
  std::vector<double> gaps;  // s, between starts; at least a millisecond
  double log_within = 0;
  double unit_s = 0;  // all times are multiples of it: a clock cut to seconds, minutes or hours
};

Bursts join(std::span<const Micros> times, Micros gap);

// The models that keep a clock. `unit`: all times are multiples of it (0: of none).
struct Beat {
  double log_evidence = kImpossible;          // also where there are too few
  double period = 0, jitter = 0, missed = 0;  // seconds, seconds, beats
};

Beat find_beat(std::span<const double> gaps, double unit);

// At one local time of day, any number of bursts a day, days missed at will.
Beat find_daily(std::span<const Micros> local, double unit);

// One change of the rate, or of the period.
Beat find_change(std::span<const double> gaps, double unit);

// Models that keep a clock are expensive, most of all one that changes; the evidence of the others
// is a lower bound of all.
enum class Models : std::uint8_t { without_clock, without_change, all };

// log P(times | any rhythm), given the first.
double log_evidence(std::span<const Micros> times, const std::string& zone,
                    Models models = Models::all);

// The last attempts that count, of all streams that are compared.
inline constexpr std::size_t kMaxTimes = 96;

struct Stream {
  std::vector<Micros> times;  // ascending; the last kMaxTimes are enough
  double failures = 0, successes = 0;

  void add(const Stream& more);
};

// Above 0 for a caller each; exact where it is close to `least`. One caller: the times together are
// one rhythm, and which stream a time belongs to is chance, or changes seldom (an address that
// moves, a password that stops working), or goes round. A caller each: every stream is a rhythm of
// its own. Both are marginal likelihoods of the same data, so that nothing is tuned.
double log_odds_apart(std::span<const Stream> streams, const std::string& zone, double least);

}  // namespace whylocked::callers
