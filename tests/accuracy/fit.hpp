// Fits the few free numbers of src/attribute/tuning.hpp.
//
// In:  games of the fitting seeds.  Out: the Tuning with the smallest mean log loss, and the table
//      of what was tried.
// One number at a time on a fixed grid, round after round until nothing gains: few numbers, each on
// a coarse grid, so there is little to over-fit; judging seeds never come here.
// Lifetime: plain values.  Threads: all processors.  Failure: none.
#pragma once

#include <span>
#include <string>

#include "accuracy/play.hpp"
#include "attribute/tuning.hpp"

namespace whylocked::accuracy {

struct Fitted {
  Tuning tuning;
  std::string log;  // one line a trial
};
Fitted fit(std::span<const Game> games);

}  // namespace whylocked::accuracy
