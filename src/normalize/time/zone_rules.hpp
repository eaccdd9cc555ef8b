// The rules of one IANA zone, from its file in the system's database.
//
// In:  a name such as "Europe/Berlin", or the bytes of its file (TZif, RFC 9636).
//      Out: which offset applies when.
// A zone's file is read at first use. No library fits: date reads the whole database first and
// cannot be linked statically, and std::chrono's is newer than the supported compilers.
// The last line of a file is a rule for all later years, in the format of POSIX TZ:
// "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 9636, 3.3). It applies after the end of the table of changes;
// its times of day run from -167 to 167 hours.
// Lifetime: the result of named() lives for the whole program.  Threads: safe.
// Failure: null or nullopt for an unknown name or a malformed file or text.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace whylocked::normalize {

// In seconds since 1970; `offset` east of UTC applies in [from, to).
struct ZoneSpan {
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
  std::int32_t offset = 0;
};

class YearlyRule {
 public:
  static std::optional<YearlyRule> parse(std::string_view text);
  ZoneSpan at(std::int64_t time) const;

 private:
  // A day of the year and a time of that day, on the clock before the change.
  struct Change {
    enum class Day : std::uint8_t { of_week, of_year, of_year_without_leap_day };
    Day kind = Day::of_week;
    std::int32_t month = 0, week = 0, day = 0;  // week 5: the last
    std::int32_t seconds = 2 * 3600;
    std::int64_t in(int year) const;  // seconds since 1970, on that clock
  };
  struct Text;  // the text left to parse

  std::int32_t standard_ = 0, summer_ = 0;  // offsets
  bool has_summer_ = false;
  Change to_summer_, to_standard_;
};

class ZoneRules {
 public:
  static const ZoneRules* named(std::string_view name);
  static std::optional<ZoneRules> parse(std::string_view file);

  ZoneSpan at(std::int64_t time) const;

 private:
  struct Part;  // of a file

  std::vector<ZoneSpan> spans_;       // in order of time, without gaps; never empty
  std::optional<YearlyRule> yearly_;  // replaces the last span
};

}  // namespace whylocked::normalize
