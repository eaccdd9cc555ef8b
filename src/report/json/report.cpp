// The report as one JSON document, or as JSON Lines: the same objects, keys in the same order.
// Absent values are null, so that every object of a kind has the same keys.
#include "report/json/writer.hpp"
#include "report/view.hpp"

namespace whylocked {

namespace {

constexpr int kProbabilityPlaces = 6, kSharePlaces = 6, kBitPlaces = 3, kSecondPlaces = 3;

std::optional<std::string> time_if(bool known, Micros time) {
  return known ? std::optional(to_rfc3339(time)) : std::nullopt;
}

template <class Number>
std::optional<Number> unless_zero(Number number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

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
  json.member("system", to_text(input.system));
  json.member("sheet", or_null(input.sheet));
  json.member("repeated", input.repeated);
}

void add_policy(const Policy& policy, JsonWriter& json) {
  json.member("threshold", policy.threshold);
  json.member("threshold_source", to_text(policy.threshold_source));
  json.member("observation_window_s", policy.observation_window_s);
  json.member("group_window_s", policy.group_window_s);
  json.open_array("estimates");
  for (const ThresholdEstimate& one : policy.estimates) {
    json.open_object();
    json.member("threshold", one.threshold);
    json.member("accounts", one.accounts);
    json.member("from", to_rfc3339(one.from));
    json.member("to", to_rfc3339(one.to));
    json.member("explained", one.explained);
    json.member("lockouts", one.lockouts);
    json.close_object();
  }
  json.close_array();
}

void add_summary(const Summary& summary, JsonWriter& json) {
  json.member("events", summary.events);
  json.member("failures", summary.failures);
  json.member("users", summary.users);
  json.member("lockouts", summary.lockouts);
  json.member("accounts", summary.accounts);
  json.member("cases", summary.cases);
  json.member("diagnosed", summary.diagnosed);
  json.member("likely", summary.likely);
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

void add_row(std::string_view file, std::uint32_t row, JsonWriter& json) {
  json.open_inline_object();
  json.member("file", file);
  json.member("row", row);
  json.close_object();
}

void add_rows(const ReportView& view, const std::vector<std::uint32_t>& events,
              const std::vector<std::uint32_t>& activity, JsonWriter& json) {
  json.open_inline_array("rows");
  for (std::size_t i = 0; i < events.size() && i < kRowsShown; ++i)
    add_row(view.file(view.event(events[i]).file), view.event(events[i]).row, json);
  for (std::size_t i = 0; i < activity.size() && i < kRowsShown; ++i) {
    const ActivityHour& hour = view.report().events.activity[activity[i]];
    add_row(view.file(hour.file), hour.row, json);
  }
  json.close_array();
}

void add_evidence(const ReportView& view, const EvidenceLine& line, JsonWriter& json) {
  json.open_object();
  json.member("signal", line.signal);
  json.member("db", Tenths{line.db10});
  json.member("says", line.words);
  json.open_inline_object("from");
  for (const NamedProbability& one : line.from)
    json.member(one.name, Decimal{one.value, kProbabilityPlaces});
  json.close_object();
  json.member("declared", line.declared);
  add_rows(view, line.events, line.activity, json);
  json.close_object();
}

void add_cause(const ReportView& view, const Cause& cause, JsonWriter& json) {
  json.open_object();
  json.member("rank", cause.rank);
  json.member("id", cause.id);
  json.member("name", cause.name);
  json.member("kind", to_text(cause.category));
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

void add_rhythm(const Rhythm& rhythm, JsonWriter& json) {
  const bool period = rhythm.period_s > 0;
  json.open_object("rhythm");
  json.member("model", to_text(rhythm.best()));
  json.member("probability", Decimal{rhythm.probability(rhythm.best()), kProbabilityPlaces});
  json.member("bursts", rhythm.bursts);
  json.member("period_s",
              period ? std::optional(Decimal{rhythm.period_s, kSecondPlaces}) : std::nullopt);
  json.member("period_jitter_s",
              period ? std::optional(Decimal{rhythm.jitter_s, kSecondPlaces}) : std::nullopt);
  json.close_object();
}

void add_caller(const ReportView& view, const Case& one, std::size_t place, JsonWriter& json) {
  const Caller& caller = view.caller(one.callers[place]);
  const Network* const network = view.network(caller);
  json.open_object();
  json.member("user", view.user(caller.user));
  json.open_inline_array("addresses");
  for (const TextId id : caller.addresses) json.value(view.address(id));
  json.close_array();
  json.member("computer", or_null(view.text(caller.computer)));
  json.member("operator", or_null(network == nullptr ? std::string_view() : network->operator_id));
  json.member("region", or_null(network == nullptr ? std::string_view() : network->region));
  json.member("client", or_null(view.client(caller)));
  json.member("share", Decimal{one.shares[place], kSharePlaces});
  json.member("failures", caller.failures);
  json.member("successes", caller.successes);
  json.member("first", to_rfc3339(caller.first));
  json.member("last", to_rfc3339(caller.last));
  json.member("users", caller.users_failed);
  add_rhythm(view.failure_rhythm(caller), json);
  json.close_object();
}

void add_conflict(const ReportView& view, const Conflict& conflict, JsonWriter& json) {
  json.open_object();
  json.member("declared", conflict.declared);
  json.member("seen", conflict.seen);
  json.member("odds", Decimal{conflict.odds, 1});
  add_rows(view, conflict.rows, {}, json);
  json.close_object();
}

void add_next_test(const std::optional<NextTest>& test, JsonWriter& json) {
  json.key("next_test");
  if (!test) return json.null();
  json.open_object();
  json.member("id", test->id);
  json.member("says", test->says);
  json.strings("steps", test->steps);
  json.member("bits", Decimal{test->bits, kBitPlaces});
  json.member("cost", Decimal{test->cost, 1});
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

void add_kinds(const Diagnosis& diagnosis, JsonWriter& json) {
  json.open_array("kinds");
  for (const auto& [kind, probability] : diagnosis.kinds) {
    json.open_inline_object();
    json.member("kind", to_text(kind));
    json.member("probability", Decimal{probability, kProbabilityPlaces});
    json.close_object();
  }
  json.close_array();
}

void add_case(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  json.member("id", one.id);
  json.member("kind", to_text(one.kind));
  json.member("status", to_text(diagnosis.status));
  json.member("verdict", or_null(diagnosis.verdict()));
  json.member("probability", Decimal{diagnosis.probability(), kProbabilityPlaces});
  if (view.report().known) json.member("known", view.is_known(diagnosis));
  json.member("account_kind", diagnosis.account_kind);
  json.open_inline_array("users");
  for (const TextId user : one.users) json.value(view.user(user));
  json.close_array();
  json.open_inline_array("lockouts");
  for (const std::uint32_t index : one.incidents) json.value(view.incident(index).id);
  json.close_array();
  json.member("failures", one.failures);
  json.member("successes", one.successes);
  json.member("first", to_rfc3339(one.first));
  json.member("last", to_rfc3339(one.last));
  json.open_array("conflicts");
  for (const Conflict& conflict : diagnosis.conflicts) add_conflict(view, conflict, json);
  json.close_array();
  add_kinds(diagnosis, json);
  json.open_array("causes");
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i)
    add_cause(view, view.explain(diagnosis, i), json);
  json.close_array();
  json.open_array("callers");
  for (std::size_t i = 0; i < one.callers.size(); ++i) add_caller(view, one, i, json);
  json.close_array();
  add_next_test(diagnosis.next_test, json);
  json.strings("missing", diagnosis.missing);
  json.strings("caveats", diagnosis.caveats);
}

void add_trigger(const Trigger& trigger, JsonWriter& json) {
  const bool happened =
      trigger.kind != TriggerKind::none_seen && trigger.kind != TriggerKind::unknown;
  json.open_inline_object("trigger");
  json.member("kind", to_text(trigger.kind));
  json.member("at", time_if(happened, trigger.at));
  json.close_object();
}

void add_contributions(const ReportView& view, const Incident& incident, JsonWriter& json) {
  json.open_array("callers");
  for (const Contribution& part : incident.contributions) {
    const std::vector<std::uint32_t>& addresses = view.caller(part.caller).addresses;
    json.open_inline_object();
    json.member("address",
                or_null(addresses.empty() ? std::string() : view.address(addresses.front())));
    json.member("counted", part.counted);
    json.member("share", Decimal{part.share, kSharePlaces});
    json.member("sufficient", part.sufficient);
    json.member("necessary", part.necessary);
    json.member("succeeded_before", view.succeeded_before(part));
    json.member("failed_after_lock", part.failed_after_lock);
    json.close_object();
  }
  json.close_array();
}

void add_brief_causes(const Diagnosis& diagnosis, JsonWriter& json) {
  json.open_array("causes");
  for (const RankedCause& cause : diagnosis.causes) {
    json.open_inline_object();
    json.member("id", id_of(cause));
    json.member("rank", cause.rank);
    json.member("probability", Decimal{cause.probability, kProbabilityPlaces});
    json.member("score_db", Tenths{cause.score_db10});
    json.close_object();
  }
  json.close_array();
}

void add_lockout(const ReportView& view, std::uint32_t index, JsonWriter& json) {
  const Incident& incident = view.incident(index);
  const Diagnosis& diagnosis = *view.diagnosis_of(incident);
  json.member("id", incident.id);
  json.member("case", view.case_of(diagnosis).id);
  json.member("user", view.user(incident.user));
  json.member("locked_at", to_rfc3339(incident.locked_at));
  json.member("basis", to_text(incident.basis));
  json.member("unlocked_at",
              time_if(incident.unlocked_at.has_value(), incident.unlocked_at.value_or(0)));
  json.member("threshold", unless_zero(incident.threshold));
  json.member("counted_failures", view.attempts(incident.counted));
  json.open_inline_object("window");
  json.member("from", to_rfc3339(incident.window_from));
  json.member("to", to_rfc3339(incident.window_to));
  json.close_object();
  add_trigger(incident.trigger, json);
  json.member("status", to_text(diagnosis.status));
  json.member("verdict", or_null(diagnosis.verdict()));
  if (view.report().known) json.member("known", view.is_known(index));
  add_kinds(diagnosis, json);
  add_brief_causes(diagnosis, json);
  add_contributions(view, incident, json);
}

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

void write_json(const Report& report, const JsonOptions& options, std::string& out) {
  const ReportView view(report);
  JsonWriter json(out, JsonWriter::Layout::indented);
  const auto array = [&](std::string_view name, const auto& list, auto members) {
    json.open_array(name);
    for (const auto& one : list) {
      add_object(json, [&] { members(one); });
      flush_if_large(options.flush, out);
    }
    json.close_array();
  };
  json.open_object();
  json.member("schema_version", kSchemaVersion);
  add_object("tool", json, [&] { add_tool(json); });
  array("inputs", report.inputs, [&](const InputInfo& input) { add_input(input, json); });
  add_object("policy", json, [&] { add_policy(report.correlation.policy, json); });
  add_object("summary", json, [&] { add_summary(report.summary, json); });
  array("cases", report.cases, [&](const Diagnosis& one) { add_case(view, one, json); });
  array("lockouts", view.lockouts(), [&](std::uint32_t index) { add_lockout(view, index, json); });
  if (options.groups)
    array("groups", report.correlation.groups,
          [&](const Group& group) { add_group(view, group, json); });
  array("diagnostics", report.diagnostics,
        [&](const Diagnostic& diagnostic) { add_diagnostic(diagnostic, json); });
  json.close_object();
  out += '\n';
}

void write_jsonl(const Report& report, const JsonOptions& options, std::string& out) {
  const ReportView view(report);
  const auto line = [&](std::string_view type, auto members) {
    add_line(type, out, members);
    flush_if_large(options.flush, out);
  };
  for (const InputInfo& input : report.inputs)
    line("input", [&](JsonWriter& json) { add_input(input, json); });
  for (const Diagnosis& one : report.cases)
    line("case", [&](JsonWriter& json) { add_case(view, one, json); });
  for (const std::uint32_t index : view.lockouts())
    line("lockout", [&](JsonWriter& json) { add_lockout(view, index, json); });
  if (options.groups)
    for (const Group& group : report.correlation.groups)
      line("group", [&](JsonWriter& json) { add_group(view, group, json); });
  for (const Diagnostic& diagnostic : report.diagnostics)
    line("diagnostic", [&](JsonWriter& json) { add_diagnostic(diagnostic, json); });
  line("summary", [&](JsonWriter& json) { add_summary_line(report, json); });
}

}  // namespace whylocked
