#include "attribute/ranking.hpp"

#include <algorithm>

namespace whylocked::old {

namespace {

constexpr double kMinProbability = 0.001;  // of a cause that is listed
// Weights may be as many as there are lockouts; then nothing is gained by keeping what they gave.
constexpr std::size_t kMaxKept = 1 << 14;

std::vector<std::pair<CauseCategory, double>> sum_kinds(const std::vector<RankedCause>& ranked,
                                                      const std::vector<ScoredOrigin>& origins) {
  std::vector<std::pair<CauseCategory, double>> kinds;
  for (int kind = 0; kind <= static_cast<int>(CauseCategory::attack); ++kind)
    kinds.emplace_back(static_cast<CauseCategory>(kind), 0.0);
  for (const RankedCause& cause : ranked)
    kinds[static_cast<std::size_t>(
              kind_of_cause(rivals()[cause.rival], origins[cause.origin].in_cloud))]
        .second += cause.probability;
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return kinds;
}

std::shared_ptr<const Ranking> rank_all(const Rankings::Origins& origins) {
  auto made = std::make_shared<Ranking>();
  std::vector<ScoredOrigin> scored;
  for (const auto& [score, weight] : origins) {
    scored.push_back(score->scored);
    scored.back().weight = weight;
    made->origins.push_back(score);
  }
  made->causes = rank_causes(scored);
  made->status = judge(made->causes, scored);
  made->kinds = sum_kinds(made->causes, scored);
  made->listed = static_cast<std::size_t>(
      std::find_if(made->causes.begin(), made->causes.end(),
                   [](const RankedCause& c) { return c.probability < kMinProbability; }) -
      made->causes.begin());
  return made;
}

}  // namespace

std::shared_ptr<const Ranking> Rankings::rank(const Origins& origins) {
  key_.clear();
  for (const auto& [score, weight] : origins) key_.emplace_back(score->number, weight);
  if (const auto found = known_.find(key_); found != known_.end()) return found->second;
  auto made = rank_all(origins);
  if (known_.size() == kMaxKept) known_.clear();
  known_.emplace(key_, made);
  return made;
}

std::shared_ptr<const NextTest> Rankings::next_test(const std::shared_ptr<const Ranking>& ranking,
                                                    AccountKind account, const Scene& scene,
                                                    bool activity_in_sight) {
  const Question question{ranking, account, activity_in_sight};
  if (const auto found = tests_.find(question); found != tests_.end()) return found->second;
  std::shared_ptr<const NextTest> made;
  if (auto test = whylocked::next_test(ranking->causes, account, scene, activity_in_sight))
    made = std::make_shared<const NextTest>(*std::move(test));
  if (tests_.size() == kMaxKept) tests_.clear();
  tests_.emplace(question, made);
  return made;
}

}  // namespace whylocked::old
