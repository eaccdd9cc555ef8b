// Whole rows: fields that are kept, rows that are skipped, and the messages about them.
#include <algorithm>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

const std::string kTime = "2026-05-19T08:00:00Z";

std::string text_of(const Normalized& got, TextId id) {
  return std::string(got.events.texts.text(id));
}

// Passes rows on, without lookups.
class PassOn : public RowSink {
 public:
  explicit PassOn(RowSink& next) : next_(next) {}
  void begin(const Columns& columns) override { next_.begin(columns); }
  bool consume(const RowBatch& rows) override { return next_.consume(rows); }

 private:
  RowSink& next_;
};

}  // namespace

TEST_CASE("a row with every field") {
  const Normalized got = normalized(
      "time,user,address,event,outcome,reason,application,vendor,user_agent,count",
      {{"2026-05-19T08:07:19.25Z", "CORP\\Ann", "198.51.100.7:443", "Login", "Failure",
        "Incorrect password", "Outlook", "ITG - Documentation Management", "curl/8.5", "3"}});
  CHECK(got.ok);
  CHECK(got.diagnostics.empty());
  REQUIRE(got.events.rows.size() == 1);
  const Event& event = got.events.rows[0];
  CHECK(got.time(0) == "2026-05-19T08:07:19.25Z");
  CHECK(got.user(0) == "corp\\ann");
  CHECK(to_text(got.events.addresses.at(event.address)) == "198.51.100.7");
  CHECK(event.kind == EventKind::login_failed);
  CHECK(event.reason == Reason::bad_password);
  const Program& program = got.events.programs.at(event.program);
  CHECK(text_of(got, program.application) == "Outlook");
  CHECK(text_of(got, program.vendor) == "ITG - Documentation Management");
  CHECK(text_of(got, program.client) == "curl/8.5");
  CHECK(event.count == 3);
  CHECK(event.row == 2);
  CHECK(event.precision == Precision::microsecond);
  CHECK(got.info.events == 1);
  CHECK(got.info.first == event.time);
  CHECK(got.info.last == event.time);
}

TEST_CASE("rows of one file come as they are in the file and as rows of fields") {
  const std::string kLines[] = {
      "198.51.100.7,Failed,n,\"ann\",2026-05-19 08:00:00,extra\n",  // comes as fields
      "198.51.100.8,Success,n,ann,2026-05-19 08:01:00\n",
      "198.51.100.7,Failed,n,bob,2026-05-19 08:02:00,extra\n",
      "198.51.100.7,Failed,n,\"ann\",2026-05-19 08:03:00\n",
      "198.51.100.8,Failed,n,ann,2026-05-19 08:04:00\n",
      "203.0.113.9,Success,n,bob,2026-05-19 08:05:00,extra\n",
  };
  for (const bool starts_with_fields : {true, false}) {
    std::string text = "IP,Result,Note,User,Date\n";
    for (std::size_t i = 0; i < 6; ++i) text += kLines[starts_with_fields ? i : 5 - i];
    CAPTURE(text);
    Normalized got;
    Diagnostics diagnostics;
    const NormalizeOptions how;
    Normalizer normalizer(how, 0, got.info, got.events, diagnostics);
    PassOn sink(normalizer);
    REQUIRE(read_text(text, "export.csv", {}, sink, diagnostics, got.info));
    REQUIRE(normalizer.finish());
    std::vector<std::string> events;
    for (std::size_t i = 0; i < got.events.rows.size(); ++i) {
      const Event& event = got.events.rows[i];
      events.push_back(got.time(i).substr(14, 2) + ' ' + got.user(i) + ' ' +
                       to_text(got.events.addresses.at(event.address)) + ' ' +
                       std::string(to_text(event.kind)));
    }
    if (!starts_with_fields) std::ranges::reverse(events);
    CHECK(events == std::vector<std::string>{
                        "00 ann 198.51.100.7 login_failed", "01 ann 198.51.100.8 login_succeeded",
                        "02 bob 198.51.100.7 login_failed", "03 ann 198.51.100.7 login_failed",
                        "04 ann 198.51.100.8 login_failed", "05 bob 203.0.113.9 login_succeeded"});
  }
}

