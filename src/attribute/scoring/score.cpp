#include "attribute/scoring/score.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

namespace whylocked::attribution {

namespace {

constexpr double kListed = .001;  // less probable causes are left out of a diagnosis
constexpr double kDiagnosed = .90, kLikely = .60, kLead = 3, kTied = .85;
constexpr double kOverConflict = .95;  // needed to name a cause despite a conflict
constexpr std::size_t kMaxTied = 4;

CauseCategory category_of(const Hypothesis& one, bool in_cloud) {
  if (one.category == CauseCategory::cloud_integration && !in_cloud && one.product != nullptr &&
      one.product->place == Place::either)
    return CauseCategory::office_integration;
  return one.category;
}

// The number of leading causes that are tied; 0 if they are not.
std::size_t tied(const std::vector<RankedCause>& causes) {
  double sum = 0;
  for (std::size_t n = 0; n < std::min(kMaxTied, causes.size()); ++n) {
    if (causes[n].probability * kLead < causes.front().probability) return 0;
    sum += causes[n].probability;
    const bool ends = n + 1 == causes.size() || causes[n + 1].score_db10 < causes[n].score_db10;
    if (n > 0 && ends && sum >= kTied) return n + 1;
  }
  return 0;
}

// `contested`: each lockout needs several different callers, so no single cause is named.
// `conflict`: a declaration contradicts the export, which the administrator can settle.
Status status_of(std::vector<RankedCause>& causes, bool contested, bool conflict) {
  if (causes.empty()) return Status::insufficient_evidence;
  const double first = causes.front().probability;
  const double next = causes.size() > 1 ? causes[1].probability : 0;
  if (first >= (conflict ? kOverConflict : kDiagnosed) && !contested) return Status::diagnosed;
  if (first >= kLikely && first >= kLead * next && !contested && !conflict) return Status::likely;
  const std::size_t n = tied(causes);
  for (std::size_t i = 0; i < n; ++i) causes[i].rank = 1;
  return n > 0 ? Status::tied : Status::insufficient_evidence;
}

}  // namespace

Score score(const Candidates& candidates, const std::vector<Observation>& observations) {
  const std::size_t n = candidates.members.size();
  Score result;
  for (const double prior : candidates.prior)
    result.prior.push_back(line_of(prior, 1.0 / static_cast<double>(n), 1));
  result.sum = result.prior;
  Belief belief(candidates);
  for (const Observation& seen : observations) {
    Likelihood found = likelihood(seen, candidates, belief);
    auto& line = result.lines.emplace_back(n);
    double before = -1;
    for (std::size_t m = 0; m < n; ++m) {
      line[m] = found.given[m] == before && m > 0
                    ? line[m - 1]
                    : line_of(found.given[m], found.overall, seen.signal->weight);
      before = found.given[m];
      result.sum[m] += line[m];
    }
    result.likelihoods.push_back(std::move(found));
  }
  result.probability = softmax(result.sum);
  return result;
}

std::vector<double> softmax(const std::vector<Decibans10>& scores) {
  const Decibans10 best = *std::ranges::max_element(scores);
  std::vector<double> probability;
  double sum = 0;
  for (const Decibans10 score : scores)
    sum += probability.emplace_back(std::exp((score - best) / 100.0 * std::numbers::ln10));
  for (double& p : probability) p /= sum;
  return probability;
}

double expected_bits(const Candidates& candidates, const Score& score, const Signal& signal) {
  std::vector<double> group(candidates.mixture.size(), 0.0);  // probability of each
  for (std::size_t m = 0; m < score.probability.size(); ++m)
    group[candidates.group[m]] += score.probability[m];
  double bits = 0;
  for (auto seen = signal.from; seen < signal.to; seen = next(seen)) {
    std::vector<double> given(group.size(), 0.0);
    double overall = 0;
    for (std::size_t g = 0; g < group.size(); ++g) {
      for (std::size_t b = 0; b < kBehaviours; ++b)
        given[g] += candidates.mixture[g][b] * row(seen).given[b];
      overall += group[g] * given[g];
    }
    for (std::size_t g = 0; g < group.size(); ++g)
      if (given[g] > 0) bits += group[g] * given[g] * std::log2(given[g] / overall);
  }
  return signal.weight * bits;
}

std::vector<RankedCause> ranked_causes(const Candidates& candidates, const Score& score,
                                       bool in_cloud) {
  const auto all = hypotheses();
  std::vector<RankedCause> causes;
  for (std::size_t m = 0; m < score.sum.size(); ++m)
    causes.push_back({candidates.members[m], category_of(all[candidates.members[m]], in_cloud), 1,
                      score.probability[m], score.sum[m]});
  std::ranges::stable_sort(causes, std::greater(), &RankedCause::score_db10);
  for (std::size_t i = 1; i < causes.size(); ++i)
    causes[i].rank = causes[i].score_db10 == causes[i - 1].score_db10
                         ? causes[i - 1].rank
                         : static_cast<std::uint32_t>(i + 1);
  return causes;
}

void conclude(std::vector<RankedCause> causes, bool contested, Diagnosis& diagnosis) {
  // Several programs on one account are a cause of contested lockouts.
  if (!causes.empty() && causes.front().category == CauseCategory::several) contested = false;
  std::map<CauseCategory, double> kinds;
  for (const RankedCause& cause : causes) kinds[cause.category] += cause.probability;
  diagnosis.kinds.assign(kinds.begin(), kinds.end());
  std::ranges::stable_sort(diagnosis.kinds, std::greater(),
                           &std::pair<CauseCategory, double>::second);
  diagnosis.status = status_of(causes, contested, !diagnosis.conflicts.empty());
  std::erase_if(causes, [](const RankedCause& cause) { return cause.probability < kListed; });
  diagnosis.causes = std::move(causes);
}

}  // namespace whylocked::attribution
