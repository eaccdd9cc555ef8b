#include "normalize/time/date_order.hpp"

#include <algorithm>

#include "normalize/time/calendar.hpp"

namespace whylocked::normalize {

namespace {

bool is_steady(std::span<const PendingDate> dates, DateOrder order) {
  bool forward = true, backward = true;
  Micros before = 0;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const Micros time = day_number(dates[i], order) * kDay + dates[i].clock;
    if (i > 0 && time < before) forward = false;
    if (i > 0 && time > before) backward = false;
    before = time;
  }
  return forward || backward;
}

}  // namespace

std::optional<std::int64_t> day_number(const ParsedTime& time, DateOrder order) {
  int year = time.year;
  unsigned month = time.first, day = time.second;
  if (time.open && order == DateOrder::dmy) std::swap(month, day);
  if (time.open && order == DateOrder::ymd) {
    if (!time.short_year) return std::nullopt;
    day = static_cast<unsigned>(year % 100);
    month = time.second;
    year = 2000 + time.first;  // in an order of its own kind, no century is in doubt
  }
  if (!is_date(year, month, day)) return std::nullopt;
  return days_from_civil(year, month, day);
}

std::int64_t day_number(const PendingDate& date, DateOrder order) {
  const bool month_first = order == DateOrder::mdy;
  return days_from_civil(date.year, month_first ? date.first : date.second,
                         month_first ? date.second : date.first);
}

DateOrder plausible_order(std::span<const PendingDate> dates) {
  const bool same = std::all_of(dates.begin(), dates.end(), [](const PendingDate& date) {
    return date.first == date.second;  // 03/03: both readings are one
  });
  if (same) return DateOrder::mdy;
  const bool mdy = is_steady(dates, DateOrder::mdy), dmy = is_steady(dates, DateOrder::dmy);
  if (mdy == dmy) return DateOrder::automatic;
  return mdy ? DateOrder::mdy : DateOrder::dmy;
}

}  // namespace whylocked::normalize
