// The order of the rows of a file shows which of two hours of the same name is meant when the clock
// goes back, and whether AM and PM have been lost.
//
// In:  the events of one file in file order.  Failure: none; an order that is not steady shows
// nothing.  Threads: pure, but for the cache of a zone.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "normalize/time/time_zone.hpp"
#include "whylocked/event.hpp"

namespace whylocked::normalize {

struct RowOrder {
  bool newest_first = false;
  std::vector<std::size_t> against;  // places of the later row of each step against the order
};
RowOrder order_of(std::span<const Event> rows);

// Moves those times of the hour that happens twice which the order places in the second one.
// `twice` has the places of all times of such hours, ascending, and keeps those left as they were.
void move_to_second_hour(std::span<Event> rows, Zone& zone, std::vector<std::size_t>& twice);

// The hours go from 1 to 12 and begin again within a day.
bool lacks_half_of_day(std::span<const Event> rows, Zone& zone);

}  // namespace whylocked::normalize
