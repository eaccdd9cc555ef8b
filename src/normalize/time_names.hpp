// Names of months and weekdays in English and German, long and short.
//
// In:  one word without its full stop.  Out: 1 to 12, or 0; whether it is a weekday.
// Lifetime: values.  Threads: pure.  Failure: 0 or false.
#pragma once

#include <string_view>

namespace whylocked::normalizing {

unsigned month_of_name(std::string_view word);
bool is_weekday(std::string_view word);

}  // namespace whylocked::normalizing
