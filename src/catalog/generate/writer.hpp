// The catalog as C++: one source file of constant tables (declared in catalog/tables.hpp).
//
// In:  checked data, its names and ranges.  Out: the text of the file, the same for the same data.
// Everything is constexpr or constinit, so that the compiler refuses a table with start-up cost.
// Failure: none; faults are found before.
#pragma once

#include <string>
#include <vector>

#include "catalog/generate/data.hpp"
#include "catalog/generate/names.hpp"
#include "catalog/generate/networks.hpp"

namespace whylocked::embed {

std::string write_tables(const Data& data, const std::vector<NameRow>& names,
                         const Networks& networks);

}  // namespace whylocked::embed
