// A large table read in parts at the same time.
//
// In:  a table whose header is known, the source of its text, and where its data begins.
// Out: what reading it row after row gives, to the last byte.
// The text is cut in equal parts, and each begins at the first line that looks like a record. That
// is a guess, for a line may lie within quotes. It is proven when the part in front arrives exactly
// there: between two records a reader has no memory. A part that began wrong is read again.
// Lifetime: refers to its arguments.  Threads: as many as there are parts, the caller's among them.
// Failure: false, and nothing given, where the sink or the source does not take part, the text is
// too short to pay, or the parts do not fit together; read it row after row then.
#pragma once

#include <cstdint>

#include "input/bytes/file.hpp"
#include "input/csv/rows.hpp"

namespace whylocked::input {

// `from`: the first byte of data; `records_before`: those in front of it, the header among them.
bool read_in_parts(const CsvTable& table, const ByteSource& source, std::uint64_t from,
                   std::uint64_t records_before, InputContext& job);

}  // namespace whylocked::input
