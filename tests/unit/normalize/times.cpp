// Times through the whole stage: the text, the zone of the options, and the result.
#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

const char* name_of(Precision precision) {
  constexpr const char* kNames[] = {"microsecond", "second", "minute", "hour", "day"};
  return kNames[static_cast<std::size_t>(precision)];
}

struct TimeCase {
  const char* text;
  const char* utc;  // empty: the row is skipped
  const char* precision = "second";
};

void check(const TimeCase& one, const NormalizeOptions& options) {
  INFO("text: " << one.text);
  // The second row shows that a rejected row does not reject the file.
  const Normalized got = normalized(
      "time,user,event",
      {{one.text, "ann", "Login failed"}, {"2026-01-01T00:00:00Z", "bob", "Login failed"}},
      options);
  CHECK(got.ok);
  if (*one.utc == 0) {
    CHECK(got.events.rows.size() == 1);
    CHECK(got.info.skipped == 1);
    REQUIRE_FALSE(got.diagnostics.empty());
    CHECK(got.diagnostics.back().row == 2);
    CHECK(got.diagnostics.back().column == 1);
    return;
  }
  REQUIRE(got.events.rows.size() == 2);
  CHECK(got.info.skipped == 0);
  CHECK(got.time(0) == one.utc);
  CHECK(std::string(name_of(got.events.rows[0].precision)) == one.precision);
}

