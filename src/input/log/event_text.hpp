// Windows events as XML or as blocks of text, to the objects that the JSON reader takes.
//
// In:  what Event Viewer saves as XML, `wevtutil qe /f:xml` and ToXml() write: <Event> elements
// with
//      or without a root, XML declaration and namespace; or what `Get-WinEvent | Format-List` and
//      `wevtutil qe /f:text` write: lines "Name : value", the message at the end over several
//      lines; a block begins with "Event[0]" or after a blank line.
// Out: one object an event, its names flat: EventID, TimeCreated, Computer, EventRecordID,
// Keywords,
//      each Data by its Name, Message of RenderingInfo; of a block its names as they are.
// Lifetime: refers to its buffer.  Threads: one a reading.
// Failure: json::JsonPiece::fault for an event that is cut or not well-formed. A line that has no
// place in a block is skipped, and a block is cut at 64 KiB.
#pragma once

#include <memory>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From the beginning of a text in UTF-8 or a superset of ASCII.
bool looks_like_event_xml(std::string_view head);
bool looks_like_event_blocks(std::string_view head);

// REQUIRES: the beginning looks like it.
std::unique_ptr<json::JsonObjects> event_xml(ReadBuffer& buffer, std::size_t max_bytes);
std::unique_ptr<json::JsonObjects> event_blocks(ReadBuffer& buffer);

// The first event in a text that looks like it; empty: it is cut or not well-formed.
json::Members event_of_xml(std::string_view text);

}  // namespace whylocked::input