TEST_CASE("an absent field has no id") {
  const Normalized got = normalized("time,user,event,user_agent,application,vendor,tracking_id",
                                    {{kTime, "ann", "Lockout", "-", "n/a", "", ""}});
  const Event& event = got.events.rows.at(0);
  CHECK(event.program == kNone);
  CHECK(event.address == kNone);
  CHECK(event.count == 1);
}

TEST_CASE("first and last are by time, not by row") {
  const Normalized got =
      normalized("time,user,event", {{"2026-05-19T09:00:00Z", "ann", "Lockout"},
                                     {"2026-05-19T10:00:00Z", "ann", "Lockout"},
                                     {"2026-05-19T08:00:00Z", "ann", "Lockout"}});
  CHECK(to_rfc3339(got.info.first) == "2026-05-19T08:00:00Z");
  CHECK(to_rfc3339(got.info.last) == "2026-05-19T10:00:00Z");
}

TEST_CASE("a tracking identifier is kept as a hash, a vendor's name as written") {
  struct RowCase {
    const char* vendor;
    const char* tracking;
    const char* kept;
  };
  for (const RowCase& one : {
           // 64-bit FNV-1a of "foobar", from its authors' test vectors.
           RowCase{"", "foobar", "id:85944171f73967e8"},
           RowCase{"", "Cytracom - PSA Connector", "Cytracom - PSA Connector"},
           RowCase{"Hudu", "foobar", "Hudu"},
           RowCase{"-", "foobar", "id:85944171f73967e8"},
           RowCase{"", "-", ""},
       }) {
    const Normalized got = normalized("time,user,event,vendor,tracking_id",
                                      {{kTime, "ann", "Lockout", one.vendor, one.tracking}});
    CHECK(text_of(got, got.program(0).vendor) == one.kept);
  }
}

TEST_CASE("the number of attempts") {
  struct RowCase {
    const char* text;
    std::uint32_t count;  // 0: no event
    const char* message;
  };
  const char* const kNot = "not a whole number; the row counts as one attempt";
  for (const RowCase& one : {
           RowCase{"", 1, ""},
           RowCase{"1", 1, ""},
           RowCase{"12", 12, ""},
           RowCase{"5.0", 5, ""},
           RowCase{"5,0", 5, ""},
           RowCase{"4294967295", 4294967295u, ""},
           RowCase{"n/a", 1, ""},
           RowCase{"0", 0, "no attempt in this row; row skipped"},
           RowCase{"many", 1, kNot},
           RowCase{"-3", 1, kNot},
           RowCase{"2.5", 1, kNot},
           RowCase{"4294967296", 1, kNot},
           RowCase{"1,200", 1200, ""},
           RowCase{"1.200", 1200, ""},
           RowCase{"1 200 300", 1200300, ""},
           RowCase{"12,34", 1, kNot},
           RowCase{"1,200.300", 1, kNot},
           RowCase{"1200,300", 1, kNot},
           RowCase{",200", 1, kNot},
       }) {
    INFO("count: " << one.text);
    const Normalized got =
        normalized("time,user,event,count", {{kTime, "ann", "Login failed", one.text}});
    CHECK(got.ok);
    CHECK(got.info.skipped == 0);
    REQUIRE(got.events.rows.size() == (one.count > 0 ? 1 : 0));
    if (one.count > 0) CHECK(got.events.rows[0].count == one.count);
    CHECK((got.diagnostics.empty() ? "" : got.diagnostics[0].message) == one.message);
  }
}

