// The known name that was probably meant, for hints.
//
// In:  a name as written, and those that exist.  Out: the nearest one, or a distance.
// Restricted Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours), without
// regard to case.
// Lifetime: the result is one of `known`.  Threads: pure.  Failure: empty if none is near.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whylocked {

std::size_t edit_distance(std::string_view a, std::string_view b);

// At most a third of the longer name may be wrong. Of equally near names one that begins with
// `name` is preferred, then the first.
std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known);
// "did you mean ...?"; `otherwise` if none is near.
std::string did_you_mean(std::string_view nearest, std::string otherwise = {});

}  // namespace whylocked
