// The parts of a report as JSON objects, the same in the document and on the lines of JSON Lines.
//
// In:  a View or one part of it.  Out: members between an object's brackets, which the caller
//      opens and closes, so that a line can put its `type` first.
// What is absent is null, so that every object of a kind has the same keys in the same order.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include "report/json_writer.hpp"
#include "report/view.hpp"

namespace whylocked {

void add_input(const InputInfo& input, JsonWriter& json);
void add_policy(const Policy& policy, JsonWriter& json);
void add_summary(const Summary& summary, JsonWriter& json);
void add_lockout(const View& view, const Diagnosis& diagnosis, JsonWriter& json);
void add_group(const View& view, const Group& group, JsonWriter& json);
void add_diagnostic(const Diagnostic& diagnostic, JsonWriter& json);
void add_tool(JsonWriter& json);

}  // namespace whylocked