TEST_CASE("a row that counts failures and successes need not have both") {
  struct RowCase {
    const char *failed, *succeeded;
    std::vector<std::uint32_t> counts;  // of the events
    std::size_t messages;
  };
  for (const RowCase& one : {
           RowCase{"2", "3", {2, 3}, 0},
           RowCase{"", "3", {3}, 0},
           RowCase{"-", "3", {3}, 0},
           RowCase{"2", "N/A", {2}, 0},
           RowCase{"many", "3", {3}, 1},
           RowCase{"2", "many", {2}, 1},
           RowCase{"-", "-", {}, 1},  // no attempts
           RowCase{"4294967295", "1", {4294967295u, 1}, 0},
       }) {
    INFO(one.failed << " and " << one.succeeded);
    const Normalized got =
        normalized("time,user,count:Failed,successes", {{kTime, "ann", one.failed, one.succeeded}});
    std::vector<std::uint32_t> counts;
    for (const Event& event : got.events.rows) {
      counts.push_back(event.count);
      CHECK(to_rfc3339(event.time) == kTime);
    }
    CHECK(counts == one.counts);
    CHECK(got.diagnostics.size() == one.messages);
  }
}

TEST_CASE("rows without a name or a time are reported, counted and left out") {
  const Normalized got =
      normalized("time,user,event,outcome", {{kTime, "ann", "Login", "Failure"},
                                             {kTime, "", "Login", "Failure"},
                                             {"", "ann", "Login", "Failure"},
                                             {"soon", "ann", "Login", "Failure"},
                                             {kTime, "bob", "Login", "Success"}});
  CHECK(got.ok);
  CHECK(got.events.rows.size() == 2);
  CHECK(got.info.skipped == 3);
  CHECK(got.messages() == std::vector<std::string>{
                              "0:0: warning: 3 of 5 rows could not be used; the report covers the "
                              "rest",
                              "3:2: warning: no username; row skipped",
                              "4:1: warning: no time; row skipped",
                              "5:1: warning: not a date; row skipped"});
}

TEST_CASE("totals, footers and repeated headers are noted, not counted as skipped") {
  for (const std::vector<std::string>& footer : std::vector<std::vector<std::string>>{
           {"Total: 2", "", "", ""},
           {"Summe", "", "2", ""},
           {"Gesamt", "2", "", ""},
           {"Erstellt am 20.05.2026", "", "", ""},
           {"Generated by the grid", "", "", ""},
           {"19.05.2026", "", "", ""},
           {"", "", "", ""},
           {"Time", "User", "Event", "Result"},
       }) {
    INFO("footer: " << footer[0]);
    const Normalized got = normalized("time:Time,user:User,event:Event,outcome:Result",
                                      {{kTime, "ann", "Login", "Failure"}, footer});
    CHECK(got.ok);
    CHECK(got.events.rows.size() == 1);
    CHECK(got.info.skipped == 0);
    CHECK(got.messages() ==
          std::vector<std::string>{
              "3:0: note: not an event but a total, a footer or a second header"});
  }
}

TEST_CASE("a row that only looks like a footer is an event, or is skipped") {
  const Normalized got =
      normalized("user,time,event,outcome",
                 {{"report@example.com", "May 19, 2026 8:00 AM", "Login", "Failure"},
                  {"total", "5/19/2026 8:00 AM", "Login", "Failure"},
                  {"report", "", "Login", "Failure"},
                  {"ann", "soon", "", ""}});
  CHECK(got.events.rows.size() == 2);
  CHECK(got.info.skipped == 2);
}

TEST_CASE("very long texts are clipped, with a message") {
  const std::string name(5000, 'a'), agent(5000, 'b');
  const Normalized got =
      normalized("time,user,event,user_agent", {{kTime, name, "Lockout", agent}});
  CHECK(got.user(0).size() == 384);
  CHECK(got.events.texts.text(got.program(0).client).size() == 512);
  CHECK(got.messages() ==
        std::vector<std::string>{"2:2: note: very long text; only its beginning is kept",
                                 "2:4: note: very long text; only its beginning is kept"});
  for (const Diagnostic& one : got.diagnostics) CHECK(one.excerpt.size() == 120);
}

