// When a caller calls: the evidence for each model of rhythm, and whether two streams of attempts
// come from one caller or from two.
//
// In:  attempt times, ascending.  Out: log densities in nats, times in seconds.
// Attempts are joined to bursts at five gaps. The likelihood covers all times for any gap: the
// times within a burst, and the starts of bursts under each model. Free parameters (rate, period,
// jitter, change point) are integrated out or pay an Occam factor, the penalty for having tried
// many. A rate or mean without a scale has the prior 1/x over a range of `kLogRange` e-folds; a
// choice among n costs log n; a label (short or long gap, on the beat or not) costs what a Beta(1,
// 1) prior over its share gives.
// Threads: pure.  Failure: none.  Cost: linear in attempts; only the last
// kMaxBursts bursts are used.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
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

// log of the integral of q^a (1 - q)^b: a things with one label and b with another.
double log_labels(double a, double b);

// Log odds that addresses with these numbers of tries, used one after another, are those of one
// caller that moves, against callers whose tries come in any order.
double log_odds_of_moving(std::span<const std::size_t> tries);
inline constexpr double kMoving = 7;  // log odds at which they are

// n exponential gaps with a total of `sum` seconds, the rate integrated out.
double log_exponential(double n, double sum);

double log_poisson(std::span<const double> gaps);  // random, at a constant rate

// The starts of the last bursts for one gap, and the evidence of the times within them.
struct Bursts {
  Micros gap = 0;
  std::vector<Micros> starts;
  std::vector<double> gaps;  // seconds between starts, at least a millisecond
  double log_within = 0;
  double unit_s = 0;  // all times are multiples of it, as from a clock cut to minutes
};

Bursts join(std::span<const Micros> times, Micros gap);

// The models that keep a clock. `unit`: all times are multiples of it (0: of none).
struct Beat {
  double log_evidence = kImpossible;          // also if there are too few
  double period = 0, jitter = 0, missed = 0;  // seconds, seconds, beats
};

Beat find_beat(std::span<const double> gaps, double unit);

// At one local time of day, any number of bursts a day, any number of days missed.
Beat find_daily(std::span<const Micros> local, double unit);

// One change of the rate, or of the period.
Beat find_change(std::span<const double> gaps, double unit);

// Models that keep a clock are expensive, most of all one that changes. The evidence of the others
// is a lower bound for all.
enum class Models : std::uint8_t { without_clock, without_change, all };

// Times joined to bursts, and the evidence of each model of their starts, including its prior.
struct Joined {
  Bursts bursts;
  std::vector<Micros> local;  // starts of bursts
  bool sittings = false;      // attempts were joined that no client's retries explain
  double share = 0;           // of the gaps: those that join alike
  std::array<double, kRhythmModels> log_evidence{};
  std::array<Beat, kRhythmModels> beats{};  // of models that keep a clock

  void weigh(RhythmModel model, const Beat& beat);
};

// The evidence of one stream of times, given the first. Models are evaluated when needed.
class Evidence {
 public:
  Evidence(std::span<const Micros> times, const std::string& zone);

  double total(Models models);         // log P(times | any of these models)
  double of(RhythmModel model) const;  // after total() has evaluated it; gaps have equal weight
  // For the gap with the most evidence for the model. REQUIRES: has_bursts().
  const Joined& best(RhythmModel model) const;
  bool has_bursts() const { return !joined_.empty(); }

 private:
  static void weigh(Joined& one, Models models);

  std::vector<Joined> joined_;  // by gap; empty: too few for a rhythm
  std::vector<double> totals_;  // by Models
  double unjoined_ = 0;         // if there are too few
};

// Number of last attempts that count, over all streams compared.
inline constexpr std::size_t kMaxTimes = 96;

using LabelledTimes = std::vector<std::pair<Micros, std::size_t>>;  // with their streams, in order

struct Stream {
  std::vector<Micros> times;  // ascending; the last kMaxTimes suffice
  double failures = 0, successes = 0;

  void add(const Stream& more);
};

// Decides whether the log odds of separate callers, rather than one, are at least `least`.
// One caller: the times together are one rhythm, and the stream of each time is random, or
// changes rarely (an address that moves, a password that stops working), or takes turns.
// Separate callers: every stream has its own rhythm. Both are marginal likelihoods of the
// same data, so nothing is tuned.
class Comparison {
 public:
  Comparison(std::span<const Stream> streams, const std::string& zone);

  bool has_clock();                                 // all together, more likely than not
  bool are_apart(double least);                     // each from the others
  bool is_apart(std::size_t stream, double least);  // from all others together

 private:
  bool are_apart(std::span<const Stream> streams, const LabelledTimes& labelled, double least);

  std::span<const Stream> streams_;
  const std::string& zone_;
  LabelledTimes labelled_;  // of all streams, in order
  std::vector<Micros> times_;
  Evidence together_;
};

}  // namespace whylocked::callers
