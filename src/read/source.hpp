// The reading of one source, whatever it is; read_input and read_text are this with a file or a
// text.
//
// In:  raw bytes.  Out: see read.hpp.
// The size of the buffer is an argument so that tests can make it as small as one byte; the result
// does not depend on it.
// Lifetime: none.  Threads: one a reading.  Failure: as read_input.
#pragma once

#include "read/bytes.hpp"
#include "read/job.hpp"

namespace whylocked::reading {

bool read_source(ByteSource& source, std::size_t buffer_bytes, Job& job);

}  // namespace whylocked::reading
