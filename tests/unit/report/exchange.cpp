// SARIF, JUnit, OCSF and the line for logs, for one case. tests/program/exchange.py compares their
// forms with schemas.
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using Json = nlohmann::json;

namespace {

Report locked(Status status) {
  Report report = story::report_of(story::kOneLockout);
  story::diagnose_all(report, story::make_diagnosis(status, {story::hudu(0.4), story::hudu(0.4)}));
  return report;
}

std::string summary_line(const Report& report) {
  std::string out;
  write_summary_line(report, out);
  return out;
}

Json result_of(const Report& report) {
  return Json::parse(story::written("sarif", report)).at("runs").at(0).at("results").at(0);
}

}  // namespace

TEST_CASE("the severity of a result follows its certainty") {
  struct Row {
    Status status;
    const char* level;
  };
  for (const Row row : {Row{Status::diagnosed, "error"}, Row{Status::likely, "warning"},
                        Row{Status::tied, "warning"}, Row{Status::insufficient_evidence, "note"}}) {
    const Json result = result_of(locked(row.status));
    CHECK(result.at("level") == row.level);
    CHECK(result.at("ruleId") == "office_integration");
    CHECK(!result.contains("baselineState"));
  }
}

TEST_CASE("a file's name becomes a URI reference") {
  Report report = locked(Status::diagnosed);
  for (const auto& [file, uri] : {std::pair("a/b.csv", "a/b.csv"),
                                  {"a b%.csv", "a%20b%25.csv"},
                                  {"x:y", "x%3Ay"},
                                  {"/a b/c.csv", "file:///a%20b/c.csv"},
                                  {"\xc3\xa4", "%C3%A4"}}) {
    report.inputs[0].file = file;
    const Json place = result_of(report).at("locations").at(0).at("physicalLocation");
    CHECK(place.at("artifactLocation").at("uri") == uri);
    CHECK(place.at("region").at("startLine") == 9);
  }
}

TEST_CASE("a case in a baseline is unchanged, skipped, updated") {
  struct Row {
    bool known;
    const char* state;
    bool skipped;
    int activity;
    const char* line;
  };
  for (const Row row : {Row{true, "unchanged", true, 2,
                            "whylocked: 1 lockout of 1 account, 1 case: 1 diagnosed; new: 0\n"},
                        Row{false, "new", false, 1,
                            "whylocked: 1 lockout of 1 account, 1 case: 1 diagnosed; new: 1\n"}}) {
    Report report = locked(Status::diagnosed);
    report.known = Known{.lockouts = {row.known}, .cases = {row.known}};
    CHECK(result_of(report).at("baselineState") == row.state);
    const std::string junit = story::written("junit", report);
    CHECK((junit.find("<skipped/>") != junit.npos) == row.skipped);
    CHECK((junit.find("<failure") != junit.npos) == !row.skipped);
    CHECK(Json::parse(story::written("ocsf", report)).at("activity_id") == row.activity);
    CHECK(summary_line(report) == row.line);
  }
}

TEST_CASE("without lockouts, one test case passes") {
  Report report;
  const std::string junit = story::written("junit", report);
  CHECK(junit.find("tests=\"1\" failures=\"0\"") != junit.npos);
  CHECK(junit.find("<testcase name=\"no lockout\"") != junit.npos);
  CHECK(story::written("ocsf", report).empty());
  CHECK(summary_line(report) == "whylocked: no lockout in 0 events\n");
}

TEST_CASE("an account without lockouts does not mean an export without lockouts") {
  Report report = story::report_of(story::kOneLockout);
  const TextId user = report.events.users.intern("sync@example.com");
  report.selected_users = {user};
  CHECK(summary_line(report) ==
        "whylocked: no lockout of sync@example.com; 1 lockout of other accounts or times in the "
        "input\n");
  report.unknown_user = "erin";
  CHECK(summary_line(report) == "whylocked: no account \"erin\" in the input\n");
}

TEST_CASE("characters that XML cannot hold are shown as escapes") {
  for (const auto& [raw, shown] : {std::pair("\x1b[0m", "\\x1b[0m"),
                                   {"<b>&\"", "&lt;b&gt;&amp;&quot;"},
                                   {"\xff", "\\xff"},
                                   {"\xef\xbf\xbf", "\\u{ffff}"},
                                   {"]]>", "]]&gt;"}}) {
    Report report;
    report.diagnostics = {{.severity = Severity::error, .message = raw}};
    INFO(shown);
    const std::string junit = story::written("junit", report);
    CHECK(junit.find("message=\"" + std::string(shown) + '"') != junit.npos);
  }
}
