// Lines of a text log to rows.
//
// In:  a ReadBuffer at the first byte of the text, and its encoding.  Out: rows to the job's sink.
// The log's system is the profile whose patterns know most of the first lines. A line that none of
// them knows is of no interest and is counted; one that says nothing, likewise. What the lines of
// syslog have in front gives the time, unless the pattern has a {time} of its own.
// Whoever signs in chooses the name that is logged, so that a name may look like the rest of a
// line. Where that could be, the line is reported and left out.
// Lifetime: refers to its arguments.  Threads: one a reading.
// Failure: false when no profile knows the lines, when they name no year and none was told, or one
// had to be left out for its length; the job was told why.
#pragma once

#include "input/bytes/read_buffer.hpp"
#include "input/encoding.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// The profile of the user, else of those built in, that knows the lines of a file; null if none
// does. Meant for files in which no header and no JSON was found.
const Profile* log_profile(std::string_view head, const ReadOptions& options);

bool read_log(ReadBuffer& window, Encoding encoding, InputContext& job);

}  // namespace whylocked::input
