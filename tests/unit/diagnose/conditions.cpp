// The conditions of --fail-on, and the options that a site file sets.
#include <algorithm>

#include "attribute/scoring/hypotheses.hpp"
#include "catch.hpp"
#include "whylocked/diagnose.hpp"

using namespace whylocked;

namespace {

std::uint16_t hypothesis_of(std::string_view id) {
  const auto list = attribution::hypotheses();
  return static_cast<std::uint16_t>(
      std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; }) -
      list.begin());
}

// A case of one lockout; if `id` is empty, it has only a status.
void add_case(Status status, std::string_view id, CauseCategory category, bool locked,
              Report& report) {
  Diagnosis diagnosis;
  diagnosis.case_index = static_cast<std::uint32_t>(report.correlation.cases.size());
  diagnosis.status = status;
  diagnosis.kinds = {{category, 0.9}, {CauseCategory::person, 0.1}};
  diagnosis.causes = {{.hypothesis = hypothesis_of(id), .category = category, .probability = 0.95}};
  Case& one = report.correlation.cases.emplace_back();
  if (locked) {
    one.incidents = {static_cast<std::uint32_t>(report.correlation.incidents.size())};
    report.correlation.incidents.emplace_back();
  }
  report.cases.push_back(diagnosis);
}

Report report_of(const std::string& letters) {
  using enum CauseCategory;
  Report report;
  for (const char letter : letters) {
    if (letter == 'h') add_case(Status::diagnosed, "hudu", office_integration, true, report);
    if (letter == 'l') add_case(Status::likely, "hudu", office_integration, true, report);
    if (letter == 's') add_case(Status::diagnosed, "password-spray", attack, true, report);
    if (letter == 'n') add_case(Status::diagnosed, "password-spray", attack, false, report);
    if (letter == 't') add_case(Status::tied, "it-glue", cloud_integration, true, report);
    // probably some attack
    if (letter == 'a') add_case(Status::insufficient_evidence, "brute-force", attack, true, report);
    if (letter == '0') {
      add_case(Status::insufficient_evidence, "hudu", office_integration, true, report);
      report.cases.back().causes.clear();
      report.cases.back().kinds.clear();
    }
  }
  return report;
}

}  // namespace

TEST_CASE("conditions") {
  struct Row {
    const char* condition;
    const char* cases;
    bool holds;
  };
  for (const Row row : {
           Row{"lockout", "", false},
           Row{"lockout", "h", true},
           Row{"any", "", false},
           Row{"any", "t", true},
           Row{"attack", "ht", false},
           Row{"attack", "hs", true},
           Row{"attack", "a", true},
           Row{"attack", "n", true},
           Row{"lockout", "n", false},
           Row{"undiagnosed", "n", false},
           Row{"undiagnosed", "l", true},
           Row{"cause=hudu", "l", true},
           Row{"attack", "0", false},
           Row{"undiagnosed", "hs", false},
           Row{"undiagnosed", "ht", true},
           Row{"undiagnosed", "0", true},
           Row{"tied", "h0", false},
           Row{"tied", "ht", true},
           Row{"cause=hudu", "st", false},
           Row{"cause=hudu", "sh", true},
           Row{"cause=password-spray", "hs", true},
           Row{"kind=attack", "h0", false},
           Row{"kind=attack", "ha", true},
           Row{"kind=office_integration", "h", true},
       }) {
    CAPTURE(row.condition, row.cases);
    CHECK(condition_holds(row.condition, report_of(row.cases)) == row.holds);
  }
  for (const char* unknown : {"", "lockouts", "cause", "cause=", "cause=hud", "kind=", "kind=hudu",
                              "Lockout", "attack "}) {
    CAPTURE(unknown);
    CHECK_FALSE(condition_holds(unknown, report_of("h")));
  }
}

TEST_CASE("every condition name is a condition") {
  for (const std::string_view name : condition_names()) {
    CAPTURE(name);
    const bool takes_argument = name.back() == '=';
    CHECK(condition_holds(name, Report{}).has_value() == !takes_argument);
  }
}

TEST_CASE("options outrank the site file") {
  Site site;
  site.time_zone = "America/New_York";
  site.threshold = 7;
  site.window_minutes = 30;

  DiagnoseOptions open;
  apply_site(site, open);
  CHECK(open.normalize.time_zone == "America/New_York");
  CHECK(open.normalize.time_zone_source == "site");
  CHECK(open.correlate.time_zone == "America/New_York");
  CHECK(open.correlate.threshold == 7u);
  CHECK(open.correlate.threshold_source == ThresholdSource::site);
  CHECK(open.correlate.observation_window_s == 1800);

  DiagnoseOptions given;
  given.normalize.time_zone = "+10:00";
  given.normalize.time_zone_source = "option";
  given.correlate.threshold = 3;
  given.correlate.observation_window_s = 60;
  apply_site(site, given);
  CHECK(given.normalize.time_zone == "+10:00");
  CHECK(given.normalize.time_zone_source == "option");
  CHECK(given.correlate.time_zone == "+10:00");
  CHECK(given.correlate.threshold == 3u);
  CHECK(given.correlate.threshold_source == ThresholdSource::option);
  CHECK(given.correlate.observation_window_s == 60);

  DiagnoseOptions neither;
  apply_site(Site{}, neither);
  CHECK(neither.normalize.time_zone.empty());
  CHECK(neither.correlate.time_zone == "UTC");
  CHECK_FALSE(neither.correlate.threshold);
  CHECK(neither.correlate.observation_window_s == 0);
}

TEST_CASE("lockouts and cases in a baseline fulfil no condition") {
  struct Row {
    const char* condition;
    std::vector<bool> known;  // of "hs"
    bool holds;
  };
  for (const Row& row :
       {Row{"lockout", {true, true}, false}, Row{"lockout", {true, false}, true},
        Row{"attack", {false, true}, false}, Row{"attack", {true, false}, true},
        Row{"cause=hudu", {true, false}, false}, Row{"kind=attack", {false, true}, false}}) {
    Report report = report_of("hs");
    report.known = Known{.lockouts = row.known, .cases = {false, false}};
    INFO(row.condition);
    CHECK(condition_holds(row.condition, report) == row.holds);
  }
}
