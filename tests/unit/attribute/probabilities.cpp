// Every probability follows from the printed lines, and every line from its printed probabilities.
#include <cmath>

#include "attribute/scoring/score.hpp"
#include "catch.hpp"
#include "diagnosed.hpp"

using namespace whylocked;
using namespace whylocked::attribution;

namespace {

constexpr std::string_view kStale = "52.65.24.89 client=axios/1.7.9";

std::string stale_poller(std::string_view user) {
  const std::string who = std::string(user) + ' ' + std::string(kStale);
  return story::beat(0, 900, 40, "ok " + who) + story::at(36'100) + " reset " + std::string(user) +
         '\n' + story::beat(36'900, 900, 40, "fail " + who) + story::at(40'600) + " lock " +
         std::string(user) + '\n';
}

double named(const EvidenceLine& line, std::string_view name, double otherwise) {
  for (const NamedProbability& one : line.from)
    if (one.name == name) return one.value;
  return otherwise;
}

}  // namespace

TEST_CASE("the columns of each signal sum to one, and so do the priors") {
  for (const SignalInfo& info : explain_signals()) {
    CAPTURE(info.name);
    CHECK(!info.reason.empty());
    if (info.outcomes.empty()) continue;
    for (std::size_t b = 0; b < kBehaviours; ++b) {
      double sum = 0;
      for (const auto& outcome : info.outcomes) sum += outcome.given[b].second;
      CHECK(std::abs(sum - 1) < 1e-9);
    }
  }
  for (const Candidates* set : {&autotask_candidates(), &other_candidates()}) {
    double sum = 0;
    for (const double p : set->prior) sum += p;
    CHECK(std::abs(sum - 1) < 1e-9);
  }
}

TEST_CASE("every cause that a site may name is a hypothesis with a remedy") {
  for (const std::string_view id : kCauseIds) {
    CAPTURE(id);
    const std::size_t h = hypothesis_of(id);
    REQUIRE(h < hypotheses().size());
    const Fix fix = fix_of({.hypothesis = static_cast<std::uint16_t>(h)});
    CHECK(!fix.where.empty());
    CHECK(fix.steps.size() >= 2);
    CHECK(fix.source.starts_with("https://"));
  }
}

TEST_CASE("a fact counts for no more than its confidence allows") {
  // Amazon documented with confidence .85, base .45.
  CHECK(std::lround(100 * std::log10(refined({0, .97, .45, .85, ""}))) == 30);
  CHECK(std::lround(10 * std::log10(refined({0, .01, .25, .85, ""}))) == -7);
  // A period of 60 s, documented among others.
  CHECK(std::lround(10 * std::log10(refined({0, .30, .05, .5, ""}))) == 5);
  CHECK(std::abs(refined({0, 0, 1, .9, ""}) - .1) < 1e-9);
}

TEST_CASE("probabilities are the softmax of the printed lines") {
  const auto it = story::diagnose(stale_poller("svc-psa@msp.example.com"),
                                  R"({"installed": ["zomentum", "it-glue", "quotewerks"]})");
  const Explainer explainer(it.input());
  const Diagnosis& first = it.first();
  double sum = 0;
  std::vector<double> weights;
  for (const Cause& cause : explainer.explain(first)) {
    Decibans10 lines = 0;
    for (const EvidenceLine& line : cause.evidence) {
      CAPTURE(cause.id, line.signal);
      lines += line.db10;
      CHECK((line.declared || line.signal == "prior" || !line.events.empty()));
      const double ratio = named(line, "P(seen | cause)", 0) / named(line, "P(seen)", 1);
      CHECK(std::abs(line.db10 - named(line, "weight", 1) * 100 * std::log10(ratio)) <= .5);
    }
    CHECK(lines == cause.score_db10);
    sum += weights.emplace_back(std::pow(10, lines / 100.0));
  }
  for (std::size_t i = 0; i < first.causes.size(); ++i)
    CHECK(std::abs(weights[i] / sum - first.causes[i].probability) < .02);  // none below .001
}

namespace {

struct Verdict {
  const char* what;
  std::vector<Decibans10> scores;  // of the first members; the others have -400
  bool conflict;
  Status status;
  std::size_t first;  // how many share rank 1
};

}  // namespace

TEST_CASE("status and ranks") {
  const Verdict rows[] = {
      {"0.90", {0, -200}, false, Status::diagnosed, 1},
      {"three times the next", {0, -60, -100}, false, Status::likely, 1},
      {"two share", {0, -20}, false, Status::tied, 2},
      {"equal scores", {0, 0, 0}, false, Status::tied, 3},
      {"five share", {0, 0, 0, 0, 0}, false, Status::insufficient_evidence, 5},
      {"a leader without enough lead", {0, -35, -60, -80}, false, Status::insufficient_evidence, 1},
      {"with a conflict", {0, -110}, true, Status::insufficient_evidence, 1},
      {"likely, with a conflict", {0, -60, -100}, true, Status::insufficient_evidence, 1},
      {"far ahead, with a conflict", {0, -200}, true, Status::diagnosed, 1},
  };
  const Candidates& candidates = autotask_candidates();
  for (const Verdict& row : rows) {
    CAPTURE(row.what);
    Score score;
    score.sum.resize(candidates.members.size(), -400);
    std::copy(row.scores.begin(), row.scores.end(), score.sum.begin());
    score.probability = softmax(score.sum);
    Diagnosis diagnosis;
    if (row.conflict) diagnosis.conflicts.emplace_back();
    conclude(ranked_causes(candidates, score, true), false, diagnosis);
    CHECK(to_text(diagnosis.status) == to_text(row.status));
    std::size_t first = 0;
    for (const RankedCause& cause : diagnosis.causes) first += cause.rank == 1;
    CHECK(first == row.first);
    CHECK(diagnosis.verdict().empty() ==
          (row.status != Status::diagnosed && row.status != Status::likely));
  }
}

TEST_CASE("words never claim more than the number") {
  CHECK(words_of(.99) == "almost certain");
  CHECK(words_of(.989) == "very likely");
  CHECK(words_of(.949) == "likely");
  CHECK(words_of(.799) == "probably");
  CHECK(words_of(.599) == "possibly");
}
