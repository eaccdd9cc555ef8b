// One lockout as JSON: the incident, its causes, its callers, the next test.
#include "report/finding.hpp"
#include "report/json_parts.hpp"

namespace whylocked {

namespace {

constexpr int kProbabilityPlaces = 6, kSharePlaces = 6, kBitPlaces = 3, kSecondPlaces = 3;

void add_row(std::string_view file, std::uint32_t row, JsonWriter& json) {
  json.open_object();
  json.member("file", file);
  json.member("row", row);
  json.close_object();
}

void add_evidence(const View& view, const EvidenceLine& line, JsonWriter& json) {
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

void add_cause(const View& view, const Cause& cause, JsonWriter& json) {
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

void add_origin(const View& view, const Contribution& blame, JsonWriter& json) {
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

void add_incident(const View& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Incident& incident = view.incident(diagnosis);
  const auto rfc3339 = [](Micros time) { return to_rfc3339(time); };
  json.member("id", incident.id);
  json.member("user", view.user(incident.user));
  json.member("account_kind", diagnosis.account_kind);
  json.member("locked_at", rfc3339(incident.locked_at));
  json.member("recorded", (incident.basis == LockBasis::recorded));
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

void add_lockout(const View& view, const Diagnosis& diagnosis, JsonWriter& json) {
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

}  // namespace whylocked
