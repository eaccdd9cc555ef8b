#include "accuracy/suite.hpp"

#include <algorithm>
#include <cmath>

#include "accuracy/baselines.hpp"

namespace whylocked::accuracy {

namespace {

std::vector<EvidenceWeights> judge_all(std::span<const Game> games, const Tuning* tuning) {
  std::vector<EvidenceWeights> judgements(games.size());
  in_parallel(games.size(), [&](std::size_t i) {
    const Report& report = games[i].result.report;
    judgements[i] = judge(
        games[i], i,
        tuning == nullptr ? report.lockouts
                          : attribute(report.events, report.correlation, games[i].site, *tuning));
  });
  return judgements;
}

void sum_scenarios(std::span<const Game> games, std::span<const EvidenceWeights> judgements,
                   Measured& out) {
  std::vector<std::vector<Judged>> lockouts(scenarios().size());
  std::vector<std::size_t> invented(scenarios().size(), 0);
  std::size_t all_invented = 0;
  for (std::size_t g = 0; g < games.size(); ++g) {
    auto& of = lockouts[games[g].scenario];
    of.insert(of.end(), judgements[g].lockouts.begin(), judgements[g].lockouts.end());
    invented[games[g].scenario] += judgements[g].invented;
    all_invented += judgements[g].invented;
    out.lockouts.insert(out.lockouts.end(), judgements[g].lockouts.begin(),
                        judgements[g].lockouts.end());
  }
  for (std::size_t s = 0; s < lockouts.size(); ++s)
    out.by_scenario.push_back(figures(lockouts[s], invented[s]));
  out.all = figures(out.lockouts, all_invented);
  out.macro = macro(out.by_scenario, out.all);
}

// Lockouts of which only the kind can be told have nothing to name and stay out.
void compare(std::span<const Game> games, std::span<const EvidenceWeights> judgements, Measured& out) {
  const auto rules = baselines();
  std::vector<double> count(scenarios().size(), 0);
  out.baselines.assign(scenarios().size(), std::vector<double>(rules.size(), 0));
  out.own_worth.assign(scenarios().size(), 0);
  for (std::size_t g = 0; g < games.size(); ++g)
    for (std::size_t t = 0; t < games[g].truth.size(); ++t) {
      const TrueLockout& truth = games[g].truth[t];
      if (truth.answerable == Answerable::kind) continue;
      const std::size_t s = games[g].scenario;
      ++count[s];
      for (std::size_t b = 0; b < rules.size(); ++b)
        out.baselines[s][b] += worth(truth, rules[b].names(games[g], truth));
      const Judged& own = judgements[g].lockouts[t];
      out.own_worth[s] += truth.answerable == Answerable::tie ? own.tie_exact : own.credit;
    }
  for (std::size_t s = 0; s < count.size(); ++s) {
    for (double& value : out.baselines[s]) value = count[s] == 0 ? kNothing : value / count[s];
    out.own_worth[s] = count[s] == 0 ? kNothing : out.own_worth[s] / count[s];
  }
}

Measured measured(std::span<const Game> games, const Tuning* tuning) {
  const auto judgements = judge_all(games, tuning);
  Measured out;
  sum_scenarios(games, judgements, out);
  compare(games, judgements, out);
  return out;
}

struct Demand {
  const char* what;
  double Figures::*figure;
  bool at_least;
  double limit;
};
constexpr Demand kDemands[] = {
    {"macro top-1 where a cause is answerable", &Figures::top1, true, 0.95},
    {"true ties named exactly", &Figures::ties_exact, true, 0.95},
    {"wrong names", &Figures::wrong, false, 0.01},
    {"expected calibration error", &Figures::ece, false, 0.03},
    {"Brier score", &Figures::brier, false, 0.10},
};

}  // namespace

Measured measure(std::span<const Game> games) { return measured(games, nullptr); }
Measured measure(std::span<const Game> games, const Tuning& tuning) {
  return measured(games, &tuning);
}

std::vector<std::string> missed_demands(const Measured& measured) {
  std::vector<std::string> missed;
  for (const Demand& demand : kDemands) {
    const double figure = measured.macro.*demand.figure;
    if (demand.at_least ? figure >= demand.limit : figure <= demand.limit) continue;
    missed.push_back(std::string(demand.what) + ": " + std::to_string(figure) +
                     (demand.at_least ? ", at least " : ", at most ") +
                     std::to_string(demand.limit));
  }
  if (measured.all.invented > 0)
    missed.push_back("invented lockouts: " + std::to_string(measured.all.invented));
  if (const auto lost = measured.all.lockouts - measured.all.found;
      1000 * lost > measured.all.lockouts)
    missed.push_back("lockouts not found: " + std::to_string(lost));
  return missed;
}

}  // namespace whylocked::accuracy
