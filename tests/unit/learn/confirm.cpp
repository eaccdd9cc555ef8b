// Reads a case back from a report's JSON, and writes a confirmed cause into the site file.
#include <string>

#include "catch.hpp"
#include "whylocked/learn.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

std::string report_of(const std::string& user, const std::string& account_kind,
                      const std::string& addresses) {
  return R"({"schema_version":"2.0","lockouts":[],"cases":[{"id":"C0123456789","users":[")" + user +
         R"("],"lockouts":["L0123456789"],"account_kind":")" + account_kind +
         R"(","causes":[{"id":"hudu","name":"Hudu","kind":"office_integration",)"
         R"("probability":0.5}],"callers":[{"addresses":)" +
         addresses +
         R"(,"rhythm":{"period_s":10800}}],"next_test":{"id":"update-half","outcomes":[)"
         R"({"id":"stops","if":"the failures stop","then":["hudu"]}]}}]})";
}

std::string message(const std::string& report, const std::string& id) {
  Diagnostics diagnostics;
  if (read_past_case(report, "report.json", id, diagnostics)) return "";
  const Diagnostic one = diagnostics.list().at(0);
  return one.message.str() + " / " + one.hint.str();
}

}  // namespace

TEST_CASE("a case is read back from a report by its id or that of a lockout") {
  Diagnostics diagnostics;
  const auto past = read_past_case(report_of("svc@example.com", "api_user", R"(["192.0.2.7"])"),
                                   "report.json", "L0123456789", diagnostics);
  REQUIRE(past);
  CHECK(past->id == "C0123456789");
  CHECK(past->users == std::vector<std::string>{"svc@example.com"});
  CHECK(past->account_kind == "api_user");
  REQUIRE(past->causes.size() == 1);
  CHECK(past->causes[0].id == "hudu");
  CHECK(past->causes[0].probability == 0.5);
  REQUIRE(past->addresses.size() == 1);
  CHECK(to_text(past->addresses[0]) == "192.0.2.7");
  CHECK(past->period_s == 10800);
  CHECK(past->test == "update-half");
  REQUIRE(past->outcomes.size() == 1);
  CHECK(past->outcomes[0].id == "stops");
  CHECK(past->outcomes[0].then == std::vector<std::string>{"hudu"});
}

TEST_CASE("a prefix of an id is enough, in upper or lower case") {
  for (const char* const id : {"L0123456789", "L01234", "l012", "c012"}) {
    CAPTURE(id);
    Diagnostics diagnostics;
    CHECK(read_past_case(report_of("svc@example.com", "api_user", "[]"), "report.json", id,
                         diagnostics));
  }
  CHECK(message(report_of("svc@example.com", "api_user", "[]"), "L0") != "");
}

TEST_CASE("a report that cannot be used gives a message") {
  struct Row {
    const char *report, *id, *says;
  };
  const Row rows[] = {
      {"", "L1",
       "not valid JSON: unexpected end of input; expected '[', '{', or a literal / write one with "
       "whylocked --json FILE"},
      {"[1,2]", "L1", "not a report of this program / write one with whylocked --json FILE"},
      {"{\"a\":1}", "L1", "not a report of this program / write one with whylocked --json FILE"},
      {R"({"schema_version":"1.3","lockouts":[]})", "L1",
       "a report of schema 1.3; this program reads 2.x / diagnose the export again"},
      {R"({"schema_version":1,"lockouts":[]})", "L1",
       "not a report of this program / write one with whylocked --json FILE"},
      {R"({"schema_version":"2.3","redacted":true,"lockouts":[]})", "L1",
       "a redacted report; its names are tokens, which no export or site file has / diagnose the "
       "export again without --redact"},
      {R"({"schema_version":"2.0","lockouts":[]})", "L1",
       "no case or lockout \"L1\" / the report has no case"},
      {R"({"schema_version":"2.0","lockouts":[],"cases":[{"id":"C2"},{"id":3},7]})", "L1",
       "no case or lockout \"L1\" / the cases are C2, , "},
      {R"({"schema_version":"2.0","lockouts":[],"cases":{"id":"L1"}})", "L1",
       "no case or lockout \"L1\" / the report has no case"},
      {R"({"schema_version":"2.0","lockouts":[],"cases":[{"id":"C123"},{"id":"C124"}]})", "C12",
       "several ids begin with \"C12\" / they are C123, C124"},
      {R"({"schema_version":"2.0","lockouts":[],"cases":[{"id":"C1","lockouts":["L41","L42"]},{"id":"C2"}]})",
       "L4", "several ids begin with \"L4\" / they are L41, L42"},
      {R"({"schema_version":"2.0","lockouts":[],"cases":[{"id":"C1","lockouts":["L41"]},{"id":"C2"}]})",
       "L4", "no case or lockout \"L4\" / the cases are C1, C2"},
  };
  for (const Row& row : rows) {
    INFO(row.report);
    CHECK(message(row.report, row.id) == row.says);
  }
}

