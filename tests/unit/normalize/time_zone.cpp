// The zone of a time, the messages about it, and the two days a year on which clocks change.
#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

TEST_CASE("the zone comes from value, header, column, option, and then UTC") {
  struct ZoneCase {
    const char* name;
    const char* header;
    std::vector<std::string> row;
    const char* option;
    const char* utc;  // empty: skipped
    const char* zone;
    const char* source;
  };
  const char* const kBerlin = "Europe/Berlin";
  for (const ZoneCase& one : {
           ZoneCase{"no information",
                    "time,user",
                    {"2026-05-19 08:00:00", "ann"},
                    "",
                    "2026-05-19T08:00:00Z",
                    "UTC",
                    "assumed"},
           ZoneCase{"option",
                    "time,user",
                    {"2026-05-19 08:00:00", "ann"},
                    kBerlin,
                    "2026-05-19T06:00:00Z",
                    kBerlin,
                    "option"},
           ZoneCase{"value outranks option",
                    "time,user",
                    {"2026-05-19 08:00:00Z", "ann"},
                    kBerlin,
                    "2026-05-19T08:00:00Z",
                    "UTC",
                    "value"},
           ZoneCase{"one offset is named",
                    "time,user",
                    {"2026-05-19 08:00:00-04:00", "ann"},
                    "",
                    "2026-05-19T12:00:00Z",
                    "-04:00",
                    "value"},
           ZoneCase{"header outranks option",
                    "time:Date (UTC),user",
                    {"2026-05-19 08:00:00", "ann"},
                    kBerlin,
                    "2026-05-19T08:00:00Z",
                    "UTC",
                    "value"},
           ZoneCase{"header with an offset",
                    "time:Time (GMT+02:00),user",
                    {"2026-05-19 08:00:00", "ann"},
                    "",
                    "2026-05-19T06:00:00Z",
                    "+02:00",
                    "value"},
           ZoneCase{"value outranks header",
                    "time:Date (UTC),user",
                    {"2026-05-19 08:00:00+01:00", "ann"},
                    "",
                    "2026-05-19T07:00:00Z",
                    "+01:00",
                    "value"},
           ZoneCase{"header of the clock",
                    "time,clock:Time UTC,user",
                    {"2026-05-19", "08:00", "ann"},
                    kBerlin,
                    "2026-05-19T08:00:00Z",
                    "UTC",
                    "value"},
           ZoneCase{"column",
                    "time,user,time_zone",
                    {"2026-05-19 08:00:00", "ann", "America/New_York"},
                    kBerlin,
                    "2026-05-19T12:00:00Z",
                    "America/New_York",
                    "value"},
           ZoneCase{"column with an abbreviation",
                    "time,user,time_zone",
                    {"2026-05-19 08:00:00", "ann", "CET"},
                    "",
                    "2026-05-19T07:00:00Z",
                    "+01:00",
                    "value"},
           ZoneCase{"empty column",
                    "time,user,time_zone",
                    {"2026-05-19 08:00:00", "ann", "n/a"},
                    kBerlin,
                    "2026-05-19T06:00:00Z",
                    kBerlin,
                    "option"},
           ZoneCase{"unknown zone in the column",
                    "time,user,time_zone",
                    {"2026-05-19 08:00:00", "ann", "Mars/Olympus"},
                    kBerlin,
                    "",
                    kBerlin,
                    "option"},
           ZoneCase{"hours or minutes in the column",
                    "time,user,time_zone",
                    {"2026-05-19 08:00:00", "ann", "-300"},
                    kBerlin,
                    "",
                    kBerlin,
                    "option"},
           ZoneCase{"three digits after a time",
                    "time,user",
                    {"2026-05-19 13:30:00 +530", "ann"},
                    kBerlin,
                    "2026-05-19T08:00:00Z",
                    "+05:30",
                    "value"},
           ZoneCase{"ambiguous abbreviation",
                    "time,user",
                    {"2026-05-19 08:00:00 BST", "ann"},
                    kBerlin,
                    "2026-05-19T06:00:00Z",
                    kBerlin,
                    "option"},
           ZoneCase{"Unix time",
                    "time,user",
                    {"1779170839", "ann"},
                    kBerlin,
                    "2026-05-19T06:07:19Z",
                    "UTC",
                    "value"},
           ZoneCase{"CET as an option is a zone with summer time",
                    "time,user",
                    {"2026-05-19 08:00:00", "ann"},
                    "CET",
                    "2026-05-19T06:00:00Z",
                    "CET",
                    "option"},
       }) {
    INFO(one.name);
    const Normalized got =
        normalized(one.header, {one.row}, *one.option ? in_zone(one.option) : NormalizeOptions{});
    CHECK((got.events.rows.empty() ? "" : got.time(0)) == one.utc);
    CHECK(got.info.time_zone == one.zone);
    CHECK(got.info.time_zone_source == one.source);
  }
}

