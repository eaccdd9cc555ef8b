// The rules of one IANA zone, from its file in the system's database.
//
// In:  a name such as "Europe/Berlin", or the bytes of its file (TZif, RFC 9636).  Out: which
//      offset holds when.
// One file is read, when its zone is first asked for. No library does it: the one that did (date)
// lists the whole database first and cannot be linked statically, and std::chrono's is younger than
// the compilers in use.
// Lifetime: what named() gives stays for the whole program.  Threads: safe.
// Failure: null or nullopt for a name that is not there, and for a file of another kind.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "normalize/zone_yearly.hpp"

namespace whylocked::normalizing {

class ZoneRules {
 public:
  static const ZoneRules* named(std::string_view name);
  static std::optional<ZoneRules> parse(std::string_view file);

  ZoneSpan at(std::int64_t time) const;

 private:
  struct Part;  // of a file

  std::vector<ZoneSpan> spans_;       // in order of time, without gaps; never empty
  std::optional<YearlyRule> yearly_;  // in place of the last one
};

}  // namespace whylocked::normalizing
