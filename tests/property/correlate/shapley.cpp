// Compares shares with their definition, over all subsets.
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

#include "catch.hpp"
#include "whylocked/correlate.hpp"

using namespace whylocked;

namespace {

using Counts = std::vector<std::uint64_t>;

double value(const Counts& counts, unsigned set, std::uint64_t threshold) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (set >> i & 1) sum += counts[i];
  return std::min(1.0, static_cast<double>(sum) / static_cast<double>(threshold));
}

// sum over S without i of |S|! (m - |S| - 1)! / m! (v(S + i) - v(S))
double by_definition(const Counts& counts, std::size_t i, std::uint64_t threshold) {
  const std::size_t m = counts.size();
  double share = 0;
  for (unsigned set = 0; set < 1u << m; ++set) {
    if (set >> i & 1) continue;
    const auto s = static_cast<double>(std::popcount(set));
    const double weight = std::tgamma(s + 1) * std::tgamma(static_cast<double>(m) - s) /
                          std::tgamma(static_cast<double>(m) + 1);
    share += weight * (value(counts, set | 1u << i, threshold) - value(counts, set, threshold));
  }
  return share;
}

Counts random_counts(std::mt19937_64& random, std::size_t most, std::uint64_t highest) {
  Counts counts(1 + random() % most);
  for (auto& count : counts) count = random() % (highest + 1);
  return counts;
}

}  // namespace

TEST_CASE("shares agree with their definition") {
  std::mt19937_64 random(1953);
  for (int i = 0; i < 400; ++i) {
    const Counts counts = random_counts(random, 8, 1 + random() % 12);
    const std::uint64_t threshold = 1 + random() % 15;
    CAPTURE(counts, threshold);
    const std::vector<double> shares = shapley_shares(counts, threshold);
    for (std::size_t p = 0; p < counts.size(); ++p)
      REQUIRE(std::abs(shares[p] - by_definition(counts, p, threshold)) < 1e-12);
  }
}

TEST_CASE("shares sum to the total, are equal for equal callers, and grow with failures") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 1000; ++i) {
    const Counts counts = random_counts(random, 40, 1 + random() % 20);
    const std::uint64_t threshold = 1 + random() % 30;
    CAPTURE(counts, threshold);
    const std::vector<double> shares = shapley_shares(counts, threshold);
    const double all = std::min(
        1.0, static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0})) /
                 static_cast<double>(threshold));
    REQUIRE(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - all) < 1e-9);
    for (std::size_t a = 0; a < counts.size(); ++a)
      for (std::size_t b = 0; b < a; ++b)
        REQUIRE((counts[a] == counts[b]
                     ? shares[a] == shares[b]
                     : (counts[a] < counts[b]) == (shares[a] < shares[b] - 1e-12) ||
                           std::abs(shares[a] - shares[b]) < 1e-12));
  }
}
