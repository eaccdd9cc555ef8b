// Zones and times outside of files: what the command line and later stages ask for.
#include "normalize/time/date_order.hpp"
#include "normalize/time/parser.hpp"
#include "normalize/time/time_zone.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

using normalize::day_number;
using normalize::parse_time;
using normalize::ParsedTime;
using normalize::TimeError;
using normalize::Zone;

namespace {

// The zone asked for last; hours of day ask for one zone again and again.
Zone* find_zone(const std::string& name) {
  thread_local std::string last_name;
  thread_local std::optional<Zone> last;
  if (!last || last_name != name) {
    last = Zone::named(name);
    last_name = name;
  }
  return last ? &*last : nullptr;
}

}  // namespace

bool known_time_zone(std::string_view name) { return Zone::named(name).has_value(); }

std::int32_t utc_offset_minutes(const std::string& zone, Micros time) {
  Zone* const found = find_zone(zone);
  return found == nullptr ? 0 : found->minutes_east(time);
}

std::optional<Micros> parse_time_point(std::string_view text, const std::string& zone) {
  ParsedTime time;
  TimeError fault;
  if (!parse_time(text, time, fault) || time.open || time.year == 0) return std::nullopt;
  const auto day = day_number(time, DateOrder::ymd);
  if (!day) return std::nullopt;
  const Micros local = *day * kDay + time.clock;
  if (time.zone != ParsedTime::kNoZone) return local - time.zone * kMinute;
  Zone* const found = find_zone(time.zone_name.empty() ? zone : std::string(time.zone_name));
  return found == nullptr ? std::nullopt : std::optional(found->to_utc(local).time);
}

}  // namespace whylocked
