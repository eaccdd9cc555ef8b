// A Windows event log (.evtx) to rows.
//
// In:  the bytes of the file.  Out: its records as rows, in the order of the file.
// The file is read in its chunks of 64 KiB, each of which stands alone: memory stays flat, a pipe
// or an archive will do, and a damaged chunk costs its own records only. libevtx, which is loaded
// for the first log, turns a record into XML.
// Failure: false if there is no libevtx or no event, or the file is truncated; the events before
// count. A chunk whose checksum is wrong, or a record that cannot be read, is reported and skipped.
#pragma once

#include "input/bytes/file.hpp"
#include "input/context.hpp"

namespace whylocked::input::evtx {

bool read(ByteSource& source, InputContext& context);

// How to make a file of a log that can be read without libevtx.
inline constexpr std::string_view kExportHint =
    "on Windows: wevtutil qe FILE /lf /f:xml > events.xml; or open it in Event Viewer and save its "
    "events as XML or CSV";

}  // namespace whylocked::input::evtx
