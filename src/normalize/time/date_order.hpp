// Decides once per file whether day, month or year comes first in "02/03/2026" and "06-05-04".
//
// In:  dates that can be read several ways, in file order.  Out: the more plausible order, and why.
// A part over 12 decides at once (the caller handles that). If the first or the last two digits may
// be the year, the year is the part that changes least. Otherwise the order wins under which times
// run steadily forward or backward, if there is only one; otherwise the one under which days follow
// each other as events do: a few days in a row rather than one day per month. A single day fits
// either order; month first wins, Autotask's default. AM and PM, separators and the language of the
// header occur with either order and are not evidence.
// Lifetime: values.  Threads: pure.  Failure: DateOrder::automatic if both are as plausible.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>

#include "normalize/time/parser.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

// A set of orders, one bit each.
using DateOrders = std::uint8_t;
constexpr DateOrders only(DateOrder order) {
  return static_cast<DateOrders>(1u << static_cast<unsigned>(order));
}
inline constexpr DateOrders kYearLast = only(DateOrder::mdy) | only(DateOrder::dmy);
inline constexpr DateOrders kAnyOrder = kYearLast | only(DateOrder::ymd);
// The only order in the set; automatic if there are several.
constexpr DateOrder single(DateOrders orders) {
  return std::has_single_bit(orders) ? static_cast<DateOrder>(std::countr_zero(orders))
                                     : DateOrder::automatic;
}

// Days since 1970 of a date read in this order; nullopt if there is no such day. Dates with a
// written order ignore `order`.
std::optional<std::int64_t> day_number(const ParsedDate& date, DateOrder order);
DateOrders possible_orders(const ParsedDate& date);

// A date that waits for the order of its file: 24 bytes per row, in addition to the Event.
struct PendingDate : ParsedDate {
  std::uint16_t zone = 0;   // index in the file's zones
  std::uint32_t event = 0;  // index, counted from the first event of the file
  Micros clock = 0;

  Micros local_time(DateOrder order) const { return *day_number(*this, order) * kDay + clock; }
};
static_assert(sizeof(PendingDate) == 24);

struct DateOrderChoice {
  enum class Basis : std::uint8_t { none, no_difference, steady_times, days_in_a_row, single_day };
  DateOrder order = DateOrder::automatic;
  Basis basis = Basis::none;
  std::int64_t days = 0, other_days = 0;  // from first to last day, under either order
  bool year_is_open = false;              // if undecided: the year may come first
};
// REQUIRES: every date is valid in each of the orders.
DateOrderChoice choose_order(std::span<const PendingDate> dates, DateOrders orders);

}  // namespace whylocked::normalize
