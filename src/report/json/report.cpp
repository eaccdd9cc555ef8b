
#include "report/view.hpp"
#include "report/wording.hpp"
#include "report/json/writer.hpp"

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

void add_group(const ReportView& view, const Group& group, JsonWriter& json) {
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

// The parts of a report as JSON objects, the same in the document and on the lines of JSON Lines.
//
// In:  a ReportView or one part of it.  Out: members between an object's brackets, which the caller
//      opens and closes, so that a line can put its `type` first.
// What is absent is null, so that every object of a kind has the same keys in the same order.
// Lifetime: none.  Threads: pure.  Failure: none.

void add_input(const InputInfo& input, JsonWriter& json);
void add_policy(const Policy& policy, JsonWriter& json);
void add_summary(const Summary& summary, JsonWriter& json);
void add_lockout(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json);
void add_group(const ReportView& view, const Group& group, JsonWriter& json);
void add_diagnostic(const Diagnostic& diagnostic, JsonWriter& json);
void add_tool(JsonWriter& json);

// One lockout as JSON: the incident, its causes, its callers, the next test.

namespace {

constexpr int kProbabilityPlaces = 6, kSharePlaces = 6, kBitPlaces = 3, kSecondPlaces = 3;

void add_row(std::string_view file, std::uint32_t row, JsonWriter& json) {
  json.open_object();
  json.member("file", file);
  json.member("row", row);
  json.close_object();
}

void add_evidence(const ReportView& view, const EvidenceLine& line, JsonWriter& json) {
  json.open_object();
  json.member("signal", line.signal);
  json.member("db", Tenths{line.db10});
  json.member("says", line.says);
  json.open_array("rows");
  for (std::size_t i = 0; i < line.events.size() && i < kRowsShown; ++i) {
    const Event& event = view.event(line.events[i]);
    add_row(view.file(event.file), event.row, json);
  }
  for (std::size_t i = 0; i < line.activity.size() && i < kRowsShown; ++i) {
    const ActivityHour& hour = view.report().events.activity[line.activity[i]];
    add_row(view.file(hour.file), hour.row, json);
  }
  json.close_array();
  json.close_object();
}

void add_cause(const ReportView& view, const Cause& cause, JsonWriter& json) {
  json.open_object();
  json.member("rank", cause.rank);
  json.member("id", cause.id);
  json.member("name", cause.name);
  json.member("kind", to_text(cause.kind));
  json.member("probability", Decimal{cause.probability, kProbabilityPlaces});
  json.member("score_db", Tenths{cause.score_db10});
  json.open_array("evidence");
  for (const EvidenceLine& line : cause.evidence) add_evidence(view, line, json);
  json.close_array();
  json.open_object("fix");
  json.member("where", cause.fix.where);
  json.strings("steps", cause.fix.steps);
  json.member("source", or_null(cause.fix.source));
  json.close_object();
  json.close_object();
}

void add_seconds(std::string_view name, bool known, double seconds, JsonWriter& json) {
  json.member(name, known ? std::optional(Decimal{seconds, kSecondPlaces}) : std::nullopt);
}

void add_origin(const ReportView& view, const Contribution& blame, JsonWriter& json) {
  const Caller& origin = view.origin(blame);
  const Network* const place = view.network(origin);
  const bool counted = blame.counted > 0, has_beat = origin.rhythm.period_s > 0;
  json.open_object();
  json.open_array("addresses");
  for (const TextId id : origin.addresses) json.value(view.address(id));
  json.close_array();
  json.member("operator", or_null(place == nullptr ? std::string_view() : place->operator_id));
  json.member("region", or_null(place == nullptr ? std::string_view() : place->region));
  json.member("client", or_null(view.client(origin)));
  json.member("counted", blame.counted);
  json.member("share", Decimal{blame.share, kSharePlaces});
  json.member("sufficient", blame.sufficient);
  json.member("necessary", blame.necessary);
  json.member("first", counted ? std::optional(to_rfc3339(blame.first)) : std::nullopt);
  json.member("last", counted ? std::optional(to_rfc3339(blame.last)) : std::nullopt);
  add_seconds("period_s", has_beat, origin.rhythm.period_s, json);
  add_seconds("period_jitter_s", has_beat, origin.rhythm.jitter_s, json);
  json.member("users", origin.users_failed);
  json.member("succeeded_before", view.succeeded_before(blame));
  json.member("failed_after_lock", blame.failed_after_lock);
  json.close_object();
}

void add_next_test(const SharedTest& test, JsonWriter& json) {
  json.key("next_test");
  if (!test) return json.null();
  json.open_object();
  json.member("id", test->id);
  json.member("says", test->says);
  json.strings("steps", test->steps);
  json.member("bits", Decimal{test->bits, kBitPlaces});
  json.open_array("outcomes");
  for (const Outcome& outcome : test->outcomes) {
    json.open_object();
    json.member("id", outcome.id);
    json.member("if", outcome.if_);
    json.strings("then", outcome.then);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void add_incident(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Incident& incident = view.incident(diagnosis);
  const auto rfc3339 = [](Micros time) { return to_rfc3339(time); };
  json.member("id", incident.id);
  json.member("user", view.user(incident.user));
  json.member("account_kind", diagnosis.account_kind);
  json.member("locked_at", rfc3339(incident.locked_at));
  json.member("recorded", incident.basis == LockBasis::recorded);
  json.member("unlocked_at",
              incident.unlocked_at ? std::optional(rfc3339(*incident.unlocked_at)) : std::nullopt);
  json.member("counted_failures", view.attempts(incident.counted));
  json.open_object("window");
  json.member("from", rfc3339(incident.window_from));
  json.member("to", rfc3339(incident.window_to));
  json.close_object();
  const TriggerKind trigger = incident.trigger.kind;
  const bool happened = trigger != TriggerKind::none_seen && trigger != TriggerKind::unknown;
  json.open_object("trigger");
  json.member("kind", to_text(trigger));
  json.member("at", happened ? std::optional(rfc3339(incident.trigger.at)) : std::nullopt);
  json.close_object();
}

}  // namespace

void add_lockout(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  add_incident(view, diagnosis, json);
  json.member("status", to_text(diagnosis.status));
  json.member("verdict", or_null(diagnosis.verdict));
  if (view.report().known) json.member("known", was_known(view.report(), diagnosis));
  json.open_array("kinds");
  for (const auto& [kind, probability] : diagnosis.kinds) {
    json.open_object();
    json.member("kind", to_text(kind));
    json.member("probability", Decimal{probability, kProbabilityPlaces});
    json.close_object();
  }
  json.close_array();
  json.open_array("causes");
  for (const Cause& cause : diagnosis.causes) add_cause(view, cause, json);
  json.close_array();
  json.open_array("origins");
  for (const Contribution& blame : view.incident(diagnosis).contributions) add_origin(view, blame, json);
  json.close_array();
  add_next_test(diagnosis.next_test, json);
  json.strings("caveats", diagnosis.caveats);
}

// The report as one JSON document, or as JSON Lines.

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

void write_json(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  JsonWriter json(out, JsonWriter::Layout::indented);
  const auto array = [&](std::string_view name, const auto& list, auto members) {
    json.open_array(name);
    for (const auto& one : list) {
      add_object(json, [&] { members(one); });
      flush_if_large(flush, out);
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

void write_jsonl(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  const auto line = [&](std::string_view type, auto members) {
    add_line(type, out, members);
    flush_if_large(flush, out);
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
