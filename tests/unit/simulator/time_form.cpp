// How exports write a point in time.
#include "catch.hpp"
#include "simulator/export.hpp"

using namespace whylocked;
using sim::TimeForm;

TEST_CASE("a point in time in each form") {
  constexpr Micros kAt = 1'779'178'039'250'000;  // 2026-05-19T08:07:19.25Z
  struct Row {
    TimeForm form;
    Micros unit;
    std::int32_t offset;
    const char* text;
  };
  const Row rows[] = {
      {TimeForm::iso_utc, kSecond, 0, "2026-05-19T08:07:19Z"},
      {TimeForm::iso_utc, 1000, -240, "2026-05-19T08:07:19.250Z"},
      {TimeForm::iso_utc, kMinute, 0, "2026-05-19T08:07Z"},
      {TimeForm::iso_offset, kSecond, -240, "2026-05-19T04:07:19-04:00"},
      {TimeForm::iso_offset, kSecond, 330, "2026-05-19T13:37:19+05:30"},
      {TimeForm::plain, kSecond, 120, "2026-05-19 10:07:19"},
      {TimeForm::plain, kSecond, 960, "2026-05-20 00:07:19"},
      {TimeForm::named_month, kSecond, 0, "19 May 2026 08:07:19"},
      {TimeForm::unix_seconds, kSecond, 600, "1779178039"},
  };
  for (const Row& row : rows) {
    std::string text;
    sim::append_time(text, row.form, kAt, row.unit, row.offset);
    CHECK(text == row.text);
  }
}

TEST_CASE("days at the edges of months and years") {
  struct Row {
    Micros days;
    const char* text;
  };
  const Row rows[] = {{0, "1970-01-01 00:00:00"},     {11016, "2000-02-29 00:00:00"},
                      {11017, "2000-03-01 00:00:00"}, {20453, "2025-12-31 00:00:00"},
                      {20454, "2026-01-01 00:00:00"}, {20512, "2026-02-28 00:00:00"},
                      {20513, "2026-03-01 00:00:00"}};
  for (const Row& row : rows) {
    std::string text;
    sim::append_time(text, TimeForm::plain, row.days * kDay, kSecond, 0);
    CHECK(text == row.text);
  }
}
