// Parses the text of a time. The order of day and month, and the zone, may remain open.
//
// In:  "2026-05-19T08:07:19.5+02:00", "5/19/2026 8:07 AM", "19.05.2026 08:07 Uhr", "19 May 2026",
//      "Tue, 19 May 2026 08:07:19 +0200", "Tue May 19 08:07:19 UTC 2026", "20260519T080719Z",
//      "19/May/2026:08:07:19 +0200", Unix seconds to nanoseconds, a spreadsheet's number of days; a
//      clock from a separate column.
// Out: a ParsedTime, or a TimeError with the place where parsing stopped.
// Lifetime: zone_name points into the text.  Threads: pure.  Failure: false and a TimeError.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalize {

struct ParsedDate {
  std::int16_t year = 0;               // 0: a Unix time
  std::uint8_t first = 0, second = 0;  // month and day; in written order while `open`
  bool open = false;                   // unknown which of them is the month
  bool dashed = false;                 // "26-05-19", not "26/05/19"
  bool short_year = false;  // ended with two digits, which --date-order ymd reads as the day

  bool operator==(const ParsedDate&) const = default;
};

struct ParsedTime : ParsedDate {
  static constexpr std::int16_t kNoZone = std::numeric_limits<std::int16_t>::min();

  Micros clock = 0;             // since midnight; for a Unix time since 1970
  std::string_view zone_name;   // a zone other than a fixed offset, as written
  std::int16_t zone = kNoZone;  // minutes east of UTC
  bool serial = false;          // a spreadsheet's number of days
  Precision precision = Precision::day;

  bool operator==(const ParsedTime&) const = default;
};

struct TimeError {
  std::uint32_t at = 0;  // offset in the original text
  std::string_view what;
  std::string_view hint;
};

bool parse_time(std::string_view text, ParsedTime& out, TimeError& fault);

// A time of day from a separate column: "08:07:19", "8:07 AM", "8". Sets clock, precision and zone.
bool parse_clock(std::string_view text, ParsedTime& out, TimeError& fault);

}  // namespace whylocked::normalize
