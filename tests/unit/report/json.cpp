#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using OrderedJson = nlohmann::ordered_json;

namespace {

Report one_lockout() {
  Report report = story::tell_report(story::kOneLockout);
  Diagnosis diagnosis = story::make_diagnosis(Status::tied, {story::hudu(0.4), story::hudu(0.4)});
  diagnosis.next_test =
      NextTest{"ask", "Ask.", {"Go.", "Ask."}, 1.23456, {{"yes", "they do", {"hudu"}}}};
  story::diagnose_all(report, diagnosis);
  report.diagnostics = {{Severity::warning, "export.csv", 3, 0, "bad \xff", "x", 0, "do"},
                        {Severity::note, {}, 0, 0, "so", {}, 0, {}}};
  return report;
}

OrderedJson parsed(const Report& report) {
  std::string out;
  write_json(report, out);
  return OrderedJson::parse(out);
}

std::string keys(const OrderedJson& object) {
  std::string text;
  for (const auto& [key, value] : object.items()) text += (text.empty() ? "" : " ") + key;
  return text;
}

}  // namespace

TEST_CASE("keys of the document come in the order of the contract") {
  const OrderedJson json = parsed(one_lockout());
  const OrderedJson& lockout = json["lockouts"][0];
  const OrderedJson& cause = lockout["causes"][0];
  const std::pair<const OrderedJson&, std::string_view> rows[] = {
      {json, "schema_version tool inputs policy summary lockouts groups diagnostics"},
      {json["tool"], "name version catalog_date networks_date"},
      {json["inputs"][0],
       "file format encoding rows events skipped first last time_zone columns compression "
       "profile sheet repeated"},
      {json["inputs"][0]["time_zone"], "name source"},
      {json["inputs"][0]["columns"], "time user"},
      {json["policy"], "threshold threshold_source observation_window_s group_window_s"},
      {json["summary"], "events failures users lockouts diagnosed tied insufficient_evidence"},
      {lockout,
       "id user account_kind locked_at recorded unlocked_at counted_failures window trigger "
       "status verdict kinds causes origins next_test caveats"},
      {lockout["window"], "from to"},
      {lockout["trigger"], "kind at"},
      {lockout["kinds"][0], "kind probability"},
      {cause, "rank id name kind probability score_db evidence fix"},
      {cause["evidence"][0], "signal db says rows"},
      {cause["evidence"][1]["rows"][0], "file row"},
      {cause["fix"], "where steps source"},
      {lockout["origins"][0],
       "addresses operator region client counted share sufficient necessary first last period_s "
       "period_jitter_s users succeeded_before failed_after_lock"},
      {lockout["next_test"], "id says steps bits outcomes"},
      {lockout["next_test"]["outcomes"][0], "id if then"},
      {json["groups"][0], "user address from to failures successes first last"},
      {json["diagnostics"][0], "severity file row column message hint"},
  };
  for (const auto& [object, expected] : rows) CHECK(keys(object) == expected);
}

TEST_CASE("values of the document") {
  const OrderedJson json = parsed(one_lockout());
  const OrderedJson& lockout = json["lockouts"][0];
  const OrderedJson& cause = lockout["causes"][0];
  CHECK(json["schema_version"] == kSchemaVersion);
  CHECK(json["tool"]["version"] == version());
  CHECK(json["policy"]["threshold_source"] == "estimated");
  CHECK(lockout["user"] == "sync@example.com");
  CHECK(lockout["locked_at"] == "2026-05-18T08:50:01Z");
  CHECK(lockout["unlocked_at"] == "2026-05-18T09:05:00Z");
  CHECK(lockout["counted_failures"] == 5);
  CHECK(lockout["trigger"] ==
        OrderedJson{{"kind", "password_changed"}, {"at", "2026-05-18T08:00:00Z"}});
  CHECK(lockout["verdict"].is_null());
  CHECK(cause["score_db"].dump() == "22.5");
  CHECK(cause["evidence"][2]["db"].dump() == "32.5");
  CHECK(cause["evidence"][1]["rows"][2] == OrderedJson{{"file", "export.csv"}, {"row", 5}});
  const OrderedJson& origin = lockout["origins"][0];
  CHECK(origin["addresses"] == OrderedJson{"198.51.100.7"});
  CHECK(origin["operator"].is_null());
  CHECK(origin["succeeded_before"] == true);
  CHECK(origin["sufficient"] == true);
  CHECK(origin["failed_after_lock"] == 1);
  CHECK(lockout["next_test"]["bits"].dump() == "1.235");
  CHECK(json["diagnostics"][0]["message"] == "bad \ufffd");
  CHECK(json["diagnostics"][0]["row"] == 3);
  CHECK(json["diagnostics"][0]["column"].is_null());
  CHECK(json["diagnostics"][1]["file"].is_null());
}

TEST_CASE("an empty report is a document too") {
  const OrderedJson json = parsed(Report{});
  CHECK(json["lockouts"] == OrderedJson::array());
  CHECK(json["inputs"] == OrderedJson::array());
  CHECK(json["policy"]["threshold_source"] == "default");
}

TEST_CASE("a lockout without a failure or an address has no first and no last") {
  Report report = story::tell_report("08:00:00 lock ann@example.com");
  story::diagnose_all(report, story::make_diagnosis(Status::insufficient_evidence, {}));
  const OrderedJson lockout = parsed(report)["lockouts"][0];
  CHECK(lockout["counted_failures"] == 0);
  CHECK(lockout["causes"] == OrderedJson::array());
  CHECK(lockout["next_test"].is_null());
  CHECK(lockout["trigger"]["at"].is_null());
  CHECK(lockout["origins"][0]["addresses"] == OrderedJson::array());
  CHECK(lockout["origins"][0]["first"].is_null());
  CHECK(lockout["origins"][0]["period_s"].is_null());
}

TEST_CASE("JSON Lines are the same objects, each with its type first") {
  const Report report = one_lockout();
  const OrderedJson document = parsed(report);
  std::string out;
  write_jsonl(report, out);
  std::istringstream lines(out);
  std::string types;
  for (std::string line; std::getline(lines, line);) {
    OrderedJson json = OrderedJson::parse(line);
    const std::string type = json["type"];
    REQUIRE(json.begin().key() == "type");
    types += type + ' ';
    json.erase("type");
    if (type == "input") CHECK(json == document["inputs"][0]);
    if (type == "lockout") CHECK(json == document["lockouts"][0]);
    if (type == "summary")
      for (const auto& [key, value] : json.items()) CHECK(value == document[key]);
  }
  std::string groups;
  for (std::size_t i = 0; i < report.correlation.groups.size(); ++i) groups += "group ";
  CHECK(types == "input lockout " + groups + "diagnostic diagnostic summary ");
}
