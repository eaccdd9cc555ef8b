#include <algorithm>

#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::story;

TEST_CASE("CSV has a row for each lockout and cause, and one for a lockout without a cause") {
  struct Row {
    std::vector<Cause> causes;
    std::string_view rows;
  };
  const Row rows[] = {
      {{}, "insufficient_evidence,,,,,,,,,CASE,recorded\n"},
      {{hudu(0.6), it_glue(0.4)},
       "insufficient_evidence,,1,hudu,Hudu,office_integration,0.600000,22.5,,CASE,recorded\n"
       "insufficient_evidence,,1,it-glue,IT Glue,cloud_integration,0.400000,0.0,,CASE,recorded\n"},
  };
  for (const Row& row : rows) {
    Report report = report_of(kOneLockout);
    diagnose_all(report, make_diagnosis(Status::insufficient_evidence, row.causes));
    report.correlation.cases.front().id = "CASE";
    const std::string csv = story::written("csv", report);
    INFO(csv);
    const auto columns =
        std::count(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(csv.find('\n')), ',');
    std::string tails;  // of the rows, beginning with the status
    std::size_t line = csv.find('\n') + 1;
    for (std::size_t end; (end = csv.find('\n', line)) != csv.npos; line = end + 1) {
      const std::string_view one = std::string_view(csv).substr(line, end + 1 - line);
      CHECK(std::count(one.begin(), one.end(), ',') == columns);
      tails += one.substr(one.find("insufficient"));
    }
    CHECK(tails == row.rows);
  }
}

TEST_CASE("a case that locked nobody has rows with the same columns") {
  Report report = report_of(kOneLockout);
  diagnose_all(report, make_diagnosis(Status::likely, {hudu(0.7)}));
  report.correlation.cases.front().incidents.clear();
  const std::string csv = story::written("csv", report);
  INFO(csv);
  const std::size_t second = csv.find('\n') + 1;
  CHECK(std::count(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(second), ',') ==
        std::count(csv.begin() + static_cast<std::ptrdiff_t>(second), csv.end(), ','));
  CHECK(csv.substr(second).starts_with(",sync@example.com,unknown,,,,"));
}
