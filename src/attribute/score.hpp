// Findings to probabilities: the sum of the lines, the softmax, the mean over origins, the order.
//
// In:  an incident's cases.  Out: for each rival its probability, score, rank and best origin.
// What is equal for many lockouts is worked out once: the scores of an origin, by the judgements
// that its findings rest on (an OriginScore). Lines of one signal group are capped as a running
// sum, so a capped line shows its capped number and the lines still add up. Two rivals of one
// origin tie when their scores are equal to the tenth of a deciban; two rivals of different origins
// tie when the origins have equal shares and each origin names its rival clearly (two stale callers
// at once). Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "attribute/signals.hpp"

namespace whylocked::old {

struct ScoredOrigin {
  double weight = 1;                // share of the lockout
  bool in_cloud = false;            // where it called from
  std::vector<Decibans10> score;    // prior included, by rival
  std::vector<double> probability;  // by rival, sums to 1
};

// What the findings of an origin amount to.
struct OriginScore {
  std::uint32_t number = 0;
  ScoredOrigin scored;  // of weight 1
  // Of each finding: its signal, its judgement, and what it is worth after the caps, by rival.
  std::vector<std::string_view> signals;
  std::vector<JudgementBook::Shared> judged;
  std::vector<std::vector<Decibans10>> db10;
};

class OriginScores {
 public:
  // Fills `findings` with what the signals see. The same score for the same judgements.
  std::shared_ptr<const OriginScore> score(const Situation& one, std::vector<Finding>& findings);

 private:
  std::map<std::vector<std::uint32_t>, std::shared_ptr<const OriginScore>> known_;
  std::vector<std::uint32_t> key_;
  std::uint32_t numbers_ = 0;
};

struct RankedCause {
  std::size_t rival = 0;
  std::uint32_t rank = 1;
  double probability = 0;
  std::size_t origin = 0;  // in the list of ScoredOrigin: the one that speaks most for it
};
// All rivals, best first; probabilities sum to 1.
std::vector<RankedCause> rank_causes(const std::vector<ScoredOrigin>& origins);

// `verdict` is the only member of rank 1 when the status is diagnosed.
Status judge(const std::vector<RankedCause>& ranked, const std::vector<ScoredOrigin>& origins);

}  // namespace whylocked::old
