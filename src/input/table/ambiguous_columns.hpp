// What is doubtful about a header that was understood, said while it can still be set right.
//
// In:  the names of the columns and what they were taken for.  Out: notes with a hint.
// Two columns of one name: only one can be addressed by its name. Two columns that could be the
// same field, such as "User" beside "Username".
// Lifetime: none.  Threads: one a reading.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "input/table/columns.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// `row` is where the names stand; 0: they are keys of JSON objects.
void note_doubts(const ColumnMapping& meaning, const std::vector<std::string>& names,
                 std::uint64_t row, InputContext& job);

}  // namespace whylocked::input
