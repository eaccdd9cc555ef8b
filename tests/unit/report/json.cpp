#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using OrderedJson = nlohmann::ordered_json;

namespace {

Report one_lockout() {
  Report report = story::report_of(story::kOneLockout);
  story::Diagnosed got =
      story::make_diagnosis(Status::tied, {story::hudu(0.4), story::it_glue(0.4)});
  got.diagnosis.next_test = NextTest{.id = "ask",
                                     .says = "Ask.",
                                     .steps = {"Go.", "Ask."},
                                     .outcomes = {{"yes", "they do", {"hudu"}}},
                                     .bits = 1.23456,
                                     .cost = 1};
  got.diagnosis.conflicts = {{.declared = "it is a", .seen = "it is b", .odds = 40, .rows = {1}}};
  story::diagnose_all(report, got);
  report.diagnostics = {{.severity = Severity::warning,
                         .file = "export.csv",
                         .row = 3,
                         .message = "bad \xff",
                         .excerpt = "x",
                         .hint = "do"},
                        {.severity = Severity::note, .message = "so"}};
  return report;
}

OrderedJson parsed(const Report& report) {
  return OrderedJson::parse(story::written("json", report, {.groups = true}));
}

std::string keys(const OrderedJson& object) {
  std::string text;
  for (const auto& [key, value] : object.items()) text += (text.empty() ? "" : " ") + key;
  return text;
}

}  // namespace

TEST_CASE("keys of the document come in the order of the contract") {
  const OrderedJson json = parsed(one_lockout());
  const OrderedJson& one = json["cases"][0];
  const OrderedJson& lockout = json["lockouts"][0];
  const OrderedJson& cause = one["causes"][0];
  const std::pair<const OrderedJson&, std::string_view> rows[] = {
      {json, "schema_version tool inputs policy summary cases fixes lockouts groups diagnostics"},
      {json["tool"], "name version catalog_date networks_date"},
      {json["inputs"][0],
       "file format encoding rows events skipped first last time_zone columns compression "
       "profile system sheet repeated"},
      {json["inputs"][0]["time_zone"], "name source"},
      {json["inputs"][0]["columns"], "time user"},
      {json["policy"],
       "threshold threshold_source observation_window_s window_estimated group_window_s estimates"},
      {json["summary"],
       "events failures users lockouts accounts cases diagnosed likely tied "
       "insufficient_evidence"},
      {one,
       "id kind status verdict probability account_kind users accounts lockouts failures successes "
       "first "
       "last conflicts kinds evidence total_db causes others callers next_test missing caveats"},
      {one["conflicts"][0], "declared seen odds rows"},
      {one["kinds"][0], "kind probability"},
      {one["evidence"][0], "signal says p_seen weight declared rows"},
      {one["evidence"][1]["rows"][0], "file rows"},
      {cause, "rank id name kind probability score_db db facts"},
      {json["fixes"][0], "cause where steps source"},
      {one["callers"][0],
       "user accounts addresses computer operator region client share failures successes first "
       "last users "
       "rhythm"},
      {one["callers"][0]["rhythm"], "model probability bursts period_s period_jitter_s"},
      {one["next_test"], "id says steps bits cost outcomes"},
      {one["next_test"]["outcomes"][0], "id if then"},
      {lockout,
       "id case user locked_at basis unlocked_at threshold counted_failures window trigger status "
       "verdict kinds causes callers"},
      {lockout["window"], "from to"},
      {lockout["trigger"], "kind at"},
      {lockout["causes"][0], "id rank probability score_db"},
      {lockout["callers"][0],
       "address counted share sufficient necessary succeeded_before failed_after_lock"},
      {json["groups"][0], "user address from to failures successes first last"},
      {json["diagnostics"][0], "severity file row column message hint"},
  };
  for (const auto& [object, expected] : rows) CHECK(keys(object) == expected);
}

