// Delimited text to rows.
//
// In:  a Window at the first byte of the text, and its encoding.  Out: rows to the job's sink.
// What stands above the header is skipped. Below it, blank rows are skipped and the header once
// more (exports joined into one file) is; a row with a single cell that is no time, such as
// "Total: 42", is noted and not counted. Everything else is a row, also when it is short.
// Lifetime: refers to its arguments.  Threads: see csv_parts.hpp.
// Failure: false when there is no header, or a record had to be cut; the job was told why.
#pragma once

#include "input/bytes/file.hpp"
#include "input/encoding.hpp"
#include "input/context.hpp"

namespace whylocked::input {

bool read_csv(Window& window, Encoding encoding, InputContext& job);

}  // namespace whylocked::input
