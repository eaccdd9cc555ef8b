// Lines of a text log to rows.
//
// In:  a ReadBuffer at the first byte of the text, and its encoding.  Out: rows to the context's
// sink. The log's system is the profile whose patterns, or keys of pairs, know most of the first
// lines. A line that none of them knows, or whose pattern has no event, is of no interest and is
// counted. The line's prefix gives the time, unless the pattern has a {time} of its own. Whoever
// signs in chooses the name that is logged, so a name may look like the rest of a line. Such a line
// is reported and skipped. Lifetime: refers to its arguments.  Threads: one a reading. Failure:
// false when no profile knows the lines, when they have no year and none was given, or when one was
// skipped for its length; a diagnostic says which.
#pragma once

#include "input/bytes/read_buffer.hpp"
#include "input/context.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

// The user's profile, else a built-in one, that knows the lines of a file; null if none does. For
// files in which no header and no JSON was found.
const Profile* log_profile(std::string_view head, const ReadOptions& options);

bool read_log(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace whylocked::input