TEST_CASE("values of the document") {
  const OrderedJson json = parsed(one_lockout());
  const OrderedJson& one = json["cases"][0];
  const OrderedJson& lockout = json["lockouts"][0];
  const OrderedJson& cause = one["causes"][0];
  CHECK(json["schema_version"] == kSchemaVersion);
  CHECK(json["tool"]["version"] == version());
  CHECK(lockout["user"] == "sync@example.com");
  CHECK(lockout["case"] == one["id"]);
  CHECK(one["lockouts"] == OrderedJson::array({lockout["id"]}));
  CHECK(one["users"] == OrderedJson{"sync@example.com"});
  CHECK(lockout["locked_at"] == "2026-05-18T08:50:01Z");
  CHECK(lockout["basis"] == "recorded");
  CHECK(lockout["unlocked_at"] == "2026-05-18T09:05:00Z");
  CHECK(lockout["counted_failures"] == 5);
  CHECK(lockout["trigger"] ==
        OrderedJson{{"kind", "password_changed"}, {"at", "2026-05-18T08:00:00Z"}});
  CHECK(one["verdict"].is_null());
  CHECK(lockout["verdict"].is_null());
  CHECK(cause["score_db"].dump() == "22.5");
  CHECK(cause["db"].dump() == "[-20.0,10.0,32.5]");
  CHECK(one["evidence"][1]["rows"].dump() == R"([{"file":"export.csv","rows":[3,4,5]}])");
  CHECK(json["fixes"][0]["cause"] == "hudu");
  const OrderedJson& caller = one["callers"][0];
  CHECK(caller["addresses"] == OrderedJson{"198.51.100.7"});
  CHECK(caller["operator"].is_null());
  CHECK(lockout["callers"][0]["succeeded_before"] == true);
  CHECK(lockout["callers"][0]["sufficient"] == true);
  CHECK(lockout["callers"][0]["failed_after_lock"] == 1);
  CHECK(one["next_test"]["bits"].dump() == "1.235");
  CHECK(json["diagnostics"][0]["message"] == "bad \ufffd");
  CHECK(json["diagnostics"][0]["row"] == 3);
  CHECK(json["diagnostics"][0]["column"].is_null());
  CHECK(json["diagnostics"][1]["file"].is_null());
}

TEST_CASE("groups are listed only on request") {
  CHECK_FALSE(OrderedJson::parse(story::written("json", one_lockout())).contains("groups"));
}

TEST_CASE("an empty report is a valid document") {
  const OrderedJson json = parsed(Report{});
  CHECK(json["lockouts"] == OrderedJson::array());
  CHECK(json["inputs"] == OrderedJson::array());
  CHECK(json["policy"]["threshold_source"] == "default");
}

TEST_CASE("a lockout without a failure or an address") {
  Report report = story::report_of("08:00:00 lock ann@example.com");
  story::diagnose_all(report, story::make_diagnosis(Status::insufficient_evidence, {}));
  const OrderedJson json = parsed(report);
  const OrderedJson lockout = json["lockouts"][0];
  CHECK(lockout["counted_failures"] == 0);
  CHECK(lockout["causes"] == OrderedJson::array());
  CHECK(lockout["trigger"]["at"].is_null());
  CHECK(lockout["callers"][0]["address"].is_null());
  CHECK(json["cases"][0]["next_test"].is_null());
  CHECK(json["cases"][0]["callers"][0]["addresses"] == OrderedJson::array());
  CHECK(json["cases"][0]["callers"][0]["rhythm"]["period_s"].is_null());
}

TEST_CASE("JSON Lines are the same objects, each with its type first") {
  const Report report = one_lockout();
  const OrderedJson document = parsed(report);
  std::istringstream lines(story::written("jsonl", report, {.groups = true}));
  std::string types;
  for (std::string line; std::getline(lines, line);) {
    OrderedJson json = OrderedJson::parse(line);
    const std::string type = json["type"];
    REQUIRE(json.begin().key() == "type");
    types += type + ' ';
    json.erase("type");
    if (type == "input") CHECK(json == document["inputs"][0]);
    if (type == "case") CHECK(json == document["cases"][0]);
    if (type == "lockout") CHECK(json == document["lockouts"][0]);
    if (type == "summary")
      for (const auto& [key, value] : json.items()) CHECK(value == document[key]);
  }
  std::string groups;
  for (std::size_t i = 0; i < report.correlation.groups.size(); ++i) groups += "group ";
  CHECK(types == "input case fix fix lockout " + groups + "diagnostic diagnostic summary ");
}
