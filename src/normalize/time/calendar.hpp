// Dates of the Gregorian calendar and days since 1970-01-01.
//
// In:  year, month, day, or the number.  Out: whether there is such a day, and the other.
// Method: Howard Hinnant, "chrono-compatible low-level date algorithms".
// Lifetime: values.  Threads: pure.  Failure: none; days_from_civil REQUIRES a real date.
#pragma once

#include <cstdint>

namespace whylocked::normalize {

constexpr bool is_leap_year(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr bool is_date(int year, unsigned month, unsigned day) {
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= kDays[month - 1] + (month == 2 && is_leap_year(year));
}

constexpr std::int64_t days_from_civil(int year, unsigned month, unsigned day) {
  if (month <= 2) --year;
  const int era = year / 400;  // years are positive here
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

struct Civil {
  int year;
  unsigned month, day;
};

// REQUIRES: a day of the years 1 to 9999.
constexpr Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = days / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;  // months from March
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<int>(era * 400) + static_cast<int>(year_of_era) + (month <= 2), month,
          day_of_year - (153 * shifted + 2) / 5 + 1};
}

}  // namespace whylocked::normalize
