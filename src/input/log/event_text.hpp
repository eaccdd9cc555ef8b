// Text that is neither a table nor JSON, but of records with names, to the objects that the JSON
// reader takes: Windows events as XML or as blocks of text; what commands of Linux print about
// sign-ins.
//
// In:  what Event Viewer saves as XML, `wevtutil qe /f:xml` and ToXml() write, with or without a
//      root, XML declaration and namespace; blocks of lines "Name : value", the message at the end
//      over several lines, by `Get-WinEvent | Format-List` and `wevtutil qe /f:text`; journalctl
//      -o export and -o verbose; faillock; pam_tally2, faillog.
// Out: one object an event, its names flat: EventID, TimeCreated, each Data by its Name, Message of
//      RenderingInfo; of a block or a journal its names as they are; of faillock "account", "When",
//      "Valid" and the source below its type, "RHOST", "TTY" or "SVC"; of a tally "account", "Login
//      failures", "Latest failure", "From".
// Failure: json::JsonPiece::fault for an event that is cut or not well-formed. A line that has no
// place in a record is skipped, and a block is cut at 64 KiB.
#pragma once

#include <memory>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From the beginning of a text in UTF-8 or a superset of ASCII.
bool looks_like_event_xml(std::string_view head);

// Null: the beginning of the text, which is in the buffer, looks like none of them.
std::unique_ptr<json::JsonObjects> event_text(ReadBuffer& buffer, std::size_t max_bytes);
std::unique_ptr<json::JsonObjects> tool_output(ReadBuffer& buffer, std::size_t max_bytes);

// The first event in a text that looks like it; empty: it is cut or not well-formed.
json::Members event_of_xml(std::string_view text);

}  // namespace whylocked::input
