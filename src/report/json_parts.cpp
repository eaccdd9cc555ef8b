#include "report/json_parts.hpp"

namespace whylocked {

namespace {

std::optional<std::string> time_if(bool known, Micros time) {
  return known ? std::optional(to_rfc3339(time)) : std::nullopt;
}

template <class Number>
std::optional<Number> unless_zero(Number number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

}  // namespace

void add_tool(JsonWriter& json) {
  json.member("name", "whylocked");
  json.member("version", version());
  json.member("catalog_date", catalog_date());
  json.member("networks_date", network_table_date());
}

void add_input(const InputInfo& input, JsonWriter& json) {
  const bool any = input.events > 0;
  json.member("file", input.file);
  json.member("format", or_null(input.format));
  json.member("encoding", or_null(input.encoding));
  json.member("rows", input.rows);
  json.member("events", input.events);
  json.member("skipped", input.skipped);
  json.member("first", time_if(any, input.first));
  json.member("last", time_if(any, input.last));
  json.open_object("time_zone");
  json.member("name", or_null(input.time_zone));
  json.member("source", or_null(input.time_zone_source));
  json.close_object();
  json.open_object("columns");
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (input.columns.number[i] != 0)
      json.member(to_text(static_cast<Field>(i)), input.columns.header[i]);
  json.close_object();
  json.member("compression", or_null(input.compression));
  json.member("profile", or_null(input.profile));
  json.member("sheet", or_null(input.sheet));
  json.member("repeated", input.repeated);
}

void add_policy(const Policy& policy, JsonWriter& json) {
  json.member("threshold", policy.threshold);
  json.member("threshold_source", to_text(policy.threshold_source));
  json.member("observation_window_s", policy.observation_window_s);
  json.member("group_window_s", policy.group_window_s);
}

void add_summary(const Summary& summary, JsonWriter& json) {
  json.member("events", summary.events);
  json.member("failures", summary.failures);
  json.member("users", summary.users);
  json.member("lockouts", summary.lockouts);
  json.member("diagnosed", summary.diagnosed);
  json.member("tied", summary.tied);
  json.member("insufficient_evidence", summary.insufficient_evidence);
}

void add_group(const View& view, const Group& group, JsonWriter& json) {
  const Micros length = view.report().correlation.policy.group_window_s * kSecond;
  json.member("user", view.user(group.user));
  json.member("address", or_null(view.address(group.address)));
  json.member("from", to_rfc3339(group.from));
  json.member("to", to_rfc3339(group.from + length));
  json.member("failures", group.failures);
  json.member("successes", group.successes);
  json.member("first", to_rfc3339(group.first));
  json.member("last", to_rfc3339(group.last));
}

void add_diagnostic(const Diagnostic& diagnostic, JsonWriter& json) {
  json.member("severity", to_text(diagnostic.severity));
  json.member("file", or_null(diagnostic.file));
  json.member("row", unless_zero(diagnostic.row));
  json.member("column", unless_zero(diagnostic.column));
  json.member("message", diagnostic.message);
  json.member("hint", or_null(diagnostic.hint));
}

}  // namespace whylocked
