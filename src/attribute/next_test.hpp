// The next test: the experiment that separates the leading causes best for its cost.
//
// In:  a case, all its causes with their probabilities.  Out: a NextTest, or nullopt.
// Lifetime: plain values.  Threads: pure.  Failure: none.
#pragma once

#include <optional>
#include <vector>

#include "attribute/signals/scene.hpp"

namespace whylocked::attribution {

// nullopt if no experiment gains at least 0.1 bit more than it costs.
std::optional<NextTest> next_test(const CaseView& view, const std::vector<RankedCause>& causes);

}  // namespace whylocked::attribution
