// The message for a file whose columns are not understood, the same for tables and JSON.
//
// In:  the names that came nearest to a header.  Out: one error diagnostic.
// Lifetime: none.  Threads: one a reading.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "input/table/columns.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// Always false. `row` is where the names stand; 0: they are keys of JSON objects.
bool refuse_columns(const ColumnMapping& meaning, const std::vector<std::string>& names,
                    std::uint64_t row, InputContext& job);

}  // namespace whylocked::input
