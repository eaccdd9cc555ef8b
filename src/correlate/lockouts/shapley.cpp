// A caller's share is what it adds to a random set of the others, averaged over the set's size.
//
// P(s, c) is the chance that a random set of s callers has c failures in all. When a caller with n
// failures is added as the t-th, a set of s contains it with chance s/t:
//   P_t(s, c) = (1 - s/t) P_{t-1}(s, c) + s/t P_{t-1}(s-1, c - n)
// and the share is the mean over s of sum_c P(s, c) (v(c + n) - v(c)), with P over the others. Only
// c < threshold is kept, since nothing adds beyond it. All terms are positive, so nothing cancels.
// Callers with equal counts share one computation. If all callers together have at most the
// threshold, v is additive and no computation is needed. If the table would be too large, shares
// are proportional to counts, their limit for many small callers.

#include <algorithm>
#include <map>

#include "whylocked/correlate.hpp"

namespace whylocked {

namespace {

constexpr std::uint64_t kMaxSteps = 4'000'000;  // of the table, some milliseconds per lockout

using Callers = std::map<std::uint64_t, std::uint64_t>;  // by count, capped at the threshold

// Shares by count when the sum exceeds the threshold.
class Game {
 public:
  Game(const Callers& callers_of, std::uint64_t callers, std::uint64_t threshold)
      : callers_of_(callers_of),
        sizes_(static_cast<std::size_t>(std::min(callers, threshold))),
        sums_(static_cast<std::size_t>(threshold)),
        callers_(callers) {}

  double share(std::uint64_t count) {
    chance_.assign(sizes_ * sums_, 0.0);
    chance_[0] = 1;
    std::uint64_t added = 0;
    for (const auto& [other, times] : callers_of_)
      for (std::uint64_t i = other == count ? 1 : 0; i < times; ++i) add(other, ++added);
    double sum = 0;
    for (std::size_t s = 0; s < sizes_; ++s)
      for (std::size_t c = s; c < sums_; ++c)
        sum += chance_[s * sums_ + c] * static_cast<double>(std::min(count, sums_ - c));
    return sum / static_cast<double>(sums_) / static_cast<double>(callers_);
  }

 private:
  void add(std::uint64_t count, std::uint64_t callers) {
    for (std::size_t s = static_cast<std::size_t>(std::min<std::uint64_t>(callers, sizes_ - 1));;
         --s) {
      const double in = static_cast<double>(s) / static_cast<double>(callers);
      double* row = &chance_[s * sums_];
      for (std::size_t c = s; c < sums_; ++c) row[c] *= 1 - in;
      if (s == 0) return;
      const double* smaller = row - sums_;
      for (std::size_t c = s - 1; c + count < sums_; ++c) row[c + count] += in * smaller[c];
    }
  }

  const Callers& callers_of_;
  std::size_t sizes_, sums_;
  std::uint64_t callers_;
  std::vector<double> chance_;  // by size, then sum
};

bool too_large(const Callers& callers_of, std::uint64_t callers, std::uint64_t threshold) {
  const double steps = static_cast<double>(callers_of.size()) * static_cast<double>(callers) *
                       static_cast<double>(std::min(callers, threshold)) *
                       static_cast<double>(threshold);
  return steps > static_cast<double>(kMaxSteps);
}

}  // namespace

std::vector<double> shapley_shares(std::span<const std::uint64_t> counts, std::uint64_t threshold) {
  threshold = std::max<std::uint64_t>(threshold, 1);
  Callers callers_of;  // callers without a failure take no part
  std::uint64_t callers = 0;
  double total = 0;
  for (const std::uint64_t count : counts) {
    if (count == 0) continue;
    ++callers_of[std::min(count, threshold)];
    ++callers;
    total += static_cast<double>(count);
  }
  const auto k = static_cast<double>(threshold);
  std::map<std::uint64_t, double> share_of;
  if (total > k && !too_large(callers_of, callers, threshold)) {
    Game game(callers_of, callers, threshold);
    for (const auto& [count, times] : callers_of) share_of[count] = game.share(count);
  }
  std::vector<double> shares;
  shares.reserve(counts.size());
  for (const std::uint64_t count : counts) {
    const auto found = share_of.find(std::min(count, threshold));
    shares.push_back(found != share_of.end() ? found->second
                                             : static_cast<double>(count) / std::max(k, total));
  }
  return shares;
}

}  // namespace whylocked
