// Converts text with named values that is neither a table nor JSON to objects for the JSON reader:
// Windows events as XML or blocks of text; the output of Linux commands about sign-ins.
//
// In:  XML of Event Viewer, `wevtutil qe /f:xml` or ToXml(), with or without a root, XML
//      declaration and namespace; blocks of lines "Name : value" that end with a message of several
//      lines, of `Get-WinEvent | Format-List` or `wevtutil qe /f:text`; journalctl -o export and -o
//      verbose; faillock; pam_tally2, faillog.
// Out: one object per event, with flat names. XML: EventID, TimeCreated, each Data by its Name,
//      Message of RenderingInfo. Blocks and journals: their own names. Faillock: "account", "When",
//      "Valid", and the source under its type, "RHOST", "TTY" or "SVC". Tallies: "account", "Login
//      failures", "Latest failure", "From".
// Failure: json::JsonPiece::fault for an event that is truncated or not well-formed. A line that
// does not fit in a record is skipped, and a block is cut at 64 KiB.
#pragma once

#include <memory>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// `head`: the beginning of a text in a superset of ASCII.
bool looks_like_event_xml(std::string_view head);

// Null if the text, whose beginning is in the buffer, looks like none of them.
std::unique_ptr<json::JsonObjects> event_text(ReadBuffer& buffer, std::size_t max_bytes);
std::unique_ptr<json::JsonObjects> tool_output(ReadBuffer& buffer, std::size_t max_bytes);

// The first event in the text; empty if it is truncated or not well-formed.
json::Members event_of_xml(std::string_view text);

}  // namespace whylocked::input
