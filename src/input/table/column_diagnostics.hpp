// Diagnostics about the columns of a file, the same for tables and JSON.
//
// In:  the names of the columns and their mapping.  Out: diagnostics with hints.
// Lifetime: none.  Threads: one a reading.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "input/context.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input {

// An error about required fields that no column names, and unknown columns in --map. Always false.
// `row` has the names; 0: they are keys of JSON objects.
bool fail_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                  std::uint64_t row, InputContext& context);

// Notes about two columns of one name, of which a name can only mean the first, and about two
// columns that could be the same field, such as "User" beside "Username".
void note_ambiguous_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                            std::uint64_t row, InputContext& context);

}  // namespace whylocked::input
