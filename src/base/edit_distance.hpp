// The known name that was probably meant. For hints.
//
// In:  a name as somebody wrote it, and those that exist.  Out: the nearest one, or how far one is.
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

// Only if at most a third of the longer name is wrong.
std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known);
// The hint; `otherwise` where none is near.
std::string did_you_mean(std::string_view nearest, std::string otherwise = {});

}  // namespace whylocked
