// JSON to rows.
//
// In:  a Window at the first byte of the text, and its encoding.  Out: rows to the job's sink.
// The columns are the keys of the first objects, in the order in which they come up; a key that
// comes up only later is not looked at. A nested key is its path: actor.alternateId.
// Lifetime: refers to its arguments.  Threads: one a reading.
// Failure: false when no object names the required fields, or one had to be left out for its
// length; the job was told why. An object that is not JSON is reported, counted and left out.
#pragma once

#include "input/bytes/file.hpp"
#include "input/encoding.hpp"
#include "input/context.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

bool read_json(Window& window, Encoding encoding, InputContext& job);
// The same of objects that come from elsewhere.
bool read_json_objects(JsonObjects& objects, Encoding encoding, InputContext& job);

}  // namespace whylocked::input
