// The report as one JSON document, or as JSON Lines.
#include "report/drain.hpp"
#include "report/json_parts.hpp"

namespace whylocked {

namespace {

// An object inside an array of the document.
template <class Members>
void add_object(JsonWriter& json, Members members) {
  json.open_object();
  members();
  json.close_object();
}

template <class Members>
void add_object(std::string_view name, JsonWriter& json, Members members) {
  json.key(name);
  add_object(json, members);
}

template <class Members>
void add_line(std::string_view type, std::string& out, Members members) {
  JsonWriter json(out, JsonWriter::Layout::one_line);
  json.open_object();
  json.member("type", type);
  members(json);
  json.close_object();
  out += '\n';
}

void add_summary_line(const Report& report, JsonWriter& json) {
  json.member("schema_version", kSchemaVersion);
  add_object("tool", json, [&] { add_tool(json); });
  add_object("policy", json, [&] { add_policy(report.correlation.policy, json); });
  add_object("summary", json, [&] { add_summary(report.summary, json); });
}

}  // namespace

void write_json(const Report& report, std::string& out, const FlushCallback& drain) {
  const View view(report);
  JsonWriter json(out, JsonWriter::Layout::indented);
  const auto array = [&](std::string_view name, const auto& list, auto members) {
    json.open_array(name);
    for (const auto& one : list) {
      add_object(json, [&] { members(one); });
      drain_some(drain, out);
    }
    json.close_array();
  };
  json.open_object();
  json.member("schema_version", kSchemaVersion);
  add_object("tool", json, [&] { add_tool(json); });
  array("inputs", report.inputs, [&](const InputInfo& input) { add_input(input, json); });
  add_object("policy", json, [&] { add_policy(report.correlation.policy, json); });
  add_object("summary", json, [&] { add_summary(report.summary, json); });
  array("lockouts", report.lockouts, [&](const Diagnosis& one) { add_lockout(view, one, json); });
  array("groups", report.correlation.groups,
        [&](const Group& group) { add_group(view, group, json); });
  array("diagnostics", report.diagnostics,
        [&](const Diagnostic& diagnostic) { add_diagnostic(diagnostic, json); });
  json.close_object();
  out += '\n';
}

void write_jsonl(const Report& report, std::string& out, const FlushCallback& drain) {
  const View view(report);
  const auto line = [&](std::string_view type, auto members) {
    add_line(type, out, members);
    drain_some(drain, out);
  };
  for (const InputInfo& input : report.inputs)
    line("input", [&](JsonWriter& json) { add_input(input, json); });
  for (const Diagnosis& lockout : report.lockouts)
    line("lockout", [&](JsonWriter& json) { add_lockout(view, lockout, json); });
  for (const Group& group : report.correlation.groups)
    line("group", [&](JsonWriter& json) { add_group(view, group, json); });
  for (const Diagnostic& diagnostic : report.diagnostics)
    line("diagnostic", [&](JsonWriter& json) { add_diagnostic(diagnostic, json); });
  line("summary", [&](JsonWriter& json) { add_summary_line(report, json); });
}

}  // namespace whylocked
