// Who really caused each lockout, and what a perfect reader could say of it.
//
// In:  a World and its Played.  Out: the TrueLockouts, or nullopt where the evidence is muddled (a
//      list of products in use that leaves several which are not alike): then the world is drawn
//      again.
// A caller is named by what the export or the site file says of it; where they say nothing, by the
// only product in use whose documented facts fit; where no list is declared, not at all.
// Lifetime: plain values.  Threads: pure.  Failure: nullopt.
#pragma once

#include <optional>

#include "simulator/play.hpp"

namespace whylocked::sim {

std::optional<std::vector<TrueLockout>> find_truth(const World& world, const Played& played);

// A time as the export shows it.
Micros shown(const View& view, Micros at);

}  // namespace whylocked::sim
