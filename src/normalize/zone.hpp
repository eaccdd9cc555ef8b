// One time zone: a fixed offset or the rules of an IANA zone.
//
// In:  local times or instants.  Out: instants or offsets.
// The rules come from the system's zone database, of which one file is read when its zone is first
// asked for (zone_rules.hpp): fixed offsets and UTC never touch it. The interval between two
// changes of the clock is remembered, so that a row costs two compares.
// Lifetime: values; the rules live for the whole program.  Threads: one a Zone.
// Failure: nullopt for an unknown name, also when the system has no database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "whylocked/event.hpp"

namespace whylocked::normalizing {

class ZoneRules;

class Zone {
 public:
  // How a local time stands to the change of the clock: it happens once, twice, or never.
  enum class Local : std::uint8_t { once, twice, never };
  struct Instant {
    Micros time = 0;
    Local local = Local::once;
  };

  static Zone fixed(std::int32_t minutes_east);
  static std::optional<Zone> named(std::string_view name);

  // A time that happens twice is taken as the first one. One that never happens keeps the offset
  // from before the change, which moves it forward by the gap: 02:30 becomes 03:30.
  Instant to_utc(Micros local);
  std::int32_t minutes_east(Micros time);
  // Around the last time asked for, where the offset is the same and each local time happens once:
  // [first, second).
  std::pair<Micros, Micros> steady() const;
  const std::string& name() const { return name_; }  // "UTC", "+10:00", "America/New_York"

 private:
  void look_up(Micros time);

  std::string name_;
  const ZoneRules* rules_ = nullptr;
  Micros from_ = 0, to_ = 0;  // where offset_ holds
  Micros offset_ = 0;
};

}  // namespace whylocked::normalizing
