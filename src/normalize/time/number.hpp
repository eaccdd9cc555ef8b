// Times written as one number: units since an epoch, or the days that spreadsheets count.
//
// In:  "1779170839", "1779170839.25", "/Date(1779065918000+0200)/" ...; "46161.338414".
// Out: true and the time, with the zone UTC; or the date and clock of a number of days.
// Seconds to nanoseconds since 1970, and ticks of 100 ns since 1601 (Windows FILETIME,
// "Windows Dev Center, FILETIME structure") or since year 1 (.NET, "DateTime.Ticks"). The
// unit is the only one that puts the number between 2000 and 2100. The offset in Microsoft's
// JSON "/Date()/" does not move the instant.
// Lifetime: values.  Threads: pure.  Failure: false.
#pragma once

#include <string_view>

#include "normalize/time/parser.hpp"

namespace whylocked::normalize {

bool parse_instant(std::string_view text, ParsedTime& out);

// A day and a fraction, between the years 1982 and 2099, to the millisecond, as exact as a double
// holds. ECMA-376 part 1, 18.17.4.1: serial 1 is 1900-01-01, with a nonexistent 29 February 1900,
// so every later day counts from 1899-12-30; in the other system serial 0 is 1904-01-01.
bool parse_serial_date(std::string_view text, bool since_1904, ParsedTime& out);

// Microseconds from the digits after the point of a number of seconds.
constexpr Micros fraction_micros(std::string_view digits) {
  Micros micros = 0, unit = kSecond / 10;
  for (const char c : digits.substr(0, 6)) {
    micros += (c - '0') * unit;
    unit /= 10;
  }
  return micros;
}

}  // namespace whylocked::normalize