TEST_CASE("a text and a longer one that begins with it are kept apart") {
  const std::string longer(600, 'x');
  const Normalized got = normalized(
      "time,user,event,tracking_id",
      {{kTime, "ann", "Lockout", longer}, {kTime, "ann", "Lockout", longer.substr(0, 512)}});
  CHECK(got.program(0).vendor != got.program(1).vendor);
}

TEST_CASE("exactly 5,000 rows are probably not all") {
  for (const auto& [rows, notes] : {std::pair(4999, 0), std::pair(5000, 1), std::pair(5001, 0)}) {
    Rows table(static_cast<std::size_t>(rows), {kTime, "ann", "Lockout"});
    table.push_back({"Total", "", ""});  // not one of them
    const Normalized got = normalized("time,user,event", table);
    int seen = 0;
    for (const std::string& line : got.messages())
      seen +=
          line == "0:0: note: exactly 5,000 rows: probably cut off at the limit of a grid export";
    CHECK(seen == notes);
  }
}

TEST_CASE("a file without rows is not an error here, but one with only bad rows is") {
  const Normalized empty = normalized("time,user", {});
  CHECK(empty.ok);
  CHECK(empty.diagnostics.empty());
  CHECK(empty.info.time_zone == "UTC");
  CHECK(empty.info.time_zone_source == "assumed");
  const Normalized bad = normalized("time,user", {{"soon", "ann"}});
  CHECK_FALSE(bad.ok);
  CHECK(bad.messages().at(0) == "0:0: error: no row of the file could be used");
}

TEST_CASE("many bad rows give few messages") {
  const Normalized got = normalized("time,user,event", Rows(1000, {"soon", "ann", "Lockout"}));
  CHECK(got.info.skipped == 1000);
  REQUIRE(got.diagnostics.size() == 7);
  CHECK(got.diagnostics.back().message == "and 995 more: not a date; row skipped");
}

TEST_CASE("rows whose number does not fit in an event are reported, not renumbered") {
  constexpr std::uint64_t kLast = UINT32_MAX;
  Columns columns;
  columns.number[Field::time] = 1;
  columns.number[Field::user] = 2;
  Events events;
  Diagnostics diagnostics;
  InputInfo info;
  const NormalizeOptions options;
  Normalizer normalizer(options, 0, info, events, diagnostics);
  normalizer.begin(columns);
  for (const std::uint64_t number : {kLast, kLast + 1, kLast + 2}) {
    Row row;
    row.number = number;
    row[Field::time] = kTime;
    row[Field::user] = "ann";
    normalizer.consume(RowTexts(row).batch());
  }
  normalizer.finish();
  REQUIRE(events.rows.size() == 1);
  CHECK(events.rows[0].row == kLast);
  CHECK(diagnostics.count("row-limit") == 2);
  CHECK(info.skipped == 2);
}

TEST_CASE("the method of a login counts if it succeeded") {
  const std::vector<std::string> sso = {"2026-05-19T08:00:00Z", "ann", "login succeeded", "SSO"};
  const std::vector<std::string> failed = {"2026-05-19T08:01:00Z", "ann", "login failed", "SSO"};
  const std::vector<std::string> local = {"2026-05-19T08:02:00Z", "ann", "login succeeded",
                                          "Password"};
  const Normalized got = normalized("time,user,event,login_method", {sso, failed, local, sso});
  std::vector<Reason> reasons;
  for (const Event& event : got.events.rows) reasons.push_back(event.reason);
  CHECK(reasons == std::vector{Reason::single_sign_on, Reason::unknown, Reason::unknown,
                               Reason::single_sign_on});
}

TEST_CASE("a computer is the same with or without the backslashes of a network name") {
  const Normalized got =
      normalized("time,user,event,computer", {{"2026-05-19T08:00:00Z", "ann", "4740", "\\\\PC-1"},
                                              {"2026-05-19T09:00:00Z", "ann", "4740", "PC-1"}});
  REQUIRE(got.events.rows.size() == 2);
  CHECK(got.events.rows[0].program == got.events.rows[1].program);
}