TEST_CASE("the entry written for a cause depends on the kind of account") {
  struct Row {
    const char *kind, *addresses, *cause, *site, *expected;
  };
  const Row rows[] = {
      {"api_user", R"(["192.0.2.7"])", "hudu", "", R"({"accounts":{"svc@example.com":"hudu"}})"},
      {"unknown", "[]", "custom-soap", "", R"({"accounts":{"svc@example.com":"custom-rest"}})"},
      {"unknown", R"(["192.0.2.7"])", "custom-rest", R"({"time_zone":"UTC"})",
       R"({"accounts":{"svc@example.com":"custom-rest"},"time_zone":"UTC"})"},
      {"api_user", R"([])", "hudu", R"({"accounts":{"svc@example.com":"zapier"}})",
       R"({"accounts":{"svc@example.com":"hudu"}})"},
      {"person", R"(["192.0.2.7","2001:db8::7"])", "hudu", "",
       R"({"known_sources":[{"cidr":"2001:db8::7","cause":"hudu"},{"cidr":"192.0.2.7","cause":"hudu"}]})"},
      {"person", R"(["192.0.2.7"])", "hudu",
       R"({"known_sources":[{"cidr":"192.0.2.7","cause":"zapier"}]})",
       R"({"known_sources":[{"cidr":"192.0.2.7","cause":"hudu"}]})"},
      {"unknown", R"(["192.0.2.7"])", "brute-force", "",
       R"({"known_sources":[{"cidr":"192.0.2.7","cause":"brute-force"}]})"},
      {"unknown", R"(["192.0.2.7"])", "person", "",
       R"({"roster":[{"username":"svc@example.com","kind":"person"}]})"},
      {"person", R"([])", "hudu", "", "{}"},
  };
  for (const Row& row : rows) {
    INFO(row.kind << ' ' << row.cause << ' ' << row.site);
    Diagnostics diagnostics;
    const auto past = read_past_case(report_of("svc@example.com", row.kind, row.addresses),
                                     "report.json", "L0123456789", diagnostics);
    REQUIRE(past);
    const auto learned = confirm(*past, row.cause, row.site, "site.json", diagnostics);
    REQUIRE(learned);
    std::string packed;
    for (const char c : learned->site_json)
      if (c != ' ' && c != '\n') packed += c;
    CHECK(packed == row.expected);
    CHECK(learned->learned.empty() == (packed == "{}"));
    CHECK(parse_site(learned->site_json, "site.json", diagnostics));
  }
}

TEST_CASE("the rest of a site file stays as it is, with its comments") {
  struct Row {
    const char *kind, *addresses, *cause, *site, *expected;
  };
  const Row rows[] = {
      {"api_user", "[]", "hudu",
       "// Ours\n{\n  // None yet\n  \"accounts\": { // \"a\": \"b\",\n  }\n}\n",
       "// Ours\n{\n  // None yet\n  \"accounts\": {\n    \"svc@example.com\": \"hudu\" // \"a\": "
       "\"b\",\n"
       "  }\n}\n"},
      {"api_user", "[]", "hudu",
       "{\n  \"accounts\": {\n    \"SVC@example.com\": \"zapier\" // old\n  }\n}",
       "{\n  \"accounts\": {\n    \"SVC@example.com\": \"hudu\" // old\n  }\n}"},
      {"api_user", "[]", "hudu", "{ \"time_zone\": \"UTC\" } // end",
       "{\n  \"accounts\": {\n    \"svc@example.com\": \"hudu\"\n  }, \"time_zone\": \"UTC\" } // "
       "end"},
      {"person", R"(["192.0.2.7"])", "hudu",
       "{ \"known_sources\": [ { \"cause\": \"zapier\", \"cidr\": \"192.0.2.7\" } ] } // end",
       "{ \"known_sources\": [ { \"cause\": \"hudu\", \"cidr\": \"192.0.2.7\" } ] } // end"},
      {"unknown", "[]", "person",
       "{ \"roster\": [ // people\n  { \"username\": \"svc@example.com\", \"kind\": \"person\" } ] "
       "}",
       "{ \"roster\": [ // people\n  { \"username\": \"svc@example.com\", \"kind\": \"person\" } ] "
       "}"},
  };
  for (const Row& row : rows) {
    INFO(row.site);
    Diagnostics diagnostics;
    const auto past = read_past_case(report_of("svc@example.com", row.kind, row.addresses),
                                     "report.json", "L0123456789", diagnostics);
    REQUIRE(past);
    const auto learned = confirm(*past, row.cause, row.site, "site.json", diagnostics);
    REQUIRE(learned);
    CHECK(learned->site_json == row.expected);
    CHECK(diagnostics.list().empty());
  }
}

TEST_CASE("an account that a report lists twice is added once") {
  PastCase past;
  past.users = {"A", "A", "a"};
  Diagnostics diagnostics;
  const auto learned = confirm(past, "hudu", "", "site.json", diagnostics);
  REQUIRE(learned);
  CHECK(learned->site_json == "{\n  \"accounts\": {\n    \"A\": \"hudu\"\n  }\n}\n");
}

TEST_CASE("unknown causes and site keys are rejected") {
  Diagnostics diagnostics;
  const auto past =
      read_past_case(report_of("a", "api_user", "[]"), "report.json", "C0123456789", diagnostics);
  REQUIRE(past);
  CHECK_FALSE(confirm(*past, "hudo", "", "site.json", diagnostics));
  CHECK_FALSE(confirm(*past, "hu", "", "site.json", diagnostics));
  CHECK_FALSE(confirm(*past, "hudu", "{\"offce\":[]}", "site.json", diagnostics));
  const auto list = diagnostics.list();
  REQUIRE(list.size() == 3);
  CHECK(list[0].message == "\"hudo\" is not a cause id");
  CHECK(list[0].hint == "did you mean \"hudu\"?");
  CHECK(list[1].hint == "did you mean \"hudu\"?");
  CHECK(list[2].file == "site.json");
}
