// Windows events written as text blocks, to the objects that the JSON reader takes.
//
// In:  what `Get-WinEvent | Format-List` and `wevtutil qe /f:text` write: lines "Name : value", the
//      message at the end over several lines; a block begins with "Event[0]" or after a blank line.
// Out: one object an event, its names as they are.
// Lifetime: refers to its buffer.  Threads: one a reading.
// Failure: none; a line that has no place in a block is skipped. A block is cut at 64 KiB.
#pragma once

#include <memory>
#include <string_view>

#include "input/bytes/read_buffer.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From the beginning of a text in UTF-8 or a superset of ASCII.
bool looks_like_event_blocks(std::string_view head);

// REQUIRES: looks_like_event_blocks of the buffer's beginning
std::unique_ptr<json::JsonObjects> event_blocks(ReadBuffer& buffer);

}  // namespace whylocked::input
