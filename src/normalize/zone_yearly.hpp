// A rule for every year to come: "CET-1CEST,M3.5.0,M10.5.0/3", as POSIX has it in TZ.
//
// In:  the text.  Out: from when to when which offset holds around an instant.
// The last line of a file of zone rules is such a text (RFC 9636, 3.3): it goes on where the table
// of changes ends. Times of day may be from -167 to 167 hours, as that standard extends POSIX.
// Lifetime: values.  Threads: const.  Failure: nullopt for any other text.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace whylocked::normalizing {

// Seconds since 1970; `offset` east of UTC holds in [from, to).
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
    std::int32_t month = 0, week = 0, day = 0;  // week 5: the last one
    std::int32_t seconds = 2 * 3600;
    std::int64_t in(int year) const;  // seconds since 1970, on that clock
  };
  struct Text;  // what is left to parse

  std::int32_t standard_ = 0, summer_ = 0;  // offsets
  bool has_summer_ = false;
  Change to_summer_, to_standard_;
};

}  // namespace whylocked::normalizing
