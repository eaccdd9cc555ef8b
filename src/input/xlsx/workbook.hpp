// A workbook to rows.
//
// In:  a zip archive that is an office document.  Out: the rows of one sheet, to the job's sink.
// The sheet is the one that the options name; else, of those that are not hidden, the one whose
// beginning holds the best header, the first of equals. Others that have one are mentioned.
// Lifetime: refers to its arguments.  Threads: one a reading.
// Memory: the distinct texts of the workbook and one row.
// Failure: false when there is no such sheet, no header, or the workbook is damaged; the rows
// before the damage are given, and the job was told why.
#pragma once

#include "input/archive/archive.hpp"
#include "input/context.hpp"

namespace whylocked::input {

bool read_workbook(Zip& zip, std::size_t buffer_bytes, InputContext& job);

}  // namespace whylocked::input
