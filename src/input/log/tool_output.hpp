// What commands of Linux print about sign-ins, to the objects that the JSON reader takes.
//
// In:  journalctl -o export and -o verbose; faillock; pam_tally2, faillog.
// Out: one object an entry, by its names: MESSAGE, _HOSTNAME, __REALTIME_TIMESTAMP; of faillock
//      "account", "When", "Valid" and the source below its type, "RHOST", "TTY" or "SVC"; of a
//      tally "account", "Login failures", "Latest failure", "From".
// Lifetime: refers to its buffer.  Threads: one a reading.
// Failure: none; lines that have no place in an entry are skipped.
#pragma once

#include <memory>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From the beginning of a text in UTF-8 or a superset of ASCII.
bool looks_like_tool_output(std::string_view head);

// REQUIRES: the beginning looks like it.
std::unique_ptr<json::JsonObjects> tool_output(ReadBuffer& buffer, std::size_t max_bytes);

}  // namespace whylocked::input
