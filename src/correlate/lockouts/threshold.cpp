// The most likely threshold given the votes. What distorts a count mostly adds to it (lock rows
// that come late, successes that the export does not hold), so a count above the threshold is
// likelier than one below. A beginning that is cut off makes a count too small, so votes whose
// counter was seen to start at zero go first, and the others count only where there are none.

#include "correlate/lockouts/threshold.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace whylocked::lockouts {

namespace {

constexpr std::uint32_t kHighest = 100;
// One failure locks no account by policy. Two, fewer than anyone advises, takes three lockouts that
// agree, more than all others together, and a counter that was seen to start at zero.
constexpr std::uint32_t kLowestAdvised = 3, kVotesForTwo = 3;
constexpr std::size_t kCandidates = 6;  // the most frequent counts, for two thresholds
constexpr std::uint32_t kVotesForSecond = 3;
constexpr double kSecondCosts = 6;   // nats, for one more threshold
constexpr double kRatioOfTwo = 1.5;  // closer ones are one threshold with noise

}  // namespace

// log P(count | threshold), in round numbers of ours: mostly exact; above it with a long tail,
// because effects of a lock that ended unseen add up; seldom below.
double log_likelihood(std::uint32_t count, std::uint32_t threshold) {
  constexpr double kHarmonic = 5.19;  // sum of 1/d for d up to kHighest
  if (count == threshold) return std::log(0.80);
  if (count < threshold) return std::log(0.03 / (threshold - 1));
  return std::log(0.17 / kHarmonic / std::min(count - threshold, kHighest));
}

namespace {

using Votes = std::vector<Vote>;
using Histogram = std::array<std::uint32_t, kHighest + 1>;

Histogram histogram_of(const Votes& votes) {
  Histogram histogram{};
  for (const Vote& vote : votes)
    if (vote.count <= kHighest) ++histogram[vote.count];
  return histogram;
}

bool acceptable(const Histogram& histogram, std::uint32_t threshold, std::size_t votes) {
  if (histogram[threshold] == 0) return false;
  return threshold >= kLowestAdvised ||
         (histogram[threshold] >= kVotesForTwo && 2 * histogram[threshold] > votes);
}

// 0: none.
std::uint32_t most_likely(const Votes& votes, std::uint32_t lowest) {
  const Histogram histogram = histogram_of(votes);
  std::uint32_t best = 0;
  double most = 0;
  for (std::uint32_t threshold = lowest; threshold <= kHighest; ++threshold) {
    if (!acceptable(histogram, threshold, votes.size())) continue;
    double sum = 0;
    for (std::uint32_t count = 1; count <= kHighest; ++count)
      if (histogram[count] > 0) sum += histogram[count] * log_likelihood(count, threshold);
    if (best == 0 || sum > most) best = threshold, most = sum;
  }
  return best;
}

std::vector<std::uint32_t> candidates(const Votes& votes) {
  const Histogram histogram = histogram_of(votes);
  std::vector<std::uint32_t> counts;
  for (std::uint32_t count = kLowestAdvised; count <= kHighest; ++count)
    if (histogram[count] >= kVotesForSecond) counts.push_back(count);
  std::stable_sort(counts.begin(), counts.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return histogram[a] > histogram[b]; });
  counts.resize(std::min(counts.size(), kCandidates));
  return counts;
}

bool far_apart(std::uint32_t a, std::uint32_t b) {
  return std::max(a, b) >= kRatioOfTwo * std::min(a, b);
}

double total_likelihood(std::span<const Vote> votes, std::uint32_t threshold) {
  double sum = 0;
  for (const Vote& vote : votes) sum += log_likelihood(vote.count, threshold);
  return sum;
}

ThresholdEstimate summarize(std::span<const Vote> votes, std::uint32_t threshold) {
  ThresholdEstimate estimate{.threshold = threshold,
                             .accounts = 0,
                             .from = INT64_MAX,
                             .to = INT64_MIN,
                             .explained = 0,
                             .lockouts = 0};
  std::vector<TextId> users;
  for (const Vote& vote : votes) {
    users.push_back(vote.user);
    estimate.from = std::min(estimate.from, vote.time);
    estimate.to = std::max(estimate.to, vote.time);
    estimate.explained += vote.count == threshold;
    ++estimate.lockouts;
  }
  std::sort(users.begin(), users.end());
  estimate.accounts =
      static_cast<std::uint32_t>(std::unique(users.begin(), users.end()) - users.begin());
  return estimate;
}

}  // namespace

// Votes of all accounts, and how they are best explained.
struct Estimator {
  Votes votes;  // by time, user
  double best = 0;
  PolicyChoice choice;

  void set_single(std::uint32_t threshold) {
    choice.thresholds = Thresholds(threshold);
    choice.policy.estimates = {summarize(votes, threshold)};
    best = total_likelihood(votes, threshold) + kSecondCosts;
  }

