// The text of a point in time, taken apart but not yet placed: order of day and month and zone may
// still be open.
//
// In:  "2026-05-19T08:07:19.5+02:00", "5/19/2026 8:07 AM", "19.05.2026 08:07 Uhr", "19 May 2026",
//      "Tue, 19 May 2026 08:07:19 +0200", "Tue May 19 08:07:19 UTC 2026", "20260519T080719Z",
//      "19/May/2026:08:07:19 +0200", Unix seconds to nanoseconds, a
//      spreadsheet's number of days; a clock of its own column.
// Out: a ParsedTime, or a TimeError that says where reading stopped.
// parse_time is the whole grammar. Most rows repeat the date of another, so the clock after a date
// of the two usual shapes is also read alone; where that answers, parse_time answers the same (a
// property test holds them together). Neither allocates. Lifetime: zone_name points into the text.
// Threads: pure.  Failure: false and a fault.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalize {

struct ParsedTime {
  static constexpr std::int16_t kNoZone = std::numeric_limits<std::int16_t>::min();

  Micros clock = 0;                    // since midnight; since 1970 in a Unix time
  std::string_view zone_name;          // a zone that is not a fixed offset, as written
  std::int16_t year = 0;               // 0: a Unix time
  std::int16_t zone = kNoZone;         // minutes east of UTC
  std::uint8_t first = 0, second = 0;  // month and day; while `open` in the order written
  bool open = false;                   // which of them is the month is not written
  bool dashed = false;                 // "26-05-19", not "26/05/19"
  bool short_year = false;  // two digits stood last; under --date-order ymd they are the day
  bool serial = false;      // a spreadsheet's number of days
  Precision precision = Precision::day;
};

struct TimeError {
  std::uint32_t at = 0;  // offset in the text as given
  std::string_view what;
  std::string_view hint;
};

bool parse_time(std::string_view text, ParsedTime& out, TimeError& fault);

// The length of the date at the front of "2026-05-19T08:07:19" or "5/19/2026 8:07:19 AM", with the
// mark after it; 0: the text has another shape.
std::size_t date_length(std::string_view text);

// The clock after such a date.
struct ClockText {
  Micros clock = 0;
  std::int16_t zone = ParsedTime::kNoZone;
  Precision precision = Precision::second;
};
bool parse_iso_tail(std::string_view tail, ClockText& out);     // after the seconds: ".5Z"
bool parse_plain_clock(std::string_view text, ClockText& out);  // "8:07:19 AM"

// "08:07:19.5Z". The first eight bytes are one word, lowest byte first: digits become their values,
// colons 0; a carry into a byte's highest bit marks anything else.
inline bool parse_iso_clock(std::string_view text, ClockText& out) {
  if (text.size() < 8) return false;
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(&word, text.data(), sizeof word);
  else
    for (std::size_t i = 8; i-- > 0;) word = word << 8 | static_cast<unsigned char>(text[i]);
  word ^= 0x3030'3a30'303a'3030;
  if ((((word + 0x7676'7f76'767f'7676) | word) & 0x8080'8080'8080'8080) != 0) return false;
  const std::uint64_t pairs = word * 10 + (word >> 8);  // no byte of interest is over 99
  const std::uint64_t hour = pairs & 0xff, minute = pairs >> 24 & 0xff, second = pairs >> 48 & 0xff;
  if (hour > 23 || minute > 59 || second > 59) return false;
  out.clock = static_cast<Micros>(hour * 3600 + minute * 60 + second) * kSecond;
  return text.size() == 8 || parse_iso_tail(text.substr(8), out);
}

inline bool parse_clock_after(std::size_t date, std::string_view text, ClockText& out) {
  const std::string_view clock = text.substr(date);
  return text[4] == '-' ? parse_iso_clock(clock, out) : parse_plain_clock(clock, out);
}

// The time of day of a file that has it in a column of its own: "08:07:19", "8:07 AM", "8".
// Sets clock, precision and zone.
bool parse_clock(std::string_view text, ParsedTime& out, TimeError& fault);

}  // namespace whylocked::normalize
