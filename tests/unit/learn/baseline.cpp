// An earlier report as a baseline.
#include <algorithm>

#include "catch.hpp"
#include "whylocked/learn.hpp"

using namespace whylocked;

TEST_CASE("a baseline is a report of major version 2") {
  struct Row {
    const char* json;
    const char* ids;  // or the location and the error
  };
  for (
      const Row row : {
          Row{R"({"schema_version":"2.2","cases":[{"id":"C1"}],"lockouts":[{"id":"L2"},{"id":"L1"}]})",
              "C1 L1 L2 "},
          Row{R"({"lockouts":[],"schema_version":"2.0","more":1})", ""},
          Row{"{\n \"lockouts\": [", "2:15 not valid JSON"},
          Row{"[]", "0:0 not a report of this program"},
          Row{"{}", "0:0 not a report of this program"},
          Row{R"({"schema_version":"1.3","lockouts":[]})", "0:0 a report of schema 1.3"},
          Row{R"({"schema_version":"2.0","lockouts":[3]})",
              "0:0 an entry of its lockouts has no id"},
          Row{R"({"schema_version":"2.0","lockouts":[{"id":3}]})",
              "0:0 an entry of its lockouts has no id"},
      }) {
    INFO(row.json);
    Diagnostics diagnostics;
    const auto ids = read_baseline(row.json, "before.json", diagnostics);
    std::string found;
    if (ids) {
      for (const std::string& id : *ids) found += id + ' ';
      CHECK(found == row.ids);
      continue;
    }
    const Diagnostic one = diagnostics.list().at(0);
    found = std::to_string(one.row) + ':' + std::to_string(one.column) + ' ' + one.message;
    CHECK(found.substr(0, std::string_view(row.ids).size()) == row.ids);
    CHECK(one.hint != "");
  }
}

TEST_CASE("any number of other members is skipped") {
  std::string json = R"({"schema_version":"2.0","cases":[],"more":{)";
  for (int i = 0; i < 5'000; ++i) json += '"' + std::to_string(i) + "\":0,";
  json += R"("last":0},"lockouts":[{"id":"L1"}]})";
  Diagnostics diagnostics;
  CHECK(read_baseline(json, "before.json", diagnostics)->size() == 1);
}

TEST_CASE("lockouts and cases match by id, and a second baseline adds to the first") {
  Report report;
  for (const char* id : {"L1", "L2", "L3"}) report.correlation.incidents.emplace_back().id = id;
  for (const char* id : {"C1", "C2"}) report.correlation.cases.emplace_back().id = id;
  mark_known({"C2", "L2", "L9"}, report);
  CHECK(report.known->lockouts == std::vector<bool>{false, true, false});
  CHECK(report.known->cases == std::vector<bool>{false, true});
  mark_known({"L3"}, report);
  CHECK(report.known->lockouts == std::vector<bool>{false, true, true});
}
