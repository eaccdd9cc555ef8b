// Rows that a file has twice because somebody joined exports that overlap, and files that hold one
// another's rows some hours apart because their times are of different zones.
//
// In:  all events in time order.  Failure: none.  Threads: one.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

inline constexpr double kNearlyAll = .9;  // of the rows of a file: it is a copy

// Pairs of places: a row, and its copy in the same file. Programs may well fail twice in a second,
// so only stretches count in which every row, and not failures alone, is there exactly twice.
std::vector<std::pair<std::size_t, std::size_t>> find_copies(const Events& events,
                                                             std::size_t files);

// Warns of each pair of files.
void report_shifted_files(const Events& events, const std::vector<InputInfo>& inputs,
                          Diagnostics& diagnostics);

}  // namespace whylocked::normalize
