// Time zones (a fixed offset such as "Z", "+10:00", "UTC+2", "EST"; an IANA zone; a Windows name),
// and the choice among them for one file.
//
// In:  local times or instants, names.  Out: instants or offsets.
// zone_names.csv has the abbreviations with one meaning; BST and IST name several
// zones and are reported.
// IANA rules come from the system's zone database, one file per zone, read at first use
// (zone_rules.hpp); fixed offsets and UTC never touch it. The interval between two clock changes is
// cached, so a row costs two comparisons.
// Precedence in a file: a zone in the value, in the header ("Date (UTC)"), in a time_zone column,
// from the format's profile, from the options; otherwise UTC is assumed.
// Lifetime: values; rules live for the whole program.  Threads: one per Zone or FileZones.
// Failure: nullopt for an unknown name, or if the system has no database.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/event.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

class ZoneRules;

class Zone {
 public:
  // Whether a local time occurs once, twice (clocks go back), or never (clocks go forward).
  enum class Local : std::uint8_t { unique, ambiguous, nonexistent };
  struct Instant {
    Micros time = 0;
    Local local = Local::unique;
  };

  static Zone fixed(std::int32_t minutes_east);
  static std::optional<Zone> named(std::string_view name);

  // A time that occurs twice means the first. A time that never occurs keeps the offset from before
  // the change, which moves it forward by the gap: 02:30 becomes 03:30.
  Instant to_utc(Micros local);
  std::int32_t minutes_east(Micros time);
  // The range [first, second) around the last time looked up in which the offset is constant and
  // each local time occurs once.
  std::pair<Micros, Micros> constant_offset() const;
  const std::string& name() const { return name_; }  // "UTC", "+10:00", "America/New_York"

 private:
  void look_up(Micros time);

  std::string name_;
  const ZoneRules* rules_ = nullptr;
  Micros from_ = 0, to_ = 0;  // range of offset_
  Micros offset_ = 0;
};

std::optional<std::int32_t> parse_fixed_zone(std::string_view text);
// "America/New_York" for "Eastern Standard Time" or its daylight form; empty for other names.
std::string_view iana_name_of_windows_zone(std::string_view name);
bool is_ambiguous_abbreviation(std::string_view text);  // "BST", "IST"

// "UTC", "+10:00".
std::string offset_text(std::int32_t minutes);

// The zone in a column's header: "Date (UTC)", "Time (GMT+02:00)", "Time
// (Europe/Berlin)". Empty if there is none.
std::string zone_in_header(std::string_view header);

class FileZones {
 public:
  explicit FileZones(const NormalizeOptions& options) : options_(options) {}

  void begin(const Columns& columns);
  bool has_header() const { return !header_.empty(); }

  std::uint16_t of_offset(std::int16_t minutes_east) { return *of_name(offset_text(minutes_east)); }
  std::optional<std::uint16_t> of_name(std::string_view name);
  std::uint16_t of_rest();  // header, profile, options, UTC

  Zone& operator[](std::uint16_t index) { return zones_[index]; }
  // Call when the event is kept; describe() reports the zones counted.
  void count(std::uint16_t index) { counted_.insert(index); }

  bool assumed() const {
    return counts_rest() && header_.empty() && format_.empty() && options_.time_zone.empty();
  }
  bool named_by_values() const { return counted_.size() > counts_rest(); }
  void describe(InputInfo& info);

 private:
  std::uint16_t add(Zone zone);
  bool counts_rest() const { return rest_ && counted_.contains(*rest_); }

  const NormalizeOptions& options_;
  std::vector<Zone> zones_;
  std::string header_;  // a zone's name, or empty
  std::string format_;  // the profile's zone, or empty
  std::optional<std::uint16_t> rest_;
  std::map<std::string, std::uint16_t, std::less<>> names_;
  std::set<std::uint16_t> counted_;
};

}  // namespace whylocked::normalize
