// JSON to rows.
//
// In:  a ReadBuffer at the first byte of the text, and its encoding.  Out: rows to the context's
//      sink.
// The columns are the keys of the first objects, in the order of their first use; a key that first
// comes up later is ignored. A nested key is its path: actor.alternateId.
// Lifetime: refers to its arguments.  Threads: one a reading.
// Failure: false if no object has the required fields, or one was too long; a diagnostic says why.
// An object that is not JSON is reported, counted and skipped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "input/context.hpp"
#include "input/csv/header.hpp"
#include "input/encoding.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input::json {

bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

// Objects from elsewhere.
bool read_objects(JsonObjects& objects, Encoding encoding, InputContext& context);

// The column of a table that holds each record as JSON, beside columns that repeat parts of it (the
// Microsoft 365 audit log as CSV); from 0, nullopt if there is none.
std::optional<std::size_t> json_column(const std::vector<std::string>& cells);
// Reads such a column; the numbers of the objects are those of the rows.
bool read_column(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                 Encoding encoding, InputContext& context);

}  // namespace whylocked::input::json