// 08:07:19 on 19 May 2026 in a zone two hours east, unless the text says otherwise.
const TimeCase kWritten[] = {
    // Japanese, Chinese, Korean
    {"2026年5月19日 8時7分19秒", "2026-05-19T06:07:19Z"},
    {"2026年05月19日 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026年5月19日(火) 8:07", "2026-05-19T06:07:00Z", "minute"},
    {"2026/05/19(火) 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026年5月19日 火曜日 午後3時15分", "2026-05-19T13:15:00Z", "minute"},
    {"2026年5月19日午後3時", "2026-05-19T13:00:00Z", "hour"},
    {"2026/5/19 午前 12:15", "2026-05-18T22:15:00Z", "minute"},
    {"2026年5月19日 下午3:15:20", "2026-05-19T13:15:20Z"},
    {"2026年5月19日 星期二 上午 9:15", "2026-05-19T07:15:00Z", "minute"},
    {"2026년 5월 19일 오후 3시 15분 20초", "2026-05-19T13:15:20Z"},
    {"2026년 5월 19일 화요일 오전 9:15", "2026-05-19T07:15:00Z", "minute"},
    {"2026. 5. 19. 오후 3:15:20", "2026-05-19T13:15:20Z"},
    {"2026年5月19日", "2026-05-18T22:00:00Z", "day"},
    {"2026年13月19日 08:07", ""},
    {"2026年5月 08:07", ""},
    // ISO 8601 and RFC 3339
    {"2026-05-19T08:07:19Z", "2026-05-19T08:07:19Z"},
    {"2026-05-19t08:07:19z", "2026-05-19T08:07:19Z"},
    {"2026-05-19T08:07:19", "2026-05-19T06:07:19Z"},
    {"2026-05-19 08:07:19", "2026-05-19T06:07:19Z"},
    {"  2026-05-19 08:07:19 ", "2026-05-19T06:07:19Z"},
    {"2026-05-19T08:07:19+02:00", "2026-05-19T06:07:19Z"},
    {"2026-05-19T08:07:19-0500", "2026-05-19T13:07:19Z"},
    {"2026-05-19T08:07:19+02", "2026-05-19T06:07:19Z"},
    {"2026-05-19 08:07:19 +05:30", "2026-05-19T02:37:19Z"},
    {"2026-05-19T08:07:19.5Z", "2026-05-19T08:07:19.5Z", "microsecond"},
    {"2026-05-19T08:07:19,123", "2026-05-19T06:07:19.123Z", "microsecond"},
    {"2026-05-19T08:07:19.123456+00:00", "2026-05-19T08:07:19.123456Z", "microsecond"},
    {"2026-05-19T08:07:19.1234567Z", "2026-05-19T08:07:19.123456Z", "microsecond"},
    {"2026-05-19T08:07:19.000Z", "2026-05-19T08:07:19Z", "second"},
    {"2026-05-19T08:07Z", "2026-05-19T08:07:00Z", "minute"},
    {"2026-05-19 08:07", "2026-05-19T06:07:00Z", "minute"},
    {"2026-05-19T08", "2026-05-19T06:00:00Z", "hour"},
    {"2026-05-19", "2026-05-18T22:00:00Z", "day"},
    {"2026-5-9 8:07:19", "2026-05-09T06:07:19Z"},
    {"2026/05/19 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026.05.19 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026-May-19 08:07:19", "2026-05-19T06:07:19Z"},
    {"20260519T080719Z", "2026-05-19T08:07:19Z"},
    {"20260519T0807", "2026-05-19T06:07:00Z", "minute"},
    {"20260519", "2026-05-18T22:00:00Z", "day"},
    {"202605190807", "2026-05-19T06:07:00Z", "minute"},
    {"20260519080719", "2026-05-19T06:07:19Z"},
    {"2026-05-19T24:00:00Z", "2026-05-20T00:00:00Z"},
    {"2026-06-30T23:59:60Z", "2026-07-01T00:00:00Z"},
    {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
    {"2026-05-19T08:07:19+02:00[Europe/Berlin]", "2026-05-19T06:07:19Z"},
    {"2026-05-19T08:07:19 Europe/Berlin", "2026-05-19T06:07:19Z"},
    {"2026-05-19 08:07:19 UTC", "2026-05-19T08:07:19Z"},
    {"2026-05-19 08:07:19 (UTC)", "2026-05-19T08:07:19Z"},
    {"2026-05-19 08:07:19 UTC+2", "2026-05-19T06:07:19Z"},
    {"2026-05-19 08:07:19 EDT", "2026-05-19T12:07:19Z"},
    {"2026-05-19 08:07:19 MESZ", "2026-05-19T06:07:19Z"},
    // Slashes and dashes with a part over 12
    {"05/19/2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"5/19/2026 8:07:19 AM", "2026-05-19T06:07:19Z"},
    {"5/19/2026 8:07 PM", "2026-05-19T18:07:00Z", "minute"},
    {"5/19/2026 12:07 AM", "2026-05-18T22:07:00Z", "minute"},
    {"5/19/2026 12:07 PM", "2026-05-19T10:07:00Z", "minute"},
    {"5/19/2026 8:07 p", "2026-05-19T18:07:00Z", "minute"},
    {"5/19/2026 8:07 A.", "2026-05-19T06:07:00Z", "minute"},
    {"5/19/2026 12:07:30 a", "2026-05-18T22:07:30Z", "second"},
    {"5/19/2026 8:07p", "2026-05-19T18:07:00Z", "minute"},
    {"5/19/2026 8:07:19\xe2\x80\xaf"
     "AM",
     "2026-05-19T06:07:19Z"},
    {"5/19/2026 8:07:19 a.m.", "2026-05-19T06:07:19Z"},
    {"5/19/2026, 8:07:19 pm", "2026-05-19T18:07:19Z"},
    {"5/19/2026 13:07 PM", "2026-05-19T11:07:00Z", "minute"},
    {"5/19/2026 8 AM", "2026-05-19T06:00:00Z", "hour"},
    {"5/19/2026", "2026-05-18T22:00:00Z", "day"},
    {"5/19/26 8:07", "2026-05-19T06:07:00Z", "minute"},
    {"19/05/2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"19/05/2026 08:07:19 +01:00", "2026-05-19T07:07:19Z"},
    {"19-5-2026 8:07", "2026-05-19T06:07:00Z", "minute"},
    {"13/13/2026 08:07", ""},
    // With dots, the day comes first
    {"19.05.2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"05.06.2026 08:07", "2026-06-05T06:07:00Z", "minute"},
    {"19.05.2026 08:07 Uhr", "2026-05-19T06:07:00Z", "minute"},
    {"19.05.2026, 08:07:19 Uhr", "2026-05-19T06:07:19Z"},
    {"19.05.2026 um 08:07 Uhr", "2026-05-19T06:07:00Z", "minute"},
    {"19.05.2026 08.07.19", "2026-05-19T06:07:19Z"},
    {"19.5.26 8:07", "2026-05-19T06:07:00Z", "minute"},
    {"19. 05. 2026 08:07", "2026-05-19T06:07:00Z", "minute"},
    {"05.19.2026 08:07", ""},
    // Names of months
    {"19 May 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"19-May-2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"19-MAY-26 08:07:19", "2026-05-19T06:07:19Z"},
    {"May 19, 2026 8:07:19 AM", "2026-05-19T06:07:19Z"},
    {"May 19, 2026 at 8:07 AM", "2026-05-19T06:07:00Z", "minute"},
    {"Sept. 3, 2026", "2026-09-02T22:00:00Z", "day"},
    {"3rd September 2026 08:07", "2026-09-03T06:07:00Z", "minute"},
    {"19. Mai 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"1er juin 2026 08:07:19", "2026-06-01T06:07:19Z"},
    {"19/05/2026 08h07", "2026-05-19T06:07:00Z", "minute"},
    {"5/19/2026 8:07p", "2026-05-19T18:07:00Z", "minute"},
    {"19/May/2026:08:07:19 +0200", "2026-05-19T06:07:19Z"},
    {"'2026-05-19 08:07:19", "2026-05-19T06:07:19Z"},
    {"=\"2026-05-19 08:07:19\"", "2026-05-19T06:07:19Z"},
    {"19 May 08:07", ""},  // 08 is not a year
    {"Dienstag, 19. Mai 2026 um 08:07 Uhr", "2026-05-19T06:07:00Z", "minute"},
    {"1. März 2026 08:07", "2026-03-01T06:07:00Z", "minute"},
    {"1. MÄRZ 2026 08:07", "2026-03-01T06:07:00Z", "minute"},
    {"19. Okt. 2026 08:07", "2026-10-19T06:07:00Z", "minute"},
    {"19. Dez 2026", "2026-12-18T22:00:00Z", "day"},
    {"Tue, 19 May 2026 08:07:19 +0200", "2026-05-19T06:07:19Z"},
    {"Tue, 19 May 2026 08:07:19 +0200 (CEST)", "2026-05-19T06:07:19Z"},
    {"Tue, 19 May 2026 08:07:19 GMT", "2026-05-19T08:07:19Z"},
    {"Tue May 19 08:07:19 2026", "2026-05-19T06:07:19Z"},
    {"Tue May 19 08:07:19 UTC 2026", "2026-05-19T08:07:19Z"},
    {"Tue May 19 2026 08:07:19 GMT+0200 (Central European Summer Time)", "2026-05-19T06:07:19Z"},
    {"19/May/2026:08:07:19 +0200", "2026-05-19T06:07:19Z"},
    {"18 mei 2026 00:58:38", "2026-05-17T22:58:38Z"},
    {"dinsdag 19 mei 2026 om 08:07", "2026-05-19T06:07:00Z", "minute"},
    {"3 mrt. 2026 08:07:19", "2026-03-03T06:07:19Z"},
    {"19 ao\xc3\xbbt 2026 \xc3\xa0 08:07", "2026-08-19T06:07:00Z", "minute"},
    {"mar. 19 mai 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"Mar 19, 2026 08:07:19", "2026-03-19T06:07:19Z"},
    {"1 f\xc3\xa9vr. 2026 08:07:19", "2026-02-01T06:07:19Z"},
    {"19 de mayo de 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"den 19 maj 2026 kl. 08:07:19", "2026-05-19T06:07:19Z"},
    {"Dienstag, den 19.05.2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"19.5.2026 klo 08.07.19", "2026-05-19T06:07:19Z"},
    {"19. května 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"19 Mayıs 2026 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026. május 19. 08:07:19", "2026-05-19T06:07:19Z"},
    {"2026. 05. 19. 8:07:19", "2026-05-19T06:07:19Z"},
    {"19 de maio de 2026, 08:07", "2026-05-19T06:07:00Z", "minute"},
    {"mi\xc3\xa9rcoles, 20 ene. 2026 a las 8:07 p. m.", "2026-01-20T18:07:00Z", "minute"},
    {"luned\xc3\xac 18 gennaio 2026 alle 08:07", "2026-01-18T06:07:00Z", "minute"},
    {"19 pa\xc5\xba"
     "dziernika 2026 08:07:19",
     "2026-10-19T06:07:19Z"},
    {"wt., 19 maj 2026 08:07", "2026-05-19T06:07:00Z", "minute"},
    // As programs write times
    {"May 18, 2026 @ 00:58:38.123", "2026-05-17T22:58:38.123Z", "microsecond"},
    {"May 18, 2026 @ 00:58:38.000", "2026-05-17T22:58:38Z"},
    {"/Date(1779170839000)/", "2026-05-19T06:07:19Z"},
    {"/Date(1779170839123+0200)/", "2026-05-19T06:07:19.123Z", "microsecond"},
    {"\\/Date(1779170839000)\\/", "2026-05-19T06:07:19Z"},
    {"134236444390000000", "2026-05-19T06:07:19Z"},
    {"639147676390000000", "2026-05-19T06:07:19Z"},
    {"20260519080719.123456+120", "2026-05-19T06:07:19.123456Z", "microsecond"},
    {"20260519080719.000000-300", "2026-05-19T13:07:19Z"},
    {"20260519080719.0Z", "2026-05-19T08:07:19Z"},
    {"20260519080719Z", "2026-05-19T08:07:19Z"},
    {"2026-05-19 08:07:19 Eastern Standard Time", "2026-05-19T12:07:19Z"},
    {"2026-05-19 08:07:19 W. Europe Daylight Time", "2026-05-19T06:07:19Z"},
    // Unix time
    {"1779170839", "2026-05-19T06:07:19Z"},
    {"1779170839.25", "2026-05-19T06:07:19.25Z", "microsecond"},
    {"1779170839000", "2026-05-19T06:07:19Z"},
    {"1779170839123", "2026-05-19T06:07:19.123Z", "microsecond"},
    {"1779170839123456", "2026-05-19T06:07:19.123456Z", "microsecond"},
    {"1779170839123456789", "2026-05-19T06:07:19.123456Z", "microsecond"},
    {"946684800", "2000-01-01T00:00:00Z"},
    // Days of a spreadsheet
    {"46161.338414351849", "2026-05-19T06:07:19Z"},
    {"46161.3384172454", "2026-05-19T06:07:19.25Z", "microsecond"},
    {"46161,3384143518", "2026-05-19T06:07:19Z"},
    {"46161.338", "2026-05-19T06:06:43.2Z", "minute"},
    {"46161.5", "2026-05-19T10:00:00Z"},
    {"46161", "2026-05-18T22:00:00Z", "day"},
    {"46161.999999999", "2026-05-19T22:00:00Z"},
    {"73050.5", "2099-12-31T10:00:00Z"},
    // Rejected
    {"73051", ""},
    {"29951", ""},
    {"46161.", ""},
    {"46161.3.3", ""},
    {"", ""},
    {"-", ""},
    {"n/a", ""},
    {"yesterday", ""},
    {"08:07:19", ""},
    {"May 19 08:07:19", ""},
    {"19.05. 08:07", ""},
    {"2026-02-29 08:07", ""},
    {"2026-13-01", ""},
    {"2026-00-10", ""},
    {"0000-01-01", ""},
    {"31/04/2026 08:07", ""},
    {"2026-05-19 24:00:01", ""},
    {"2026-05-19 25:00", ""},
    {"2026-05-19 08:60", ""},
    {"2026-05-19 08:07:61", ""},
    {"5/19/2026 13:07 AM", ""},
    {"2026-05-19 08:07:19 XYZT", ""},
    {"2026-05-19 08:07:19 +15:00", ""},
    {"2026-05-19 08:07:19 and more", ""},
    {"2026-05-19T", ""},
    {"2026-05-19Z08:00", ""},
    {"1.77917E+12", ""},
    {"99999999999999999999", ""},
    {"123456789", ""},
    {"2026-19-05", ""},
    {"1/2/3", ""},
};

}  // namespace

TEST_CASE("one time in every notation") {
  const NormalizeOptions options = in_zone("+02:00");
  for (const TimeCase& one : kWritten) check(one, options);
}

TEST_CASE("a time that cannot be read is shown with a caret and a hint") {
  struct Row {
    const char* text;
    const char* message;
    std::uint32_t caret;
    const char* hint;
  };
  const char* const kSuch =
      "write times as 2026-05-19 08:07:19; --map time=COLUMN names another column";
  const char* const kPlaceholder = "a date that systems write if there is none; row skipped";
  for (const Row& row : {
           Row{"2026-02-30 08:00", "no such day; row skipped", 0, kSuch},
           Row{"2026-05-19 25:00", "no such time of day; row skipped", 11, kSuch},
           Row{"2026-05-19 noon", "no time of day; row skipped", 11, kSuch},
           Row{"2026-05-19 08:07 ??", "not a time zone; row skipped", 17, kSuch},
           Row{"May 19 08:07:19", "no year; row skipped", 15, kSuch},
           Row{"soon", "not a date; row skipped", 0, kSuch},
           Row{"0001-01-01T00:00:00Z", kPlaceholder, 0, ""},
           Row{"1601-01-01 00:00", kPlaceholder, 0, ""},
           Row{"1899-12-30", kPlaceholder, 0, ""},
           Row{"1970-01-01T00:00:00.000Z", kPlaceholder, 0, ""},
           Row{"1.77917E+12", "the spreadsheet rounded the time to a few digits; row skipped", 0,
               "export again and do not save the file from the spreadsheet, or format the column "
               "as text first"},
       }) {
    INFO("text: " << row.text);
    const Normalized got = normalized("time,user", {{row.text, "ann"}});
    CHECK_FALSE(got.ok);  // it has no other row
    REQUIRE(got.diagnostics.size() == 2);
    const Diagnostic& shown = got.diagnostics.back();
    CHECK(shown.message == row.message);
    CHECK(shown.excerpt == row.text);
    CHECK(shown.caret == row.caret);
    CHECK(shown.hint == row.hint);
    CHECK(shown.row == 2);
    CHECK(got.diagnostics.front().message == "no row of the file could be used");
    CHECK(got.diagnostics.front().severity == Severity::error);
  }
}

namespace {

struct Beside {
  const char *time, *beside, *utc, *precision;
};

// A time completed by another cell of the row; if `utc` is empty, that cell is invalid.
void check(const Beside& row, const std::string& column) {
  INFO(row.time << " and " << row.beside);
  const Normalized got = normalized("time," + column + ",user,event",
                                    {{row.time, row.beside, "ann", "Lockout"}}, in_zone("UTC"));
  REQUIRE(got.events.rows.size() == (*row.utc != 0 ? 1 : 0));
  if (*row.utc == 0) {
    CHECK(got.diagnostics.back().column == 2);
    return;
  }
  CHECK(got.time(0) == row.utc);
  CHECK(std::string(name_of(got.events.rows[0].precision)) == row.precision);
}

}  // namespace

TEST_CASE("date and clock in two columns") {
  for (const Beside& row : {
           Beside{"19.05.2026", "08:07:19", "2026-05-19T08:07:19Z", "second"},
           Beside{"5/19/2026", "8:07 PM", "2026-05-19T20:07:00Z", "minute"},
           Beside{"2026-05-19", "8 AM", "2026-05-19T08:00:00Z", "hour"},
           Beside{"2026-05-19", "8", "2026-05-19T08:00:00Z", "hour"},
           Beside{"2026-05-19", "08:07 Uhr", "2026-05-19T08:07:00Z", "minute"},
           Beside{"2026-05-19", "08:07:19.5 +02:00", "2026-05-19T06:07:19.5Z", "microsecond"},
           Beside{"2026-05-19", "0807", "2026-05-19T08:07:00Z", "minute"},
           Beside{"2026-05-19", "807", "2026-05-19T08:07:00Z", "minute"},
           Beside{"2026-05-19", "080719", "2026-05-19T08:07:19Z", "second"},
           Beside{"2026-05-19", "80719", "2026-05-19T08:07:19Z", "second"},
           Beside{"2026-05-19", "0.338414352", "2026-05-19T08:07:19Z", "second"},
           Beside{"2026-05-19", "\u5348\u5f8c3:07", "2026-05-19T15:07:00Z", "minute"},
           Beside{"2026-05-19", "8.071", "", ""},
           Beside{"19.05.2026 00:00:00", "08:07:19", "2026-05-19T08:07:19Z", "second"},
           Beside{"2026-05-19 09:00:01", "08:07:19", "2026-05-19T09:00:01Z", "second"},
           Beside{"2026-05-19", "", "2026-05-19T00:00:00Z", "day"},
           Beside{"2026-05-19", "-", "2026-05-19T00:00:00Z", "day"},
           Beside{"1779170839", "05:00", "2026-05-19T06:07:19Z", "second"},
           Beside{"2026-05-19", "25:00", "", ""},
           Beside{"2026-05-19", "soon", "", ""},
       })
    check(row, "clock");
}

TEST_CASE("AM and PM in a separate column") {
  for (const Beside& row : {
           Beside{"2026-05-19 08:07:19", "PM", "2026-05-19T20:07:19Z", "second"},
           Beside{"2026-05-19 12:07:19", "am", "2026-05-19T00:07:19Z", "second"},
           Beside{"2026-05-19", "PM", "2026-05-19T00:00:00Z", "day"},
       })
    check(row, "time_zone");
}

TEST_CASE("a point in time on the command line") {
  struct Row {
    const char* text;
    const char* zone;
    const char* utc;
  };
  for (const Row& row : {
           Row{"2026-05-19", "UTC", "2026-05-19T00:00:00Z"},
           Row{"2026-05-19", "+10:00", "2026-05-18T14:00:00Z"},
           Row{"2026-05-19T08:00", "America/New_York", "2026-05-19T12:00:00Z"},
           Row{"2026-01-19 08:00:30", "America/New_York", "2026-01-19T13:00:30Z"},
           Row{"2026-05-19T08:00:00Z", "America/New_York", "2026-05-19T08:00:00Z"},
           Row{"2026-05-19T08:00:00.25+02:00", "UTC", "2026-05-19T06:00:00.25Z"},
           Row{"19 May 2026", "UTC", "2026-05-19T00:00:00Z"},
           Row{"1969-12-31T23:59:59Z", "UTC", "1969-12-31T23:59:59Z"},
           Row{"02/03/2026", "UTC", ""},
           Row{"13/03/2026", "UTC", ""},
           Row{"1779170839", "UTC", ""},
           Row{"yesterday", "UTC", ""},
           Row{"", "UTC", ""},
           Row{"2026-05-19", "Nowhere/Else", ""},
           Row{"2026-05-19T08:00 Nowhere", "UTC", ""},
       }) {
    INFO(row.text << " in " << row.zone);
    const auto time = parse_time_point(row.text, row.zone);
    CHECK((time ? to_rfc3339(*time) : "") == row.utc);
  }
}

TEST_CASE("the message for a time that a program has spoilt names the program and the remedy") {
  struct Spoilt {
    const char* text;
    const char* message;
    const char* hint;
  };
  const char* const kNumber =
      "a spreadsheet has turned the time into a number; format the column as text and export again";
  for (const Spoilt& one : {
           Spoilt{"########",
                  "the spreadsheet saved ######## because the column was too narrow; row skipped",
                  "widen the column until its times show, and save again"},
           Spoilt{"###",
                  "the spreadsheet saved ######## because the column was too narrow; row skipped",
                  "widen the column until its times show, and save again"},
           Spoilt{"#VALUE!", "a formula of the spreadsheet failed; this is its error; row skipped",
                  "export again, and do not save the file from the spreadsheet"},
           Spoilt{"58:38.0",
                  "Excel saved minutes and seconds only; date and hour are lost; row skipped",
                  "export again and do not save the file from Excel, or format the column as "
                  "yyyy-mm-dd hh:mm:ss before saving"},
           Spoilt{"07:12.5",
                  "Excel saved minutes and seconds only; date and hour are lost; row skipped",
                  "export again and do not save the file from Excel, or format the column as "
                  "yyyy-mm-dd hh:mm:ss before saving"},
           Spoilt{
               "1.77921E+12", "the spreadsheet rounded the time to a few digits; row skipped",
               "export again and do not save the file from the spreadsheet, or format the column "
               "as text first"},
           Spoilt{
               "1,34236E+17", "the spreadsheet rounded the time to a few digits; row skipped",
               "export again and do not save the file from the spreadsheet, or format the column "
               "as text first"},
           Spoilt{"461.338", "not a date; row skipped", kNumber},
           Spoilt{"Yesterday 3:15 PM",
                  "relative to the day of the export, which the file does not name; row skipped",
                  "export with dates, such as 2026-05-19 08:07:19"},
           Spoilt{"2 hours ago",
                  "relative to the day of the export, which the file does not name; row skipped",
                  "export with dates, such as 2026-05-19 08:07:19"},
           Spoilt{"gestern 15:15",
                  "relative to the day of the export, which the file does not name; row skipped",
                  "export with dates, such as 2026-05-19 08:07:19"},
       }) {
    INFO(one.text);
    const Normalized got = normalized("time,user,event", {{one.text, "ann", "Login failed"}});
    CHECK_FALSE(got.ok);
    REQUIRE(got.diagnostics.size() == 2);  // the second: no row could be used
    CHECK(got.diagnostics[1].message == one.message);
    CHECK(got.diagnostics[1].hint == one.hint);
  }
}

TEST_CASE("rows of one hour may have different offsets") {
  const Normalized got =
      normalized("time,user,event", {{"2026-05-19T08:07:19", "ann", "Login"},
                                     {"2026-05-19T08:07:19+02:00", "ann", "Login"},
                                     {"2026-05-19T08:08:00+02:00", "ann", "Login"},
                                     {"2026-05-19T08:09:00", "ann", "Login"},
                                     {"2026-05-19T08:10:00Z", "ann", "Login"},
                                     {"2026-05-19T08:11:00-05:00", "ann", "Login"},
                                     {"2026-05-19T08:12:00", "ann", "Login"}});
  REQUIRE(got.events.rows.size() == 7);
  constexpr const char* kTimes[] = {"2026-05-19T08:07:19Z", "2026-05-19T06:07:19Z",
                                    "2026-05-19T06:08:00Z", "2026-05-19T08:09:00Z",
                                    "2026-05-19T08:10:00Z", "2026-05-19T13:11:00Z",
                                    "2026-05-19T08:12:00Z"};
  for (std::size_t i = 0; i < std::size(kTimes); ++i) CHECK(got.time(i) == kTimes[i]);
}

TEST_CASE("a number of days since 1904 does not change the hour of the row before") {
  Normalized got;
  Diagnostics diagnostics;
  REQUIRE(feed("time,user,event",
               {{"2026-05-19 08:00:10", "ann", "Login"},
                {"44718.4375", "ann", "Login"},
                {"2026-05-19 08:00:30", "ann", "Login"}},
               {}, 0, got.events, got.info, diagnostics, true));
  REQUIRE(got.events.rows.size() == 3);
  CHECK(got.time(0) == "2026-05-19T08:00:10Z");
  CHECK(got.time(1) == "2026-06-07T10:30:00Z");
  CHECK(got.time(2) == "2026-05-19T08:00:30Z");
}
