// Whether day or month comes first in "02/03/2026": decided once for a file.
//
// In:  dates that read both ways, in file order.  Out: the one order that makes sense of them all.
// A part over 12 decides at once (the caller sees that). Else the times must run steadily forward
// or steadily backward in exactly one of the two readings. Nothing else is taken as evidence: AM
// and PM, separators and the language of the header are used with either order.
// Lifetime: values.  Threads: pure.  Failure: DateOrder::automatic, never a guess.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "normalize/time/parser.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

// Days since 1970 of a date read in this order; nullopt if there is no such day. A date whose order
// is written does not care.
std::optional<std::int64_t> day_number(const ParsedTime& time, DateOrder order);

// A date that waits for the order of its file. 24 bytes a row, beside the row's Event.
struct PendingDate {
  Micros clock = 0;
  std::uint32_t event = 0;  // index, counted from the first event of the file
  std::int16_t year = 0;
  std::uint16_t zone = 0;  // index in the file's zones
  std::uint8_t first = 0, second = 0;
};

std::int64_t day_number(const PendingDate& date, DateOrder order);  // REQUIRES: mdy or dmy

DateOrder plausible_order(std::span<const PendingDate> dates);

}  // namespace whylocked::normalize
