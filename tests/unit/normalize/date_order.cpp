// The order of day and month: decided once per file, or rejected.
#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

struct OrderCase {
  const char* name;
  std::vector<const char*> times;
  std::vector<const char*> utc;  // empty: rejected
  DateOrder order = DateOrder::automatic;
};

const OrderCase kOrderCases[] = {
    {"a part over 12 means day first, for earlier rows too",
     {"02/03/2026 09:00", "13/03/2026 09:00", "01/04/2026 09:00"},
     {"2026-03-02T09:00:00Z", "2026-03-13T09:00:00Z", "2026-04-01T09:00:00Z"}},
    {"a part over 12 means month first",
     {"02/03/2026 09:00", "03/13/2026 09:00"},
     {"2026-02-03T09:00:00Z", "2026-03-13T09:00:00Z"}},
    {"only day first is in order, forward",
     {"01/05/2026 09:00", "02/05/2026 09:00", "01/06/2026 09:00"},
     {"2026-05-01T09:00:00Z", "2026-05-02T09:00:00Z", "2026-06-01T09:00:00Z"}},
    {"only month first is in order, backward",
     {"05/03/2026 09:00", "05/01/2026 09:00", "04/12/2026 09:00", "04/02/2026 09:00"},
     {"2026-05-03T09:00:00Z", "2026-05-01T09:00:00Z", "2026-04-12T09:00:00Z",
      "2026-04-02T09:00:00Z"}},
    {"the clock counts: one day, two rows",
     {"05/06/2026 10:00", "05/06/2026 09:00", "06/06/2026 08:00"},
     {"2026-06-05T10:00:00Z", "2026-06-05T09:00:00Z", "2026-06-06T08:00:00Z"}},
    {"neither is in order", {"02/03/2026 09:00", "03/02/2026 09:00", "01/04/2026 09:00"}, {}},
    {"both are in order, and one gives consecutive days",
     {"02/03/2026 09:00", "03/03/2026 09:00", "04/03/2026 09:00"},
     {"2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z"}},
    {"newest first, month first",
     {"1/10/2026 7:00 PM", "1/09/2026 8:00 AM", "1/09/2026 7:00 AM", "1/08/2026 7:00 AM"},
     {"2026-01-10T19:00:00Z", "2026-01-09T08:00:00Z", "2026-01-09T07:00:00Z",
      "2026-01-08T07:00:00Z"}},
    {"in no order, a few days of one month",
     {"05/09/2026 10:00", "03/09/2026 09:00", "04/09/2026 08:00"},
     {"2026-09-05T10:00:00Z", "2026-09-03T09:00:00Z", "2026-09-04T08:00:00Z"}},
    {"across the end of a month, month first",
     {"02/11/2026 10:00", "02/12/2026 09:00", "02/10/2026 08:00"},
     {"2026-02-11T10:00:00Z", "2026-02-12T09:00:00Z", "2026-02-10T08:00:00Z"}},
    {"both are in order", {"02/03/2026 09:00", "03/04/2026 09:00"}, {}},
    {"a single day is read month first",
     {"05/06/2026 09:00", "05/06/2026 10:00"},
     {"2026-05-06T09:00:00Z", "2026-05-06T10:00:00Z"}},
    {"day and month are equal: nothing to decide",
     {"05/05/2026 09:00", "06/06/2026 08:00", "04/04/2026 07:00"},
     {"2026-05-05T09:00:00Z", "2026-06-06T08:00:00Z", "2026-04-04T07:00:00Z"}},
    {"both orders in one file", {"13/03/2026 09:00", "03/14/2026 09:00"}, {}},
    {"an impossible date decides nothing",
     {"31/04/2026 09:00", "05/19/2026 09:00", "02/03/2026 10:00"},
     {"2026-05-19T09:00:00Z", "2026-02-03T10:00:00Z"}},
    {"dots are day first, but do not decide slashes",
     {"13.03.2026 09:00", "02/03/2026 09:00", "03/02/2026 09:00", "02/04/2026 09:00"},
     {}},
    {"dashes are as ambiguous as slashes",
     {"2-3-2026 09:00", "13-3-2026 09:00"},
     {"2026-03-02T09:00:00Z", "2026-03-13T09:00:00Z"}},
    {"given", {"02/03/2026 09:00"}, {"2026-03-02T09:00:00Z"}, DateOrder::dmy},
    {"given, the other one", {"02/03/2026 09:00"}, {"2026-02-03T09:00:00Z"}, DateOrder::mdy},
    {"given; a row in the other order is skipped",
     {"02/03/2026 09:00", "03/14/2026 09:00"},
     {"2026-03-02T09:00:00Z"},
     DateOrder::dmy},
    {"two-digit year first", {"26/05/19 09:00"}, {"2026-05-19T09:00:00Z"}, DateOrder::ymd},
    {"year last under ymd",
     {"26/05/19 9:00", "19/05/2026 09:00"},
     {"2026-05-19T09:00:00Z"},
     DateOrder::ymd},
    {"two-digit years: the changing part is the day, at the end",
     {"26-05-19 14:03", "26-05-20 14:04"},
     {"2026-05-19T14:03:00Z", "2026-05-20T14:04:00Z"}},
    {"two-digit years: the changing part is the day, at the beginning",
     {"19-05-26 14:03", "20-05-26 14:04"},
     {"2026-05-19T14:03:00Z", "2026-05-20T14:04:00Z"}},
    {"two-digit years with slashes",
     {"26/05/30 14:03", "26/06/02 14:04"},
     {"2026-05-30T14:03:00Z", "2026-06-02T14:04:00Z"}},
    {"two-digit years across the end of a year, newest first",
     {"02/01/26 14:04", "30/12/25 14:03"},
     {"2026-01-02T14:04:00Z", "2025-12-30T14:03:00Z"}},
    {"two-digit years in three places: the day changes, at the end",
     {"06-05-04 14:03", "06-05-05 14:04"},
     {"2006-05-04T14:03:00Z", "2006-05-05T14:04:00Z"}},
    {"two-digit years in three places: the day changes, in the middle",
     {"05-04-06 14:03", "05-05-06 14:04"},
     {"2006-05-04T14:03:00Z", "2006-05-05T14:04:00Z"}},
    {"two-digit years in three places: a log of 2005 is not plausible",
     {"05-04-26 14:03"},
     {"2026-05-04T14:03:00Z"}},
    {"two-digit years in three places: a log of 2004 is not plausible",
     {"26-05-04 14:03"},
     {"2026-05-04T14:03:00Z"}},
    {"two-digit years in three places, with slashes",
     {"06/05/04 14:03", "06/05/05 14:04"},
     {"2006-05-04T14:03:00Z", "2006-05-05T14:04:00Z"}},
    {"a single day in three places", {"06-05-04 14:03", "06-05-04 15:03"}, {}},
    {"a single day of a two-digit year with dashes", {"26-05-19 14:03", "26-05-19 15:03"}, {}},
    {"a single day of a two-digit year with slashes is read year last",
     {"19/05/26 14:03"},
     {"2026-05-19T14:03:00Z"}},
    {"two-digit years, and a month first", {"26-05-19 14:03", "05-19-26 14:03"}, {}},
    {"a date that is valid only year first does not reject the file",
     {"31/02/26 09:00", "05/19/2026 09:00"},
     {"2026-05-19T09:00:00Z"}},
    {"ISO dates ignore the order", {"2026-05-06 09:00"}, {"2026-05-06T09:00:00Z"}, DateOrder::dmy},
};

}  // namespace

