#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/escape.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;

namespace {

Report two_events() {
  Report report = story::report_of(R"(
    08:00:05.25 fail:bad_password ann@example.com 198.51.100.7 client=a,b x3
    08:05 ok =cmd
  )");
  report.correlation.groups = group_failures(report.events, 900);
  return report;
}

}  // namespace

TEST_CASE("addresses are written as to_text does") {
  for (const std::string address : {"0.0.0.0", "9.10.99.100", "255.109.200.1", "2001:db8::7"}) {
    const std::string out =
        story::written("csv", story::report_of("08:00 ok ann " + address), {}, Depth::events);
    CHECK(out.find(",ann," + address + ",login_succeeded,") != std::string::npos);
  }
}

TEST_CASE("events and groups as CSV") {
  CHECK(story::written("csv", two_events(), {}, Depth::events) ==
        "time,precision,user,address,kind,reason,count,client,application,vendor,file,row\n"
        "2026-05-18T08:00:05.25Z,second,ann@example.com,198.51.100.7,login_failed,bad_password,3,"
        "\"a,b\",,,export.csv,2\n"
        "2026-05-18T08:05:00Z,minute,'=cmd,,login_succeeded,unknown,1,,,,export.csv,3\n");
  CHECK(story::written("csv", two_events(), {}, Depth::groups) ==
        "user,address,from,to,failures,successes,first,last\n"
        "ann@example.com,198.51.100.7,2026-05-18T08:00:00Z,2026-05-18T08:15:00Z,3,0,"
        "2026-05-18T08:00:05.25Z,2026-05-18T08:00:05.25Z\n");
}

TEST_CASE("events and groups as JSON Lines have the names of the columns") {
  std::string csv = story::written("csv", two_events(), {}, Depth::events);
  std::string jsonl = story::written("jsonl", two_events(), {}, Depth::events);
  const auto first = nlohmann::ordered_json::parse(jsonl.substr(0, jsonl.find('\n')));
  std::string names;
  for (const auto& [name, value] : first.items()) names += (names.empty() ? "" : ",") + name;
  CHECK(names == csv.substr(0, csv.find('\n')));
  CHECK(first["count"] == 3);
  CHECK(first["client"] == "a,b");
  CHECK(first["vendor"].is_null());

  csv = story::written("csv", two_events(), {}, Depth::groups);
  jsonl = story::written("jsonl", two_events(), {}, Depth::groups);
  names.clear();
  const auto group = nlohmann::ordered_json::parse(jsonl);
  for (const auto& [name, value] : group.items()) names += (names.empty() ? "" : ",") + name;
  CHECK(names == csv.substr(0, csv.find('\n')));
}

TEST_CASE("groups escape the names that need it, in each window") {
  Report report = story::report_of("08:00 fail ann");
  for (const std::string name :
       {"ann", "corp\\ann", "=cmd", "@ann", "-", "7", "a,b", "a\"b", "a b", "m\xc3\xbcller",
        "x\x1b[31m",
        "a.name.that.is.longer.than.what.is.copied.without.a.second.look.at.it@example.com"}) {
    const TextId user = report.events.users.intern(name);
    report.correlation.groups = {{.user = user, .failures = 1},
                                 {.user = user, .from = 900 * kSecond, .failures = 1}};
    std::string cell;
    append_csv(name, cell);
    const std::string csv = story::written("csv", report, {}, Depth::groups);
    CHECK(csv.find('\n' + cell + ",,1970-01-01T00:00:00Z,1970-01-01T00:15:00Z,1,0,") != csv.npos);
    CHECK(csv.find('\n' + cell + ",,1970-01-01T00:15:00Z,1970-01-01T00:30:00Z,1,0,") != csv.npos);
    const std::string jsonl = story::written("jsonl", report, {}, Depth::groups);
    CHECK(nlohmann::json::parse(jsonl.substr(0, jsonl.find('\n')))["user"] == name);
  }
}
