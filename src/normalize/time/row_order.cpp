#include "normalize/time/row_order.hpp"

#include <algorithm>
#include <set>

namespace whylocked::normalize {

namespace {

constexpr Micros kMinStep = 5 * kMinute;  // rows of several sources are seldom in exact order
constexpr std::size_t kMaxSteps = 64;     // more show a file that has no order

Micros local_time(const Event& event, Zone& zone) {
  return event.time + zone.minutes_east(event.time) * kMinute;
}

bool share_a_user(std::span<const Event> some, std::span<const Event> others) {
  std::set<TextId> users;
  for (const Event& event : some) users.insert(event.user);
  return std::ranges::any_of(others, [&](const Event& one) { return users.contains(one.user); });
}

}  // namespace

RowOrder order_of(std::span<const Event> rows) {
  std::vector<std::size_t> back, forward;
  std::size_t steps_back = 0, steps_forward = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Micros step = rows[i].time - rows[i - 1].time;
    steps_back += step < 0;
    steps_forward += step > 0;
    if (step <= -kMinStep && back.size() <= kMaxSteps) back.push_back(i);
    if (step >= kMinStep && forward.size() <= kMaxSteps) forward.push_back(i);
  }
  const bool newest_first = steps_back > steps_forward;
  return {newest_first, newest_first ? std::move(forward) : std::move(back)};
}

void move_to_second_hour(std::span<Event> rows, Zone& zone, std::vector<std::size_t>& twice) {
  constexpr Micros kReach = 3 * kHour;
  const RowOrder order = order_of(rows);
  const auto happens_twice = [&](std::size_t i) { return std::ranges::binary_search(twice, i); };
  if (!std::ranges::all_of(order.against,
                           [&](std::size_t i) { return happens_twice(i) && happens_twice(i - 1); }))
    return;
  std::vector<std::size_t> left;
  for (const std::size_t step : order.against) {
    const Micros first = rows[step].time;
    const Micros gone_back =
        (zone.minutes_east(first) - zone.minutes_east(first + kReach)) * kMinute;
    // Rows around the step are of the second hour if they are on its later side. A row around
    // several steps belongs to the first.
    left.clear();
    for (const std::size_t i : twice)
      if (std::abs(rows[i].time - first) >= kReach)
        left.push_back(i);
      else if ((i >= step) != order.newest_first)
        rows[i].time += gone_back;
    twice.swap(left);
  }
}

bool lacks_half_of_day(std::span<const Event> rows, Zone& zone) {
  constexpr std::size_t kMinRows = 8, kMaxStepsOfDay = 2;  // after noon and after midnight
  if (rows.size() < kMinRows) return false;
  bool noon = false;
  for (const Event& event : rows) {
    const Micros hour = local_time(event, zone) % kDay / kHour;
    if (hour < 1 || hour > 12 || event.precision == Precision::day) return false;
    noon |= hour == 12;
  }
  const RowOrder order = order_of(rows);
  if (!noon || order.against.empty() || order.against.size() > kMaxSteps) return false;
  std::multiset<Micros> days;
  for (const std::size_t i : order.against) {
    const Micros day = local_time(rows[i], zone) / kDay;
    days.insert(day);
    if (local_time(rows[i - 1], zone) / kDay != day || days.count(day) > kMaxStepsOfDay ||
        !share_a_user(rows.first(i), rows.subspan(i)))
      return false;
  }
  return true;
}

}  // namespace whylocked::normalize