TEST_CASE("several offsets are reported as UTC, a mixture as the zone of times without one") {
  const Normalized several = normalized(
      "time,user", {{"2026-05-19 08:00:00+01:00", "ann"}, {"2026-05-19 08:00:00+02:00", "ann"}});
  CHECK(several.info.time_zone == "UTC");
  CHECK(several.info.time_zone_source == "value");
  const Normalized mixed =
      normalized("time,user", {{"2026-05-19 08:00:00Z", "ann"}, {"2026-05-19 08:00:00", "ann"}});
  CHECK(mixed.info.time_zone == "UTC");
  CHECK(mixed.info.time_zone_source == "assumed");
}

TEST_CASE("the assumption of UTC is reported once") {
  const Normalized got = normalized("user,time,event", {{"ann", "2026-05-19 08:00:00", "Lockout"},
                                                        {"ann", "2026-05-19 09:00:00", "Lockout"}});
  REQUIRE(got.messages() ==
          std::vector<std::string>{"0:2: note: the times have no zone: UTC is assumed"});
  CHECK(got.diagnostics[0].hint.str().find("--time-zone America/New_York") != std::string::npos);
}

TEST_CASE("the site file is a separate source") {
  NormalizeOptions options = in_zone("America/New_York");
  options.time_zone_source = "site";
  const Normalized got = normalized("time,user", {{"2026-05-19 08:00:00", "ann"}}, options);
  CHECK(got.info.time_zone_source == "site");
}

TEST_CASE("the hours in which the clock changes") {
  struct ZoneCase {
    const char* zone;
    const char* local;
    const char* utc;
    const char* message;  // empty: no message
  };
  for (const ZoneCase& one : {
           ZoneCase{"America/New_York", "2026-03-08 01:59:59", "2026-03-08T06:59:59Z", ""},
           ZoneCase{"America/New_York", "2026-03-08 02:30:00", "2026-03-08T07:30:00Z",
                    "2026-03-08 02:30:00 does not occur in America/New_York, when the clock goes "
                    "forward; "
                    "the later hour is used"},
           ZoneCase{"America/New_York", "2026-03-08 03:00:00", "2026-03-08T07:00:00Z", ""},
           ZoneCase{"America/New_York", "2026-11-01 00:59:59", "2026-11-01T04:59:59Z", ""},
           ZoneCase{"America/New_York", "2026-11-01 01:30:00", "2026-11-01T05:30:00Z",
                    "2026-11-01 01:30:00 happens twice in America/New_York, when the clock goes "
                    "back; the first is used"},
           ZoneCase{"America/New_York", "2026-11-01 02:00:00", "2026-11-01T07:00:00Z", ""},
           ZoneCase{"America/New_York", "2026-11-01 01:30:00-05:00", "2026-11-01T06:30:00Z", ""},
           ZoneCase{"Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00Z",
                    "2026-04-05 01:45:00 happens twice in Australia/Lord_Howe, when the clock goes "
                    "back; the first is used"},
           ZoneCase{"Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z",
                    "2026-10-25 02:30:00 happens twice in Europe/Berlin, when the clock goes back; "
                    "the first is used"},
           ZoneCase{"UTC", "2026-10-25 02:30:00", "2026-10-25T02:30:00Z", ""},
       }) {
    INFO(one.local << " in " << one.zone);
    const Normalized got =
        normalized("time,user,event", {{one.local, "ann", "Lockout"}}, in_zone(one.zone));
    CHECK(got.time(0) == one.utc);
    CHECK(got.diagnostics.size() == (*one.message ? 1 : 0));
    if (*one.message && !got.diagnostics.empty()) {
      CHECK(got.diagnostics[0].message == one.message);
      CHECK(got.diagnostics[0].row == 2);
    }
    CHECK(got.info.skipped == 0);
  }
}

