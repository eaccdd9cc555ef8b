// Finds the known name nearest to a misspelled one, for hints.
//
// In:  a name as written, and those that exist.  Out: the nearest one, or a distance.
// The distance is restricted Damerau-Levenshtein (insert, delete, replace, swap of
// neighbours), ignoring case.
// Lifetime: the result is one of `known`.  Threads: pure.  Failure: empty if none is near.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whylocked {

std::size_t edit_distance(std::string_view a, std::string_view b);

// At most a third of the longer name may differ. Ties go to a name that begins
// with `name`, then to the first.
std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known);
// "did you mean ...?"; `otherwise` if none is near.
std::string did_you_mean(std::string_view nearest, std::string otherwise = {});

}  // namespace whylocked
