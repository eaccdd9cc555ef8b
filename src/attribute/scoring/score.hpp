// The sum of the printed lines, and what follows from it.
//
// In:  the observations of a case, its candidates.  Out: scores, probabilities, ranks, a status.
// probability = softmax of the scores, and nothing else: whoever adds up the lines of a report and
// takes the softmax gets the same numbers.
// Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <vector>

#include "attribute/scoring/likelihood.hpp"

namespace whylocked::attribution {

struct Score {
  std::vector<Decibans10> prior;               // by member
  std::vector<std::vector<Decibans10>> lines;  // by observation, then member
  std::vector<Likelihood> likelihoods;         // by observation
  std::vector<Decibans10> sum;                 // by member
  std::vector<double> probability;             // by member: the softmax of `sum`
};
Score score(const Candidates& candidates, const std::vector<Observation>& observations);

// Softmax of tenths of a deciban.
std::vector<double> softmax(const std::vector<Decibans10>& scores);

// Expected information of a signal's rows, in bits: the mutual information of its outcome and the
// cause.
double expected_bits(const Candidates& candidates, const Score& score, const Signal& signal);

// All causes, best first. `in_cloud`: a product of either place counts as hosted.
std::vector<RankedCause> ranked_causes(const Candidates& candidates, const Score& score,
                                       bool in_cloud);

// Kinds, status and the causes probable enough, from all causes and `diagnosis.conflicts`.
// `contested`: each lockout needs two callers that differ, so no single cause is named.
void conclude(std::vector<RankedCause> causes, bool contested, Diagnosis& diagnosis);

}  // namespace whylocked::attribution
