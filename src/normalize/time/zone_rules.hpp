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

class ZoneRules {
 public:
  static const ZoneRules* named(std::string_view name);
  static std::optional<ZoneRules> parse(std::string_view file);

  ZoneSpan at(std::int64_t time) const;

 private:
  std::vector<ZoneSpan> spans_;   // ordered by time, without gaps; never empty
  std::vector<ZoneSpan> yearly_;  // in place of the last span: the rule's, for 400 years and more
};

}  // namespace whylocked::normalize
