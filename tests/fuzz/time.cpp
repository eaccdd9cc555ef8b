// Any text as a time: the clock read alone agrees with the whole grammar where it answers, a fault
// lies inside the text, what is read is a day that there is.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "normalize/time/date_order.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/parser.hpp"

namespace {

using namespace whylocked;
using namespace whylocked::normalize;

bool same(const ParsedTime& time, const ClockText& clock) {
  return time.clock == clock.clock && time.zone_name.empty() && time.zone == clock.zone &&
         time.precision == clock.precision;
}

void check(const ParsedTime& time) {
  if (time.year == 0) return;                                        // since 1970
  if (time.clock < 0 || time.clock >= kDay + kSecond) std::abort();  // 23:59:60 is a leap second
  const bool any = day_number(time, DateOrder::mdy) || day_number(time, DateOrder::dmy) ||
                   day_number(time, DateOrder::ymd);
  if (!time.open && !any) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ParsedTime slow, clock, days;
  ClockText alone;
  TimeError fault;
  const bool read = parse_time(text, slow, fault);
  if (read) check(slow);
  if (!read && (fault.at > text.size() || fault.what.empty())) std::abort();
  const std::size_t date = date_length(text);
  if (date != 0 && parse_clock_after(date, text, alone) && read && !same(slow, alone)) std::abort();
  if (!parse_clock(text, clock, fault) && fault.at > text.size()) std::abort();
  if (parse_serial_date(text, true, days)) check(days);
  parse_time_point(text, "America/New_York");
  return 0;
}
