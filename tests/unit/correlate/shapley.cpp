// Shares of callers: cases that can be computed by hand.
#include <cmath>
#include <limits>
#include <numeric>

#include "catch.hpp"
#include "whylocked/correlate.hpp"

using namespace whylocked;

TEST_CASE("shares of callers") {
  struct Row {
    std::vector<std::uint64_t> counts;
    std::uint64_t threshold;
    std::vector<double> shares;
  };
  const std::uint64_t kMaxRows = std::numeric_limits<std::uint64_t>::max();
  const Row kRows[] = {
      {{}, 5, {}},
      {{5}, 5, {1}},
      {{50}, 5, {1}},
      {{2}, 5, {0.4}},
      {{4, 1}, 5, {0.8, 0.2}},
      {{5, 5}, 5, {0.5, 0.5}},
      {{5, 1}, 5, {0.9, 0.1}},
      {{0, 5, 0}, 5, {0, 1, 0}},
      {{1, 1}, 5, {0.2, 0.2}},
      {{3, 3, 3}, 3, {1 / 3., 1 / 3., 1 / 3.}},
      {{7, 7}, 0, {0.5, 0.5}},
      {{kMaxRows, kMaxRows}, kMaxRows, {0.5, 0.5}},
      {{kMaxRows, 1}, 2, {0.75, 0.25}},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.counts, row.threshold);
    const std::vector<double> shares = shapley_shares(row.counts, row.threshold);
    REQUIRE(shares.size() == row.shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i)
      CHECK(std::abs(shares[i] - row.shares[i]) < 1e-12);
  }
}

TEST_CASE("very many callers") {
  // Exact at a small threshold, proportional where the table would be too large.
  std::vector<std::uint64_t> counts(10000);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = 1 + i % 3;
  for (const std::uint64_t threshold : {5u, 3000u}) {
    const std::vector<double> shares = shapley_shares(counts, threshold);
    CHECK(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1) < 1e-9);
    CHECK(shares[0] == shares[3]);
    CHECK(shares[0] < shares[1]);
    CHECK(shares[1] < shares[2]);
  }
}