  // Each account follows the one of two thresholds that explains it better.
  void try_kinds(const std::vector<std::uint32_t>& counts) {
    Votes by_user = votes;
    std::stable_sort(by_user.begin(), by_user.end(),
                     [](const Vote& a, const Vote& b) { return a.user < b.user; });
    for (const std::uint32_t first : counts)
      for (const std::uint32_t second : counts)
        if (first < second && far_apart(first, second)) try_kinds(by_user, first, second);
  }

  void try_kinds(const Votes& by_user, std::uint32_t first, std::uint32_t second) {
    double sum = 0;
    Votes of_first, of_second;
    std::size_t accounts_first = 0, accounts_second = 0;
    for (std::size_t from = 0, to = 0; from < by_user.size(); from = to) {
      while (to < by_user.size() && by_user[to].user == by_user[from].user) ++to;
      const std::span<const Vote> own = std::span(by_user).subspan(from, to - from);
      const double a = total_likelihood(own, first), b = total_likelihood(own, second);
      sum += std::max(a, b) - std::log(2.0);
      (a >= b ? accounts_first : accounts_second) += 1;
      Votes& side = a >= b ? of_first : of_second;
      side.insert(side.end(), own.begin(), own.end());
    }
    if (sum <= best || accounts_first < 2 || accounts_second < 2) return;
    if (!set_two(first, of_first, second, of_second)) return;
    best = sum;
    const bool first_is_usual = of_first.size() >= of_second.size();
    const std::uint32_t usual = first_is_usual ? first : second;
    const std::uint32_t other = first_is_usual ? second : first;
    choice.thresholds = Thresholds(usual);
    choice.thresholds.second_ = {other, other};
    for (const Vote& vote : first_is_usual ? of_second : of_first) {
      auto& marked = choice.thresholds.of_second_;
      if (marked.size() <= vote.user) marked.resize(vote.user + 1);
      marked[vote.user] = true;
    }
  }

  // All accounts follow one threshold until some time, and another from then on.
  void try_change(const std::vector<std::uint32_t>& counts) {
    for (const std::uint32_t first : counts)
      for (const std::uint32_t second : counts)
        if (far_apart(first, second)) try_change(first, second);
  }

  void try_change(std::uint32_t first, std::uint32_t second) {
    double sum = total_likelihood(votes, second) - std::log(static_cast<double>(votes.size()));
    double most = best;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < votes.size(); ++i) {
      sum += log_likelihood(votes[i].count, first) - log_likelihood(votes[i].count, second);
      if (sum > most) most = sum, at = i + 1;
    }
    if (at == 0) return;
    const auto middle = votes.begin() + static_cast<std::ptrdiff_t>(at);
    if (!set_two(first, {votes.begin(), middle}, second, {middle, votes.end()})) return;
    best = most;
    choice.thresholds = Thresholds(first);
    // Right after the last lockout of the old policy, so that the failures of the next count anew.
    choice.thresholds.usual_ = {first, second, votes[at - 1].time + 1};
  }

  bool set_two(std::uint32_t first, const Votes& of_first, std::uint32_t second,
               const Votes& of_second) {
    std::vector<ThresholdEstimate> two = {summarize(of_first, first), summarize(of_second, second)};
    if (std::min(two[0].explained, two[1].explained) < kVotesForSecond) return false;
    std::stable_sort(two.begin(), two.end(),
                     [](const auto& a, const auto& b) { return a.explained > b.explained; });
    choice.policy.estimates = std::move(two);
    return true;
  }
};

bool estimate_thresholds(Votes votes, PolicyChoice& out) {
  std::erase_if(votes, [](const Vote& vote) { return vote.count == 0; });
  Votes from_zero;
  std::copy_if(votes.begin(), votes.end(), std::back_inserter(from_zero),
               [](const Vote& vote) { return vote.from_zero; });
  std::uint32_t single = most_likely(from_zero, kLowestAdvised - 1);
  if (single != 0)
    votes = std::move(from_zero);
  else
    single = most_likely(votes, kLowestAdvised);
  if (single == 0) return false;
  std::sort(votes.begin(), votes.end(), [](const Vote& a, const Vote& b) {
    return std::tie(a.time, a.user, a.count) < std::tie(b.time, b.user, b.count);
  });
  Estimator estimator{.votes = std::move(votes), .choice = out};
  estimator.set_single(single);
  const std::vector<std::uint32_t> counts = candidates(estimator.votes);
  estimator.try_kinds(counts);
  estimator.try_change(counts);
  out = std::move(estimator.choice);
  out.policy.threshold = out.policy.estimates.front().threshold;
  out.policy.threshold_source = ThresholdSource::estimated;
  return true;
}

}  // namespace whylocked::lockouts
