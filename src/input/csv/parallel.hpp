// A large table read in parts at the same time.
//
// In:  a table whose header is known, the source of its text, and where its data begins.
// Out: the same as from reading it record by record, to the last byte.
// The text is cut in equal parts, and each begins at the first line that looks like a record. That
// is a guess, for a line may be within quotes. It is verified when the part before ends exactly
// there: between two records a reader has no state. A part that began wrong is read again.
// Lifetime: refers to its arguments.  Threads: as many as there are parts, the caller's among them.
// Failure: false, and nothing emitted, if the sink or the source cannot be split, the text is too
// short, or the parts do not fit together; read it record by record then.
#pragma once

#include <cstdint>

#include "input/bytes/file.hpp"
#include "input/csv/rows.hpp"

namespace whylocked::input::csv {

// `from`: the first byte of data; `records_before`: records before it, with the header.
bool read_parallel(const Table& table, const ByteSource& source, std::uint64_t from,
                   std::uint64_t records_before, InputContext& context);

}  // namespace whylocked::input::csv
