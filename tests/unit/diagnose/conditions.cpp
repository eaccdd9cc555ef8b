// What --fail-on asks, and what a site file adds to the options.
#include "catch.hpp"
#include "whylocked/diagnose.hpp"

using namespace whylocked;

namespace {

Diagnosis lockout(Status status, const char* verdict, CauseKind kind, CauseCategory group) {
  Diagnosis diagnosis;
  diagnosis.status = status;
  diagnosis.verdict = verdict;
  diagnosis.kinds = {{group, 0.9}, {CauseCategory::person, 0.1}};
  Cause cause;
  cause.id = verdict;
  cause.kind = kind;
  cause.group = group;
  diagnosis.causes.push_back(cause);
  return diagnosis;
}

Report report_of(const std::string& letters) {
  Report report;
  for (const char letter : letters) {
    if (letter == 'h')
      report.lockouts.push_back(lockout(Status::diagnosed, "hudu", CauseKind::integration,
                                        CauseCategory::office_integration));
    if (letter == 's')
      report.lockouts.push_back(
          lockout(Status::diagnosed, "password-spray", CauseKind::attack, CauseCategory::attack));
    if (letter == 't')
      report.lockouts.push_back(
          lockout(Status::tied, "", CauseKind::integration, CauseCategory::cloud_integration));
    if (letter == 'a')  // probably an attack, but not certain
      report.lockouts.push_back(
          lockout(Status::insufficient_evidence, "", CauseKind::attack, CauseCategory::attack));
    if (letter == '0') report.lockouts.emplace_back();
  }
  return report;
}

}  // namespace

TEST_CASE("conditions") {
  struct Row {
    const char* condition;
    const char* lockouts;
    bool holds;
  };
  for (const Row row : {
           Row{"lockout", "", false},
           Row{"lockout", "h", true},
           Row{"any", "", false},
           Row{"any", "t", true},
           Row{"attack", "ht", false},
           Row{"attack", "hs", true},
           Row{"attack", "a", false},
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
    CAPTURE(row.condition, row.lockouts);
    CHECK(condition_holds(row.condition, report_of(row.lockouts)) == row.holds);
  }
  for (const char* unknown : {"", "lockouts", "cause", "cause=", "cause=hud", "kind=", "kind=hudu",
                              "Lockout", "attack "}) {
    CAPTURE(unknown);
    CHECK_FALSE(condition_holds(unknown, report_of("h")));
  }
}

TEST_CASE("the names of conditions are conditions") {
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

  DiagnoseOptions told;
  told.normalize.time_zone = "+10:00";
  told.normalize.time_zone_source = "option";
  told.correlate.threshold = 3;
  told.correlate.observation_window_s = 60;
  apply_site(site, told);
  CHECK(told.normalize.time_zone == "+10:00");
  CHECK(told.normalize.time_zone_source == "option");
  CHECK(told.correlate.time_zone == "+10:00");
  CHECK(told.correlate.threshold == 3u);
  CHECK(told.correlate.threshold_source == ThresholdSource::option);
  CHECK(told.correlate.observation_window_s == 60);

  DiagnoseOptions neither;
  apply_site(Site{}, neither);
  CHECK(neither.normalize.time_zone.empty());
  CHECK(neither.correlate.time_zone == "UTC");
  CHECK_FALSE(neither.correlate.threshold);
  CHECK(neither.correlate.observation_window_s == 0);
}

TEST_CASE("what a baseline knows fulfils no condition") {
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
    report.known = row.known;
    INFO(row.condition);
    CHECK(condition_holds(row.condition, report) == row.holds);
  }
}