TEST_CASE("the order of day and month") {
  for (const OrderCase& one : kOrderCases) {
    INFO(one.name);
    Rows rows;
    for (const char* const time : one.times) rows.push_back({time, "ann", "Login failed"});
    const Normalized got = normalized("time,user,event", rows, in_order(one.order));
    CHECK(got.ok != one.utc.empty());
    std::vector<std::string> utc;
    for (std::size_t i = 0; i < got.events.rows.size(); ++i) utc.push_back(got.time(i));
    CHECK(utc == std::vector<std::string>(one.utc.begin(), one.utc.end()));
    CHECK(got.info.skipped + got.info.events == rows.size());
  }
}

TEST_CASE("a rejected file gives the reason and a way to continue") {
  struct Row {
    std::vector<const char*> times;
    std::uint64_t row;
    const char* message;
    const char* hint;
  };
  for (const Row& row : {
           Row{{"02/03/2026 09:00", "03/04/2026 09:00"},
               0,
               "every date is ambiguous, day first or month first",
               "set it with --date-order mdy or --date-order dmy"},
           Row{{"02/03/2026 09:00", "13/03/2026 09:00", "03/14/2026 09:00", "03/15/2026 09:00"},
               4,
               "this date has the month first, the date in row 3 the day",
               "export it again with one date format; --date-order skips the rows in the other"},
           Row{{"26-05-19 14:03"},
               0,
               "every date is ambiguous, year last or first",
               "set it with --date-order mdy, dmy or ymd"},
           Row{{"26-05-19 14:03", "05-19-26 14:03"},
               3,
               "this date has the month first, the date in row 2 the day",
               "export it again with one date format; --date-order skips the rows in the other"},
           Row{{"03/14/2026 09:00", "13/03/2026 09:00"},
               3,
               "this date has the day first, the date in row 2 the month",
               "export it again with one date format; --date-order skips the rows in the other"},
       }) {
    Rows rows;
    for (const char* const time : row.times) rows.push_back({time, "ann", "Login failed"});
    const Normalized got = normalized("time,user,event", rows);
    CHECK_FALSE(got.ok);
    CHECK(got.events.rows.empty());
    CHECK(got.info.events == 0);
    REQUIRE(got.diagnostics.size() == 1);
    const Diagnostic& error = got.diagnostics[0];
    CHECK(error.severity == Severity::error);
    CHECK(error.row == row.row);
    CHECK(error.column == 1);
    CHECK(error.message == row.message);
    CHECK(error.hint == row.hint);
  }
}

