// Figures over many judged lockouts.
//
// In:  Judged values.  Out: means, calibration with bootstrap intervals, abstention curve.
// Expected calibration error: sum over bins of |accuracy - confidence| weighed by their share, on
// the confidence of the leading answer, bins of equal count (Naeini et al. 2015; equal-count bins
// because confidences crowd near 1). Intervals: 95 % percentile bootstrap over exports, since
// lockouts of one export depend on each other (Efron and Tibshirani 1993).
// Lifetime: plain values.  Threads: pure, own random numbers: the same input gives the same
// figures. Failure: none; a mean over nothing is NaN and printed as "-".
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "accuracy/judge.hpp"

namespace whylocked::accuracy {

inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

// Of one scenario, or of all.
struct Figures {
  std::size_t lockouts = 0, found = 0, invented = 0;
  double top1 = kNothing, top3 = kNothing, mrr = kNothing;  // where a cause is answerable
  double ties_exact = kNothing;                             // where a tie is the answer
  double kinds = kNothing;        // right kind first, where only the kind is answerable
  double brier = kNothing;        // where a cause or a tie is answerable
  double brier_kinds = kNothing;  // where only the kind is
  double log_loss = kNothing;
  double diagnosed = kNothing;  // part of all lockouts with a verdict
  double wrong = kNothing;      // part of all lockouts with a wrong name
  double ece = kNothing;
};
Figures figures(std::span<const Judged> lockouts, std::size_t invented);

// Mean over scenarios, each counted once however many lockouts it has. `all` is by lockout, and so
// stay the calibration error, exact ties and right kinds: few scenarios have any of those.
Figures macro(std::span<const Figures> scenarios, const Figures& all);

struct Bin {
  double confidence = 0, accuracy = 0;
  std::size_t count = 0;
};
std::vector<Bin> reliability(std::span<const Judged> lockouts, std::size_t bins);

struct Interval {
  double low = 0, high = 0;
};
// Of the expected calibration error; `games` is one more than the largest Judged::game.
Interval ece_interval(std::span<const Judged> lockouts, std::size_t games);

// Accuracy of those whose confidence is at least the limit, and their part of all.
struct Kept {
  double limit = 0, coverage = 0, accuracy = 0;
};
std::vector<Kept> abstention(std::span<const Judged> lockouts);

}  // namespace whylocked::accuracy
