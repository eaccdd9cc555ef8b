// Windows event XML to the objects that the JSON reader takes.
//
// In:  what Event Viewer saves as XML, `wevtutil qe /f:xml` and ToXml() write: <Event> elements
// with
//      or without a root, XML declaration and namespace.
// Out: one object an event, its names flat: EventID, TimeCreated, Computer, EventRecordID,
// Keywords,
//      each Data by its Name, Message of RenderingInfo.
// Lifetime: refers to its source.  Threads: one a reading.
// Failure: json::JsonPiece::fault for an event that is cut; events before it count. DOCTYPE is
// refused.
#pragma once

#include <memory>

#include "input/bytes/file.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

// From the beginning of a text in UTF-8 or a superset of ASCII.
bool looks_like_event_xml(std::string_view head);

// REQUIRES: looks_like_event_xml of its beginning
std::unique_ptr<json::JsonObjects> event_xml(ByteSource& source);

}  // namespace whylocked::input
