// The sum of the printed lines, and what follows from it.
//
// In:  the observations of a case, its candidates.  Out: scores, probabilities, ranks, a status.
// Probabilities are the softmax of the scores and nothing else: adding up the lines of a report and
// taking the softmax gives the same numbers.
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

// Softmax of scores in tenths of a deciban.
std::vector<double> softmax(const std::vector<Decibans10>& scores);

// Expected information of a signal in bits: the mutual information of its rows and the cause.
double expected_bits(const Candidates& candidates, const Score& score, const Signal& signal);

// All causes, best first. `in_cloud`: products that run in either place count as hosted.
std::vector<RankedCause> ranked_causes(const Candidates& candidates, const Score& score,
                                       bool in_cloud);

// Sets the kinds, status and sufficiently probable causes of a diagnosis, given its conflicts.
// `contested`: each lockout needs several different callers, so no single cause is named.
void conclude(std::vector<RankedCause> causes, bool contested, Diagnosis& diagnosis);

}  // namespace whylocked::attribution
