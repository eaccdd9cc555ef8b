// Times that are one number: Unix time in four units, ticks, or the days that spreadsheets count.
//
// In:  "1779170839", "1779170839.25", "1779170839000" ...; "46161.338414".
// Out: true and the time, with the zone UTC; or the date and clock of a number of days.
// The unit of a Unix time is the one that places it between 2000 and 2100: each unit is a thousand
// of the next, and those bounds are a factor of 4.3 apart, so that at most one fits.
// Lifetime: values.  Threads: pure.  Failure: false.
#pragma once

#include <string_view>

#include "normalize/time/parser.hpp"

namespace whylocked::normalize {

bool parse_unix_time(std::string_view text, ParsedTime& out);

// Ticks of 100 ns, 18 digits: since 1601 (Windows FILETIME, "Windows Dev Center, FILETIME
// structure") or since year 1 (.NET, "DateTime.Ticks"); and "/Date(1779065918000+0200)/", the
// milliseconds since 1970 of Microsoft's JSON, whose offset does not move the instant.
bool parse_ticks(std::string_view text, ParsedTime& out);

// A day and a part of it, between the years 1982 and 2099, to the millisecond: what a double holds.
// ECMA-376 part 1, 18.17.4.1: serial 1 is 1900-01-01, with a 29 February 1900 that never was, so
// that every later day counts from 1899-12-30; in the other system serial 0 is 1904-01-01.
bool parse_serial_date(std::string_view text, bool since_1904, ParsedTime& out);

// Microseconds of the digits after the point of a number of seconds.
constexpr Micros fraction_micros(std::string_view digits) {
  Micros micros = 0, unit = kSecond / 10;
  for (const char c : digits.substr(0, 6)) {
    micros += (c - '0') * unit;
    unit /= 10;
  }
  return micros;
}

}  // namespace whylocked::normalize
