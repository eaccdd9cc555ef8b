// Lines add up, ties are ties, and the verdict is withheld where the evidence does not carry it.
#include "attribute/score.hpp"

#include <cmath>

#include "catch.hpp"

using namespace whylocked;

namespace {

// An origin whose scores are 0 but for the named rivals.
ScoredOrigin origin(double weight, std::vector<std::pair<std::string_view, Decibans10>> scores) {
  ScoredOrigin made;
  made.weight = weight;
  made.score.assign(rivals().size(), -400);
  for (const auto& [id, db10] : scores) made.score[rival_index(id)] = db10;
  double sum = 0;
  for (const Decibans10 db10 : made.score) sum += std::pow(10, db10 / 100.0);
  for (const Decibans10 db10 : made.score)
    made.probability.push_back(std::pow(10, db10 / 100.0) / sum);
  return made;
}

struct ScoreRow {
  const char* what;
  std::vector<ScoredOrigin> origins;
  Status status;
  std::vector<std::string_view> first;
};

}  // namespace

TEST_CASE("ranks, ties and status") {
  const ScoreRow rows[] = {
      {"a clear leader",
       {origin(1, {{"hudu", 0}, {"it-glue", -100}})},
       Status::diagnosed,
       {"hudu"}},
      {"equal scores tie",
       {origin(1, {{"hudu", 0}, {"it-glue", 0}})},
       Status::tied,
       {"it-glue", "hudu"}},
      {"a leader without room",
       {origin(1, {{"hudu", 0}, {"it-glue", -10}})},
       Status::insufficient_evidence,
       {"hudu"}},
      {"nobody leads", {origin(1, {})}, Status::tied, {}},
      {"two stale callers at once",
       {origin(.5, {{"hudu", 0}}), origin(.5, {{"it-glue", 0}})},
       Status::tied,
       {"it-glue", "hudu"}},
      {"the larger share leads",
       {origin(.8, {{"hudu", 0}}), origin(.2, {{"it-glue", 0}})},
       Status::diagnosed,
       {"hudu"}},
  };
  for (const ScoreRow& row : rows) {
    CAPTURE(row.what);
    const auto ranked = rank_causes(row.origins);
    CHECK(judge(ranked, row.origins) == row.status);
    std::vector<std::string_view> first;
    double sum = 0;
    for (const RankedCause& cause : ranked) {
      sum += cause.probability;
      if (cause.rank == 1) first.push_back(rivals()[cause.rival].id);
    }
    CHECK(std::abs(sum - 1) < 1e-9);
    if (!row.first.empty()) CHECK(first == row.first);
  }
}
