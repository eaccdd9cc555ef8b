#include "normalize/time/date_order.hpp"

#include <algorithm>
#include <functional>

#include "normalize/time/calendar.hpp"

namespace whylocked::normalize {

namespace {

bool is_steady(std::span<const PendingDate> dates, DateOrder order) {
  const auto time = [&](const PendingDate& date) { return date.local_time(order); };
  return std::ranges::is_sorted(dates, {}, time) ||
         std::ranges::is_sorted(dates, std::greater(), time);
}

std::int64_t span_of_days(std::span<const PendingDate> dates, DateOrder order) {
  const auto day = [&](const PendingDate& date) { return *day_number(date, order); };
  const auto [first, last] = std::ranges::minmax(dates, {}, day);
  return day(last) - day(first) + 1;
}

DateOrderChoice choose_month(std::span<const PendingDate> dates) {
  using Basis = DateOrderChoice::Basis;
  constexpr std::int64_t kClearly = 3;  // times as many days as the other reading
  const bool same = std::ranges::all_of(
      dates, [](const PendingDate& date) { return date.first == date.second; });  // 03/03
  if (same) return {.order = DateOrder::mdy, .basis = Basis::no_difference};
  const std::int64_t mdy_days = span_of_days(dates, DateOrder::mdy);
  const std::int64_t dmy_days = span_of_days(dates, DateOrder::dmy);
  const auto choice = [&](DateOrder order, Basis basis) {
    const bool mdy = order == DateOrder::mdy;
    return DateOrderChoice{order, basis, mdy ? mdy_days : dmy_days, mdy ? dmy_days : mdy_days};
  };
  if (mdy_days == 1 && dmy_days == 1) return choice(DateOrder::mdy, Basis::single_day);
  const bool mdy = is_steady(dates, DateOrder::mdy), dmy = is_steady(dates, DateOrder::dmy);
  if (mdy != dmy) return choice(mdy ? DateOrder::mdy : DateOrder::dmy, Basis::steady_times);
  if (mdy_days * kClearly <= dmy_days) return choice(DateOrder::mdy, Basis::days_in_a_row);
  if (dmy_days * kClearly <= mdy_days) return choice(DateOrder::dmy, Basis::days_in_a_row);
  return {};
}

// Whether "06-05-04" begins with its year; nullopt: it may as well end with it. Logs from before
// kEarliestYear are implausible; otherwise the year is the part that changes least from row to row.
std::optional<bool> year_is_first(std::span<const PendingDate> dates, DateOrders orders) {
  constexpr int kEarliestYear = 2010;
  const auto [first, first_high] = std::ranges::minmax(dates, {}, &PendingDate::first);
  const auto [second, second_high] = std::ranges::minmax(dates, {}, &PendingDate::second);
  const auto [last, last_high] = std::ranges::minmax(dates, {}, &PendingDate::year);
  const bool plausible_first = 2000 + first.first >= kEarliestYear;
  if (plausible_first != (last.year >= kEarliestYear)) return plausible_first;
  const int first_changes = first_high.first - first.first,
            last_changes = last_high.year - last.year;
  if (first_changes != last_changes) return first_changes < last_changes;
  const bool day_is_second =
      (orders & only(DateOrder::mdy)) != 0 && second_high.second - second.second > last_changes;
  return day_is_second || !dates.front().dashed ? std::optional(false) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> day_number(const ParsedDate& date, DateOrder order) {
  int year = date.year;
  unsigned month = date.first, day = date.second;
  if (date.open && order == DateOrder::dmy) std::swap(month, day);
  if (date.open && order == DateOrder::ymd) {
    if (!date.short_year) return std::nullopt;
    day = static_cast<unsigned>(year % 100);
    month = date.second;
    year = 2000 + date.first;  // in this order the century is not in doubt
  }
  if (!is_date(year, month, day)) return std::nullopt;
  return days_from_date(year, month, day);
}

DateOrders possible_orders(const ParsedDate& date) {
  DateOrders orders = 0;
  for (const DateOrder order : {DateOrder::mdy, DateOrder::dmy, DateOrder::ymd})
    if (day_number(date, order)) orders |= only(order);
  return orders;
}

DateOrderChoice choose_order(std::span<const PendingDate> dates, DateOrders orders) {
  if ((orders & only(DateOrder::ymd)) != 0) {
    const auto first = year_is_first(dates, orders);
    if (!first) return {.year_is_open = true};
    if (*first) return {.order = DateOrder::ymd};
    orders &= kYearLast;
  }
  return orders == kYearLast ? choose_month(dates) : DateOrderChoice{.order = single(orders)};
}

}  // namespace whylocked::normalize
