// What to do about a cause, and which test would settle an open case.
//
// In:  a rival, the ranked causes, what the site and the export already hold.
// Out: a Fix (product's own place for the credential, the article's general remedies), or the
//      experiment that splits the remaining probability best, with its expected information.
// Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "attribute/score.hpp"

namespace whylocked::old {

// Of a rival, by its index; static.
const Fix& fix_of(std::size_t rival);

// nullopt when no experiment of the table promises at least a tenth of a bit.
// `activity_in_sight`: calls an hour around the moment of the lockout are known.
std::optional<NextTest> next_test(const std::vector<RankedCause>& ranked, AccountKind account,
                                  const Scene& scene, bool activity_in_sight);

}  // namespace whylocked::old
