// A diagnosis held against the truth: for each true lockout what was said of it, in numbers.
//
// In:  a Game, or the answer of a baseline.  Out: one Judged a true lockout, and the invented ones.
// Definitions (they are the meaning of every figure in the README):
//   the cause   the caller with the largest share of the counted failures; several if equal
//   credit      part of the causes at rank 1 that are the cause: a tie of two with the right one
//               among them earns a half
//   probability classes between which nothing in the export decides (a true tie) count as one
//   wrong       a verdict, or a tie, that does not have the cause among its names
// Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accuracy/play.hpp"

namespace whylocked::accuracy {

struct Judged {
  std::size_t scenario = 0, game = 0;
  Answerable answerable = Answerable::cause;
  bool found = false;
  Status status = Status::insufficient_evidence;
  double credit = 0;       // at rank 1
  double in_three = 0;     // chance that the cause is among the first three, ties in random order
  double reciprocal = 0;   // expected 1 / rank, likewise
  double brier = 0;        // multi-class, 0 to 2; of answerable `kind`: over the kinds
  double log_loss = 0;     // nats, of the true class; of answerable `kind`: of the caller itself
  double confidence = 0;   // probability of all that stands at rank 1
  bool leads = false;      // the cause stands at rank 1
  bool tie_exact = false;  // rank 1 is exactly the true tie
  bool wrong = false;
  bool kind_first = false;  // the most probable kind is the true one
};

struct EvidenceWeights {
  std::vector<Judged> lockouts;  // in the order of the truth
  std::size_t invented = 0;      // reported lockouts that are not true
};

// `lockouts` are diagnoses of the game's own incidents (its report's, or those of a variant).
EvidenceWeights judge(const Game& game, std::size_t index, const std::vector<Diagnosis>& lockouts);

// Ids of the true cause: the callers whose share is the largest.
std::vector<std::string> true_causes(const TrueLockout& truth);

// What a baseline's set of names earns: `credit`, or for a true tie whether the set is exact.
double worth(const TrueLockout& truth, const std::vector<std::string>& named);

}  // namespace whylocked::accuracy