TEST_CASE("a row near several steps of the repeated hour moves only once") {
  const Normalized got = normalized("time,user,event",
                                    {{"2026-11-01 02:30:00", "ann", "Lockout"},
                                     {"2026-11-01 01:50:00", "ann", "Lockout"},
                                     {"2026-11-01 01:20:00", "ann", "Lockout"},
                                     {"2026-11-01 01:30:00", "ann", "Lockout"},
                                     {"2026-11-01 01:05:00", "ann", "Lockout"},
                                     {"2026-11-01 01:55:00", "ann", "Lockout"},
                                     {"2026-11-01 00:40:00", "ann", "Lockout"}},
                                    in_zone("America/New_York"));
  REQUIRE(got.events.rows.size() == 7);
  constexpr const char* kTimes[] = {"2026-11-01T07:30:00Z", "2026-11-01T06:50:00Z",
                                    "2026-11-01T06:20:00Z", "2026-11-01T05:30:00Z",
                                    "2026-11-01T05:05:00Z", "2026-11-01T05:55:00Z",
                                    "2026-11-01T04:40:00Z"};
  for (std::size_t i = 0; i < std::size(kTimes); ++i) CHECK(got.time(i) == kTimes[i]);
}

TEST_CASE("the zone of one row does not affect the next") {
  // Winter, summer and winter again: the cached interval of the zone must follow.
  const Normalized got = normalized("time,user,event",
                                    {{"2026-01-10 08:00:00", "ann", "Lockout"},
                                     {"2026-07-10 08:00:00", "ann", "Lockout"},
                                     {"2025-12-10 08:00:00", "ann", "Lockout"}},
                                    in_zone("America/New_York"));
  CHECK(got.time(0) == "2026-01-10T13:00:00Z");
  CHECK(got.time(1) == "2026-07-10T12:00:00Z");
  CHECK(got.time(2) == "2025-12-10T13:00:00Z");
}

TEST_CASE("names of zones") {
#ifdef _WIN32  // file names ignore case
  const char* const kOtherCase = "Europe/berlin0";
#else
  const char* const kOtherCase = "Europe/berlin";
#endif
  for (const char* const name :
       {"UTC", "Z", "GMT", "+10:00", "-0500", "+2", "UTC+2", "Europe/Berlin", "America/New_York",
        "EST", "CET", "Etc/GMT+5", "EST5EDT"}) {
    INFO(name);
    CHECK(known_time_zone(name));
  }
  for (const char* const name : {"", "Berlin", kOtherCase, "BST", "+25:00", "+10:60", "+", "10:00",
                                 "localtime", "posixrules", "../etc/passwd", "Nowhere/Else"}) {
    INFO(name);
    CHECK_FALSE(known_time_zone(name));
  }
}

TEST_CASE("minutes east of UTC") {
  const auto at = [](const char* zone, const char* time) {
    return utc_offset_minutes(zone, *parse_time_point(time, "UTC"));
  };
  CHECK(at("America/New_York", "2026-01-19") == -300);
  CHECK(at("America/New_York", "2026-07-19") == -240);
  CHECK(at("Asia/Kathmandu", "2026-07-19") == 345);
  CHECK(at("+10:00", "2026-07-19") == 600);
  CHECK(at("UTC", "2026-07-19") == 0);
  CHECK(at("Nowhere/Else", "2026-07-19") == 0);
  CHECK(at("America/New_York", "2026-03-08T06:59:59Z") == -300);
  CHECK(at("America/New_York", "2026-03-08T07:00:00Z") == -240);
}
