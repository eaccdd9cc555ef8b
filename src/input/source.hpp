// One input from its bytes, whatever they are.
//
// In:  raw bytes; they may be compressed, or a workbook, once.  Out: as read_input.
// Nothing is unpacked twice: an archive within something compressed is an error.
// The size of the buffer is an argument so that tests can make it as small as one byte; the result
// does not depend on it.
// Lifetime: none.  Threads: one a reading.  Failure: as read_input.
#pragma once

#include "input/bytes/file.hpp"
#include "input/context.hpp"

namespace whylocked::input {

bool read_source(ByteSource& source, std::size_t buffer_bytes, InputContext& context);

// Limits on what one stream, or a whole archive, may unpack to.
std::uint64_t max_unpacked(const ReadOptions& options);
std::uint64_t max_unpacked_of_archive(const ReadOptions& options);

}  // namespace whylocked::input
