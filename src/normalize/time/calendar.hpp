// Gregorian dates and days since 1970-01-01, by std::chrono.
//
// In:  year, month, day.  Out: whether the date exists, and its day number.
// Lifetime: values.  Threads: pure.  Failure: none; days_from_date REQUIRES a real date.
#pragma once

#include <chrono>
#include <cstdint>

namespace whylocked::normalize {

constexpr bool is_date(int year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999 || month > 12 || day > 31) return false;
  return std::chrono::year_month_day{std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day)}
      .ok();
}

constexpr std::int64_t days_from_date(int year, unsigned month, unsigned day) {
  const std::chrono::sys_days days = std::chrono::year_month_day{
      std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return days.time_since_epoch().count();
}

}  // namespace whylocked::normalize
