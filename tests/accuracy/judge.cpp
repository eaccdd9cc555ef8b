#include "accuracy/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace whylocked::accuracy {

namespace {

// A lock row may be stamped by another clock, up to 90 s off, or to the minute.
constexpr Micros kSameLockout = 3 * kMinute;
constexpr double kMinProbability = 5e-4;  // for logarithms: causes under 0.001 are not listed

bool has(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::vector<std::string> first_rank(const Diagnosis& diagnosis) {
  std::vector<std::string> ids;
  for (const Cause& cause : diagnosis.causes)
    if (cause.rank == 1) ids.push_back(cause.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Rank and size of the group of equals in which the best true cause stands.
void judge_ranks(const Diagnosis& diagnosis, const std::vector<std::string>& causes, Judged& out) {
  const auto best = std::find_if(diagnosis.causes.begin(), diagnosis.causes.end(),
                                 [&](const Cause& cause) { return has(causes, cause.id); });
  if (best == diagnosis.causes.end()) return;
  double size = 0, hits = 0;
  for (const Cause& cause : diagnosis.causes)
    if (cause.rank == best->rank) ++size, hits += has(causes, cause.id);
  const double before = best->rank - 1.0;
  if (best->rank == 1) out.credit = hits / size;
  out.in_three = std::clamp((3 - before) / (size - hits + 1), 0.0, 1.0);
  for (double position = 1; position <= size - hits + 1; ++position)
    out.reciprocal += 1 / (before + position) / (size - hits + 1);
  out.leads = best->rank == 1;
}

void judge_probabilities(const TrueLockout& truth, const Diagnosis& diagnosis, Judged& out) {
  for (const Cause& cause : diagnosis.causes)
    if (cause.rank == 1) out.confidence += cause.probability;
  out.kind_first = !diagnosis.kinds.empty() && to_text(diagnosis.kinds.front().first) == truth.kind;
  double right = 0, exact = 0;
  for (const Cause& cause : diagnosis.causes)
    if (cause.id == truth.callers.front().cause) exact = cause.probability;
  if (truth.answerable == Answerable::kind) {
    for (const auto& [kind, probability] : diagnosis.kinds)
      if (to_text(kind) == truth.kind)
        right += probability;
      else
        out.brier += probability * probability;
  } else {
    for (const Cause& cause : diagnosis.causes)
      if (has(truth.answers, cause.id))
        right += cause.probability;
      else
        out.brier += cause.probability * cause.probability;
  }
  out.log_loss =
      -std::log(std::max(truth.answerable == Answerable::kind ? exact : right, kMinProbability));
  out.brier += (1 - right) * (1 - right);
}

Judged judge_one(const TrueLockout& truth, const Diagnosis* diagnosis) {
  Judged out;
  out.answerable = truth.answerable;
  if (diagnosis == nullptr) {
    out.brier = 1;  // no probability was given to anything
    out.log_loss = -std::log(kMinProbability);
    return out;
  }
  out.found = true;
  out.status = diagnosis->status;
  judge_ranks(*diagnosis, true_causes(truth), out);
  judge_probabilities(truth, *diagnosis, out);
  out.tie_exact = first_rank(*diagnosis) == truth.answers;
  out.wrong = diagnosis->status != Status::insufficient_evidence && !out.leads;
  return out;
}

// The reported lockout of the same account nearest in time that is not taken yet.
std::optional<std::size_t> match(const Game& game, const TrueLockout& truth,
                                 const std::vector<Diagnosis>& lockouts,
                                 const std::vector<bool>& taken) {
  const Report& report = game.result.report;
  std::optional<std::size_t> best;
  Micros nearest = kSameLockout + 1;
  for (std::size_t i = 0; i < lockouts.size(); ++i) {
    const Incident& incident = report.correlation.incidents[lockouts[i].incident];
    const Micros distance = std::abs(incident.locked_at - truth.at);
    if (taken[i] || distance >= nearest || report.events.users.text(incident.user) != truth.user)
      continue;
    best = i;
    nearest = distance;
  }
  return best;
}

}  // namespace

std::vector<std::string> true_causes(const TrueLockout& truth) {
  std::vector<std::string> causes;
  for (const TrueCaller& caller : truth.callers)
    if (caller.share >= truth.callers.front().share - 1e-9) causes.push_back(caller.cause);
  return causes;
}

double worth(const TrueLockout& truth, const std::vector<std::string>& named) {
  if (named.empty()) return 0;
  if (truth.answerable == Answerable::tie) {
    auto sorted = named;
    std::sort(sorted.begin(), sorted.end());
    return sorted == truth.answers;
  }
  const auto causes = true_causes(truth);
  const auto hits = std::count_if(named.begin(), named.end(),
                                  [&](const std::string& id) { return has(causes, id); });
  return static_cast<double>(hits) / static_cast<double>(named.size());
}

EvidenceWeights judge(const Game& game, std::size_t index, const std::vector<Diagnosis>& lockouts) {
  EvidenceWeights judgement;
  std::vector<bool> taken(lockouts.size(), false);
  for (const TrueLockout& truth : game.truth) {
    const auto found = match(game, truth, lockouts, taken);
    if (found) taken[*found] = true;
    judgement.lockouts.push_back(judge_one(truth, found ? &lockouts[*found] : nullptr));
    judgement.lockouts.back().scenario = game.scenario;
    judgement.lockouts.back().game = index;
  }
  judgement.invented = static_cast<std::size_t>(std::count(taken.begin(), taken.end(), false));
  return judgement;
}

}  // namespace whylocked::accuracy