TEST_CASE("a chosen order is reported with its reason") {
  const auto report = [](const std::vector<const char*>& times) {
    Rows rows;
    for (const char* const time : times) rows.push_back({time, "ann", "Login failed"});
    const Normalized got = normalized("time:Date (UTC),user,event", rows);
    return got.messages().empty() ? ""
                                  : got.messages().at(0) + " | " + got.diagnostics[0].hint.str();
  };
  CHECK(report({"02/03/2026 09:00", "03/03/2026 09:00", "04/03/2026 09:00"}) ==
        "0:1: note: every date is ambiguous; read day first, so that they span 3 days, not "
        "60 | if the month is first, add --date-order mdy");
  CHECK(report({"05/06/2026 09:00", "05/06/2026 10:00"}) ==
        "0:1: warning: all events are on one day, whose date is ambiguous; read month first | "
        "if the day is first, add --date-order dmy");
  CHECK(report({"05/05/2026 09:00", "06/06/2026 10:00"}).empty());
  CHECK(report({"01/05/2026 09:00", "02/05/2026 09:00", "01/06/2026 09:00"}).empty());
}

TEST_CASE("a rejected file does not affect the events of other files") {
  Events events;
  InputInfo first, second;
  Diagnostics diagnostics;
  CHECK(feed("time,user,event", {{"2026-05-19T08:00:00Z", "ann", "Lockout"}}, {}, 0, events, first,
             diagnostics));
  CHECK_FALSE(feed("time,user,event",
                   {{"02/03/2026 08:00", "ann", "Lockout"}, {"03/04/2026 08:00", "ann", "Lockout"}},
                   {}, 1, events, second, diagnostics));
  CHECK(feed("time,user,event", {{"13/03/2026 08:00", "ann", "Lockout"}}, {}, 2, events, second,
             diagnostics));
  REQUIRE(events.rows.size() == 2);
  CHECK(events.rows[0].file == 0);
  CHECK(events.rows[1].file == 2);
  CHECK(to_rfc3339(events.rows[1].time) == "2026-03-13T08:00:00Z");
}
