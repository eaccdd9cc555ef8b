// Any text as a time: a known hour agrees with the full grammar, an error is inside the text, and a
// parsed date exists.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "normalize/time/date_order.hpp"
#include "normalize/time/known_hours.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/parser.hpp"

namespace {

using namespace whylocked;
using namespace whylocked::normalize;

void check(const ParsedTime& time) {
  if (time.year == 0) return;                                        // time since 1970
  if (time.clock < 0 || time.clock >= kDay + kSecond) std::abort();  // 23:59:60 is a leap second
  const bool any = day_number(time, DateOrder::mdy) || day_number(time, DateOrder::dmy) ||
                   day_number(time, DateOrder::ymd);
  if (!time.open && !any) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ParsedTime slow, clock, days;
  static KnownHours hours;  // hours of earlier texts
  TimeError fault;
  const bool read = parse_time(text, slow, fault);
  if (read) check(slow);
  if (!read && (fault.at > text.size() || fault.what.empty())) std::abort();
  Micros since = 0;
  if (const KnownHour* const hour = hours.find(text, since)) {
    ParsedTime quick = *hour->time;
    quick.clock += since;
    quick.precision = hour->precision(since);
    if (!read || quick != slow) std::abort();
  }
  if (!parse_clock(text, clock, fault) && fault.at > text.size()) std::abort();
  if (parse_serial_date(text, true, days)) check(days);
  parse_time_point(text, "America/New_York");
  return 0;
}
