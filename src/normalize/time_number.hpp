// Times that are one number: Unix time in four units, or digits without any mark between them.
//
// In:  "1779170839", "1779170839.25", "1779170839000" ...; "20260519", "202605190807".
// Out: true and the time, with the zone UTC; or the date and clock of the digits.
// The unit of a Unix time is the one that places it between 2000 and 2100: each unit is a thousand
// of the next, and those bounds are a factor of 4.3 apart, so that at most one fits.
// Lifetime: values.  Threads: pure.  Failure: false.
#pragma once

#include <string_view>

#include "normalize/time_text.hpp"

namespace whylocked::normalizing {

bool read_unix_time(std::string_view text, TimeText& out);
bool read_joined_digits(std::string_view digits, TimeText& out);

}  // namespace whylocked::normalizing
