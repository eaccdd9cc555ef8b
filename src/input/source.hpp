// The reading of one input from its bytes, whatever they are.
//
// In:  raw bytes; they may be compressed, or a workbook, once.  Out: see read.hpp.
// What was compressed is not unpacked twice: InputInfo::compression tells that it came out of an
// archive, and an archive within it is refused.
// The size of the buffer is an argument so that tests can make it as small as one byte; the result
// does not depend on it.
// Lifetime: none.  Threads: one a reading.  Failure: as read_input.
#pragma once

#include <string>

#include "input/bytes/file.hpp"
#include "input/context.hpp"

namespace whylocked::input {

bool read_source(ByteSource& source, std::size_t buffer_bytes, InputContext& job);

// The first `most` bytes, or all there are.
std::string read_head(ByteSource& source, std::size_t most = kHeadBytes);

// What one stream, or all of an archive, may unpack to.
std::uint64_t most_unpacked(const ReadOptions& options);
std::uint64_t most_unpacked_of_archive(const ReadOptions& options);

}  // namespace whylocked::input
