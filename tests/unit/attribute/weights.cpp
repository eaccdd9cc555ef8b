// The table of numbers holds together: rows where they are asked for, sane sizes, priors that sum
// to about one.
#include <cmath>
#include <set>

#include "attribute/rivals.hpp"
#include "attribute/weights.hpp"
#include "catch.hpp"

using namespace whylocked;

TEST_CASE("every row of the weight table stands where its name says") {
  int expected = 0;
  for (const Weight& row : weights()) {
    CAPTURE(expected, row.reason);
    CHECK(static_cast<int>(row.seen) == expected++);
    CHECK(row.reason.size() > 20);
    for (const int db : row.db) CHECK(std::abs(db) <= 20);
  }
  CHECK(expected == static_cast<int>(Seen::declared_not_installed) + 1);
}

TEST_CASE("priors are the shares of one whole") {
  double sum = 0;
  for (const Hypothesis& rival : rivals()) sum += std::pow(10, rival.prior / 100.0);
  CHECK(sum > 0.8);
  CHECK(sum < 1.2);
}

TEST_CASE("every cause id is one rival") {
  CHECK(rivals().size() == integrations().size() + std::size(kCauseIds));
  std::set<std::string_view> ids;
  for (const Hypothesis& rival : rivals()) {
    CHECK(ids.insert(rival.id).second);
    CHECK(is_cause_id(rival.id));
    CHECK(rivals()[rival_index(rival.id)].id == rival.id);
  }
}

TEST_CASE("a rare period says more than a common one") {
  CHECK(period_match_weight(180, Trust::strong) > period_match_weight(60, Trust::strong));
  CHECK(period_match_weight(60, Trust::strong) > period_match_weight(60, Trust::weak));
  CHECK(period_match_weight(3, Trust::strong) == 165);  // 10 log10(.9 / .02)
  CHECK(period_match_weight(60, Trust::strong) == 65);  // 10 log10(.9 / .20)
  CHECK(period_match_weight(61, Trust::strong) == 65);  // within 3 %
  CHECK(period_match_weight(65, Trust::strong) == 165);
}

TEST_CASE("confidence counts in bands") {
  struct Row {
    double confidence;
    Trust trust;
  };
  for (const Row row : {Row{0.95, Trust::strong}, Row{0.8, Trust::strong}, Row{0.79, Trust::medium},
                        Row{0.5, Trust::medium}, Row{0.49, Trust::weak}}) {
    CAPTURE(row.confidence);
    CHECK(trust(Fact{"x", Basis::documented, row.confidence, "", ""}) == row.trust);
  }
}
