// The most likely threshold given the votes. Most distortions raise a count (late lock rows,
// successes missing from the export), so a count above the threshold is likelier than one below. A
// truncated beginning lowers it, so votes whose counter is known to have started at zero go first,
// and the others count only if there are none.

#include "correlate/lockouts/policy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace whylocked::lockouts {

namespace {

constexpr std::uint32_t kHighest = 100;
// No policy locks after one failure. Two is lower than anyone advises, and takes three agreeing
// lockouts, more than all others together, whose counters are known to have started at zero.
constexpr std::uint32_t kLowestAdvised = 3, kVotesForTwo = 3;
constexpr std::size_t kCandidates = 6;  // most frequent counts, tried as two thresholds
constexpr std::uint32_t kVotesForSecond = 3;
constexpr double kSecondCosts = 6;   // nats, for a second threshold
constexpr double kRatioOfTwo = 1.5;  // thresholds closer than this are one with noise

}  // namespace

// log P(count | threshold), in round numbers of our choice. Mostly the count is exact; or a
// multiple, if the locks between were neither recorded nor answered; or above, with a long tail,
// because effects of a lock that ended unseen add up; rarely below.
double log_likelihood(std::uint32_t count, std::uint32_t threshold) {
  constexpr double kBelow = 0.01, kTwice = 0.04, kAbove = 0.11;
  constexpr double kHarmonic = 5.19;  // sum of 1/d for d up to kHighest
  if (count == threshold) return std::log(0.80);
  if (count < threshold) return std::log(kBelow / (threshold - 1));
  double chance = kAbove / kHarmonic / std::min(count - threshold, kHighest);
  if (count % threshold == 0) chance += kTwice * std::exp2(2.0 - count / threshold);
  return std::log(chance);
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

double total_likelihood(const Votes& votes, std::uint32_t threshold) {
  double sum = 0;
  for (const Vote& vote : votes) sum += log_likelihood(vote.count, threshold);
  return sum;
}

// 0: none.
std::uint32_t most_likely(const Votes& votes, std::uint32_t lowest) {
  const Histogram histogram = histogram_of(votes);
  std::uint32_t best = 0;
  double most = 0;
  for (std::uint32_t threshold = lowest; threshold <= kHighest; ++threshold) {
    const std::uint32_t exact = histogram[threshold];
    const bool agreed = exact >= kVotesForTwo && 2 * exact > votes.size();
    if (exact == 0 || (threshold < kLowestAdvised && !agreed)) continue;
    double sum = 0;
    for (std::uint32_t count = 1; count <= kHighest; ++count)
      if (histogram[count] > 0) sum += histogram[count] * log_likelihood(count, threshold);
    if (best != 0 && sum <= most) continue;
    best = threshold;
    most = sum;
  }
  return best;
}

// Thresholds of which two may explain the votes together.
std::vector<std::uint32_t> candidates(const Votes& votes) {
  const Histogram histogram = histogram_of(votes);
  std::vector<std::uint32_t> counts;
  for (std::uint32_t count = kLowestAdvised; count <= kHighest; ++count)
    if (histogram[count] >= kVotesForSecond) counts.push_back(count);
  std::ranges::stable_sort(counts, std::greater{},
                           [&](std::uint32_t count) { return histogram[count]; });
  counts.resize(std::min(counts.size(), kCandidates));
  return counts;
}

ThresholdEstimate summarize(const Votes& votes, std::uint32_t threshold) {
  ThresholdEstimate estimate{.threshold = threshold, .from = INT64_MAX, .to = INT64_MIN};
  std::set<TextId> users;
  for (const Vote& vote : votes) {
    users.insert(vote.user);
    estimate.from = std::min(estimate.from, vote.time);
    estimate.to = std::max(estimate.to, vote.time);
    estimate.explained += vote.count == threshold;
  }
  estimate.lockouts = static_cast<std::uint32_t>(votes.size());
  estimate.accounts = static_cast<std::uint32_t>(users.size());
  return estimate;
}

// A threshold and the votes of lockouts that follow it.
struct Side {
  std::uint32_t threshold;
  Votes votes = {};
  std::size_t accounts = 0;
};

// The best explanation of all votes.
class Estimator {
 public:
  Estimator(Votes votes, std::uint32_t single, PolicyChoice& out)
      : votes_(std::move(votes)), out_(out) {
    out_.thresholds = Thresholds(single);
    out_.policy.estimates = {summarize(votes_, single)};
    best_ = total_likelihood(votes_, single) + kSecondCosts;
    for (const Vote& vote : votes_) by_user_[vote.user].push_back(vote);
  }

  void try_two() {
    const std::vector<std::uint32_t> counts = candidates(votes_);
    for (void (Estimator::*const attempt)(std::uint32_t, std::uint32_t) :
         {&Estimator::try_kinds, &Estimator::try_change})
      for (const std::uint32_t first : counts)
        for (const std::uint32_t second : counts)
          if (std::max(first, second) >= kRatioOfTwo * std::min(first, second))
            (this->*attempt)(first, second);
  }

 private:
  // Assigns each account to the threshold that explains it better.
  void try_kinds(std::uint32_t first, std::uint32_t second) {
    if (first > second) return;
    double sum = 0;
    Side a{first}, b{second};
    for (const auto& [user, own] : by_user_) {
      const double as_a = total_likelihood(own, first), as_b = total_likelihood(own, second);
      sum += std::max(as_a, as_b) - std::log(2.0);
      Side& side = as_a >= as_b ? a : b;
      ++side.accounts;
      side.votes.insert(side.votes.end(), own.begin(), own.end());
    }
    if (std::min(a.accounts, b.accounts) < 2 || !explain(sum, a, b)) return;
    const auto [usual, other] = a.votes.size() >= b.votes.size() ? std::tie(a, b) : std::tie(b, a);
    out_.thresholds = Thresholds(usual.threshold);
    out_.thresholds.second = {other.threshold, other.threshold};
    out_.thresholds.of_second.resize(by_user_.rbegin()->first + 1);
    for (const Vote& vote : other.votes) out_.thresholds.of_second[vote.user] = true;
  }

  // Tries one threshold for all accounts until some time, and another from then on.
  void try_change(std::uint32_t first, std::uint32_t second) {
    double sum = total_likelihood(votes_, second) - std::log(static_cast<double>(votes_.size()));
    double most = best_;
    std::ptrdiff_t at = 0;
    for (std::size_t i = 0; i + 1 < votes_.size(); ++i) {
      sum += log_likelihood(votes_[i].count, first) - log_likelihood(votes_[i].count, second);
      if (sum <= most) continue;
      most = sum;
      at = static_cast<std::ptrdiff_t>(i) + 1;
    }
    if (at == 0) return;
    const auto middle = votes_.begin() + at;
    if (!explain(most, {first, {votes_.begin(), middle}}, {second, {middle, votes_.end()}})) return;
    // Right after the last lockout under the old policy, so that the failures of the
    // next count from zero.
    out_.thresholds = Thresholds({first, second, (middle - 1)->time + 1});
  }

  // True if two thresholds explain the votes better than anything before.
  bool explain(double likelihood, const Side& a, const Side& b) {
    if (likelihood <= best_) return false;
    std::vector two = {summarize(a.votes, a.threshold), summarize(b.votes, b.threshold)};
    if (std::min(two[0].explained, two[1].explained) < kVotesForSecond) return false;
    if (two[0].explained < two[1].explained) std::swap(two[0], two[1]);
    out_.policy.estimates = std::move(two);
    best_ = likelihood;
    return true;
  }

  const Votes votes_;  // by time, user
  std::map<TextId, Votes> by_user_;
  PolicyChoice& out_;
  double best_ = 0;
};

}  // namespace

void estimate_thresholds(Votes votes, PolicyChoice& out) {
  std::erase_if(votes, [](const Vote& vote) { return vote.count == 0; });
  Votes from_zero;
  std::ranges::copy_if(votes, std::back_inserter(from_zero), &Vote::from_zero);
  std::uint32_t single = most_likely(from_zero, kLowestAdvised - 1);
  if (single != 0)
    votes = std::move(from_zero);
  else
    single = most_likely(votes, kLowestAdvised);
  if (single == 0) return;
  Estimator(std::move(votes), single, out).try_two();
  out.policy.threshold = out.policy.estimates.front().threshold;
  out.policy.threshold_source = ThresholdSource::estimated;
}

}  // namespace whylocked::lockouts
