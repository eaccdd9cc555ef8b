// The measurement: all games judged, by scenario and over all, with baselines and ablation.
//
// In:  games of the judging seeds.  Out: Measured, and its pages for the README.
// Lifetime: plain values.  Threads: uses all processors; the same games give the same figures.
// Failure: none.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "accuracy/metrics.hpp"
#include "accuracy/play.hpp"
#include "attribute/tuning.hpp"

namespace whylocked::accuracy {

struct Measured {
  std::vector<Judged> lockouts;                // of all games, in order
  std::vector<Figures> by_scenario;            // as scenarios()
  Figures all;                                 // by lockout
  Figures macro;                               // by scenario
  std::vector<std::vector<double>> baselines;  // [scenario][baseline]: mean worth; NaN: no lockout
  std::vector<double> own_worth;               // the same of the diagnosis
};

// With the report's own diagnoses, or with others made by `tuning`.
Measured measure(std::span<const Game> games);
Measured measure(std::span<const Game> games, const Tuning& tuning);

// The table by scenario, the reliability plot, abstention, ablation, as Markdown.
std::string pages(std::span<const Game> games, const Measured& measured, bool with_ablation);

// The demands on a release (kDemands in suite.cpp): each one that is missed, in words.
std::vector<std::string> missed_demands(const Measured& measured);

}  // namespace whylocked::accuracy
