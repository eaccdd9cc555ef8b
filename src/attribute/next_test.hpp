// The next test: the experiment that separates the causes in question best for what it costs.
//
// In:  a case, all its causes with their probabilities.  Out: a NextTest, or none.
// Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <optional>
#include <vector>

#include "attribute/signals/scene.hpp"

namespace whylocked::attribution {

// None when no experiment of the table promises a tenth of a bit beyond its cost.
std::optional<NextTest> next_test(const CaseView& view, const std::vector<RankedCause>& causes);

}  // namespace whylocked::attribution
