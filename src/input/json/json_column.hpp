// A table one column of which holds each record as JSON, beside columns that repeat parts of it:
// the Microsoft 365 audit log as CSV.
//
// In:  a Window over delimited text whose header is known.  Out: the objects of that column; their
//      numbers are those of the rows.
// Lifetime: refers to its arguments.  Threads: one a reading.  Failure: JsonPiece::fault.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "input/table/header.hpp"
#include "input/context.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From 0; nullopt if no column is known to hold JSON.
std::optional<std::size_t> json_column(const std::vector<std::string>& cells);

std::unique_ptr<JsonObjects> json_of_column(Window& window, const HeaderChoice& header,
                                            std::size_t column, const InputContext& job);

}  // namespace whylocked::input
