// What one does without this program: three plain rules, each told as much as its user would know.
//
// In:  a Game and one of its true lockouts.  Out: the causes the rule names, equals together.
//   most failures  the address with the most failures on the account, named by who operates it
//   last failure   the address of the last failure before the lock, named likewise
//   prior          the most frequent cause before any evidence
// An address is named as `whylocked who` does it: the integrations that are first in its list; an
// address of no cloud, hoster or vendor is a person. This is what the vendor's support advises to
// do with the address in the lockout mail.
// Lifetime: plain values.  Threads: pure.  Failure: an empty set: the rule has nothing to go by.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accuracy/play.hpp"

namespace whylocked::accuracy {

struct Baseline {
  std::string_view name;
  std::vector<std::string> (*names)(const Game& game, const TrueLockout& lockout);
};
std::span<const Baseline> baselines();

}  // namespace whylocked::accuracy
