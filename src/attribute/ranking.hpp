// Everything that lockouts of one kind have in common: order of the causes, status, next test.
//
// In:  the scores of an incident's origins and their weights.  Out: a Ranking.
// Most lockouts of an export are alike in this, so a Ranking is looked up by the numbers of the
// scores and the weights.
// Lifetime: shared.  Threads: one Rankings a thread; a Ranking is const.  Failure: none.
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "attribute/fix.hpp"
#include "attribute/score.hpp"

namespace whylocked::old {

struct Ranking {
  std::vector<RankedCause> causes;  // all rivals, best first
  std::size_t listed = 0;           // so many are probable enough
  Status status = Status::insufficient_evidence;
  std::vector<std::pair<CauseCategory, double>> kinds;
  std::vector<std::shared_ptr<const OriginScore>> origins;
};

class Rankings {
 public:
  using Origins = std::vector<std::pair<std::shared_ptr<const OriginScore>, double>>;  // and weight

  std::shared_ptr<const Ranking> rank(const Origins& origins);
  // nullptr: none promises anything.
  std::shared_ptr<const NextTest> next_test(const std::shared_ptr<const Ranking>& ranking,
                                            AccountKind account, const Scene& scene,
                                            bool activity_in_sight);

 private:
  using Key = std::vector<std::pair<std::uint32_t, double>>;
  using Question = std::tuple<std::shared_ptr<const Ranking>, AccountKind, bool>;
  std::map<Key, std::shared_ptr<const Ranking>> known_;
  std::map<Question, std::shared_ptr<const NextTest>> tests_;
  Key key_;
};

}  // namespace whylocked::old
