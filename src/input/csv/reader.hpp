// Delimited text to rows.
//
// In:  a ReadBuffer at the first byte of the text, and its encoding.  Out: rows to the context's
//      sink.
// Records above the header are skipped; see rows.hpp for those below it.
// A large table is read by several threads: the same rows and diagnostics as from reading it record
// by record, to the last byte.
// Lifetime: refers to its arguments.  Threads: see ReadOptions, the caller's among them.
// Failure: false if there is no header, or a record was too long; a diagnostic says why.
#pragma once

#include "input/bytes/file.hpp"
#include "input/context.hpp"
#include "input/encoding.hpp"

namespace whylocked::input::csv {

bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace whylocked::input::csv
