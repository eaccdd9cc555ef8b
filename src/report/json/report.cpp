// The report as one JSON document, or as JSON Lines: the same objects with keys in the same order.
// Absent values are null, so all objects of a kind have the same keys.
//
// Nothing is written twice. A case's table `evidence` has what was seen; a cause has only the
// weight of each line, in the order of that table, and improbable causes only their score. Remedies
// depend on the cause alone, so `fixes` lists them by its id.
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/view.hpp"

namespace whylocked::report {

namespace {

constexpr double kLeading = 0.03, kListed = 0.002, kListedKind = 0.01;  // probability
constexpr std::size_t kMinLeading = 3, kMaxLeading = 10;
constexpr std::size_t kMaxAccounts = 50;  // a campaign tries thousands

Json or_null_if_zero(std::uint64_t number) { return number == 0 ? Json(nullptr) : Json(number); }

Json input_json(const InputInfo& input) {
  Json columns = Json::object();
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (input.columns.number[i] != 0)
      columns[std::string(to_text(static_cast<Field>(i)))] = input.columns.header[i];
  const bool any = input.events > 0;
  return {{"file", input.file},
          {"format", or_null(input.format)},
          {"encoding", or_null(input.encoding)},
          {"rows", input.rows},
          {"events", input.events},
          {"skipped", input.skipped},
          {"first", time_if(any, input.first)},
          {"last", time_if(any, input.last)},
          {"time_zone",
           {{"name", or_null(input.time_zone)}, {"source", or_null(input.time_zone_source)}}},
          {"columns", std::move(columns)},
          {"compression", or_null(input.compression)},
          {"profile", or_null(input.profile)},
          {"system", to_text(input.system)},
          {"sheet", or_null(input.sheet)},
          {"repeated", input.repeated}};
}

Json policy_json(const Policy& policy) {
  const auto estimate = [](const ThresholdEstimate& one) -> Json {
    return {{"threshold", one.threshold},   {"accounts", one.accounts},
            {"from", to_rfc3339(one.from)}, {"to", to_rfc3339(one.to)},
            {"explained", one.explained},   {"lockouts", one.lockouts}};
  };
  const bool any = policy.threshold_source != ThresholdSource::none;
  return {{"threshold", any ? Json(policy.threshold) : Json(nullptr)},
          {"threshold_source", to_text(policy.threshold_source)},
          {"observation_window_s", policy.observation_window_s},
          {"window_estimated", policy.window_estimated},
          {"group_window_s", policy.group_window_s},
          {"estimates", json_list(policy.estimates, estimate)}};
}

Json summary_json(const Summary& summary) {
  return {
      {"events", summary.events},       {"failures", summary.failures},
      {"users", summary.users},         {"lockouts", summary.lockouts},
      {"accounts", summary.accounts},   {"cases", summary.cases},
      {"diagnosed", summary.diagnosed}, {"likely", summary.likely},
      {"tied", summary.tied},           {"insufficient_evidence", summary.insufficient_evidence}};
}

Json group_json(const ReportView& view, const Group& group) {
  const Micros length = view.report().correlation.policy.group_window_s * kSecond;
  return {{"user", view.user(group.user)},    {"address", or_null(view.address(group.address))},
          {"from", to_rfc3339(group.from)},   {"to", to_rfc3339(group.from + length)},
          {"failures", group.failures},       {"successes", group.successes},
          {"first", to_rfc3339(group.first)}, {"last", to_rfc3339(group.last)}};
}

Json diagnostic_json(const Diagnostic& diagnostic) {
  return {{"severity", to_text(diagnostic.severity)},
          {"file", or_null(diagnostic.file)},
          {"row", or_null_if_zero(diagnostic.row)},
          {"column", or_null_if_zero(diagnostic.column)},
          {"message", diagnostic.message},
          {"hint", or_null(diagnostic.hint)}};
}

Json rows_json(const ReportView& view, const std::vector<FileRows>& list) {
  return json_list(list, [&](const FileRows& one) -> Json {
    return {{"file", view.file(one.file)}, {"rows", one.rows}};
  });
}

// The number of causes probable enough to be listed in full; tied causes always are.
std::size_t count_leading(const Diagnosis& diagnosis) {
  const auto& causes = diagnosis.causes;
  std::size_t count = 0;
  while (count < std::min(causes.size(), kMaxLeading) &&
         (count < kMinLeading || causes[count].rank == 1 || causes[count].probability >= kLeading))
    ++count;
  return count;
}

double value_of(const EvidenceLine& line, std::string_view name, double otherwise) {
  for (const NamedProbability& one : line.from)
    if (one.name == name) return one.value;
  return otherwise;
}

Json evidence_json(const ReportView& view, const EvidenceLine& line) {
  return {{"signal", line.signal},
          {"says", line.words},
          {"p_seen", rounded(value_of(line, "P(seen)", 1))},
          {"weight", rounded(value_of(line, "weight", 1), 3)},
          {"declared", line.declared},
          {"rows", rows_json(view, view.rows_of(line.events, line.activity))}};
}

// The evidence of a case: each line of its causes, once.
std::vector<const EvidenceLine*> lines_of(std::span<const Cause> causes) {
  std::map<std::uint32_t, const EvidenceLine*> by_place;
  for (const Cause& cause : causes)
    for (const EvidenceLine& line : cause.evidence) by_place.try_emplace(line.place, &line);
  std::vector<const EvidenceLine*> lines;
  for (const auto& [place, line] : by_place) lines.push_back(line);
  return lines;
}

Json fact_json(const EvidenceLine& line, std::size_t index) {
  return {{"line", index},
          {"says", line.fact},
          {"p_fact", rounded(value_of(line, "P(seen | fact)", 1))},
          {"p_base", rounded(value_of(line, "P(seen | base)", 1))},
          {"confidence", rounded(value_of(line, "confidence", 1))}};
}

Json fix_json(const std::pair<const std::string_view, Fix>& entry) {
  const auto& [cause, fix] = entry;
  return {{"cause", cause},
          {"where", fix.where},
          {"steps", fix.steps},
          {"source", or_null(fix.source)}};
}

Json cause_json(const Cause& cause, const std::vector<const EvidenceLine*>& lines) {
  Json db = Json::array(), facts = Json::array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto own = std::ranges::find_if(
        cause.evidence, [&](const EvidenceLine& line) { return line.place == lines[i]->place; });
    db.push_back(decibans(own == cause.evidence.end() ? 0 : own->db10));
    if (own != cause.evidence.end() && !own->fact.empty()) facts.push_back(fact_json(*own, i));
  }
  return {{"rank", cause.rank},
          {"id", cause.id},
          {"name", cause.name},
          {"kind", to_text(cause.category)},
          {"probability", rounded(cause.probability)},
          {"score_db", decibans(cause.score_db10)},
          {"db", std::move(db)},
          {"facts", std::move(facts)}};
}

// Scores of the remaining causes, by kind.
Json others_json(const Diagnosis& diagnosis) {
  Json others = Json::object();
  for (std::size_t i = count_leading(diagnosis); i < diagnosis.causes.size(); ++i) {
    const RankedCause& cause = diagnosis.causes[i];
    if (cause.probability < kListed) break;
    others[std::string(to_text(cause.category))][std::string(id_of(cause))] =
        decibans(cause.score_db10);
  }
  return others;
}

Json rhythm_json(const Rhythm& rhythm) {
  const bool period = rhythm.period_s > 0;
  return {{"model", to_text(rhythm.best())},
          {"probability", rounded(rhythm.probability(rhythm.best()))},
          {"bursts", rhythm.bursts},
          {"period_s", period ? rounded(rhythm.period_s, 3) : Json(nullptr)},
          {"period_jitter_s", period ? rounded(rhythm.jitter_s, 3) : Json(nullptr)}};
}

Json caller_json(const ReportView& view, const CaseCaller& one) {
  const Caller& caller = *one.caller;
  const Network* const network = view.network(caller);
  return {{"user", one.members.size() == 1 ? Json(view.user(caller.user)) : Json(nullptr)},
          {"accounts", one.members.size()},
          {"addresses", json_list(caller.addresses, [&](TextId id) { return view.address(id); })},
          {"computer", or_null(view.text(caller.computer))},
          {"operator", or_null(network == nullptr ? std::string_view() : network->operator_id)},
          {"region", or_null(network == nullptr ? std::string_view() : network->region)},
          {"client", or_null(view.client(caller))},
          {"share", rounded(one.share)},
          {"failures", one.failures},
          {"successes", one.successes},
          {"first", to_rfc3339(one.first)},
          {"last", to_rfc3339(one.last)},
          {"users", caller.users_failed},
          {"rhythm", rhythm_json(view.failure_rhythm(caller))}};
}

Json next_test_json(const std::optional<NextTest>& test) {
  if (!test) return nullptr;
  const auto outcome_json = [](const Outcome& one) -> Json {
    return {{"id", one.id}, {"if", one.if_}, {"then", one.then}};
  };
  return {{"id", test->id},
          {"says", test->says},
          {"steps", test->steps},
          {"bits", rounded(test->bits, 3)},
          {"cost", rounded(test->cost, 1)},
          {"outcomes", json_list(test->outcomes, outcome_json)}};
}

Json kinds_json(const Diagnosis& diagnosis, std::size_t most) {
  Json kinds = Json::array();
  for (const auto& [kind, probability] : diagnosis.kinds)
    if (kinds.size() < most && (probability >= kListedKind || kinds.empty()))
      kinds.push_back({{"kind", to_text(kind)}, {"probability", rounded(probability)}});
  return kinds;
}

// 10 log10 of the sum of 10^(score / 10) over all hypotheses, listed or not.
Json total_db(const Diagnosis& diagnosis) {
  if (diagnosis.causes.empty()) return nullptr;
  const RankedCause& first = diagnosis.causes.front();
  return rounded(first.score_db10 / 10.0 - 10 * std::log10(first.probability), 3);
}

Json case_json(const ReportView& view, const Diagnosis& diagnosis, bool all_accounts) {
  const Case& one = view.case_of(diagnosis);
  const std::span users = std::span(one.users).first(
      all_accounts ? one.users.size() : std::min(one.users.size(), kMaxAccounts));
  const std::size_t leading = count_leading(diagnosis);
  const std::vector<Cause> explained = view.explain(diagnosis, leading);
  const std::span causes = std::span(explained).first(leading);
  const std::vector<const EvidenceLine*> lines = lines_of(causes);
  const auto conflict_json = [&](const Conflict& conflict) -> Json {
    return {{"declared", conflict.declared},
            {"seen", conflict.seen},
            {"odds", rounded(conflict.odds, 1)},
            {"rows", rows_json(view, view.rows_of(conflict.rows))}};
  };
  Json json = {{"id", one.id},
               {"kind", to_text(one.kind)},
               {"status", to_text(diagnosis.status)},
               {"verdict", or_null(diagnosis.verdict())},
               {"probability", rounded(diagnosis.probability())}};
  if (view.report().known) json["known"] = view.is_known(diagnosis);
  json.update(
      {{"account_kind", diagnosis.account_kind},
       {"users", json_list(users, [&](TextId id) { return view.user(id); })},
       {"accounts", one.users.size()},
       {"lockouts", lockout_ids(view, one)},
       {"failures", one.failures},
       {"successes", one.successes},
       {"first", to_rfc3339(one.first)},
       {"last", to_rfc3339(one.last)},
       {"conflicts", json_list(diagnosis.conflicts, conflict_json)},
       {"kinds", kinds_json(diagnosis, SIZE_MAX)},
       {"evidence", json_list(lines, [&](const auto* line) { return evidence_json(view, *line); })},
       {"total_db", total_db(diagnosis)},
       {"causes", json_list(causes, [&](const Cause& cause) { return cause_json(cause, lines); })},
       {"others", others_json(diagnosis)},
       {"callers", json_list(view.callers_of(one),
                             [&](const CaseCaller& caller) { return caller_json(view, caller); })},
       {"next_test", next_test_json(diagnosis.next_test)},
       {"missing", diagnosis.missing},
       {"caveats", diagnosis.caveats}});
  return json;
}

Json contribution_json(const ReportView& view, const Contribution& part) {
  const IdList& addresses = view.caller(part.caller).addresses;
  return {{"address", addresses.empty() ? Json(nullptr) : Json(view.address(addresses.front()))},
          {"counted", part.counted},
          {"share", rounded(part.share)},
          {"sufficient", part.sufficient},
          {"necessary", part.necessary},
          {"succeeded_before", view.succeeded_before(part)},
          {"failed_after_lock", part.failed_after_lock}};
}

Json lockout_json(const ReportView& view, std::uint32_t index) {
  const Incident& incident = view.incident(index);
  const Diagnosis& diagnosis = *view.diagnosis_of(incident);
  Json json = {
      {"id", incident.id},
      {"case", view.case_of(diagnosis).id},
      {"user", view.user(incident.user)},
      {"locked_at", to_rfc3339(incident.locked_at)},
      {"basis", to_text(incident.basis)},
      {"unlocked_at", time_if(incident.unlocked_at.has_value(), incident.unlocked_at.value_or(0))},
      {"threshold", or_null_if_zero(incident.threshold)},
      {"counted_failures", view.attempts(incident.counted)},
      {"window",
       {{"from", to_rfc3339(incident.window_from)}, {"to", to_rfc3339(incident.window_to)}}},
      {"trigger",
       {{"kind", to_text(incident.trigger.kind)},
        {"at", time_if(happened(incident.trigger), incident.trigger.at)}}},
      {"status", to_text(diagnosis.status)},
      {"verdict", or_null(diagnosis.verdict())}};
  if (view.report().known) json["known"] = view.is_known(index);
  const auto cause_in_brief = [](const RankedCause& cause) -> Json {
    return {{"id", id_of(cause)},
            {"rank", cause.rank},
            {"probability", rounded(cause.probability)},
            {"score_db", decibans(cause.score_db10)}};
  };
  json.update({{"kinds", kinds_json(diagnosis, kMinLeading)},
               {"causes", json_list(std::span(diagnosis.causes).first(count_leading(diagnosis)),
                                    cause_in_brief)},
               {"callers", json_list(incident.contributions, [&](const Contribution& part) {
                  return contribution_json(view, part);
                })}});
  return json;
}

Json head_json(const Report& report) {
  Json head{{"schema_version", kSchemaVersion},
            {"tool",
             {{"name", "whylocked"},
              {"version", version()},
              {"catalog_date", kCatalogInfo.date},
              {"networks_date", kCatalogInfo.networks_date}}},
            {"policy", policy_json(report.correlation.policy)},
            {"summary", summary_json(report.summary)}};
  if (report.redacted) head["redacted"] = true;
  return head;
}

std::map<std::string_view, Fix> fixes_of(const Report& report) {
  std::map<std::string_view, Fix> fixes;
  for (const Diagnosis& diagnosis : report.cases)
    for (const RankedCause& cause : std::span(diagnosis.causes).first(count_leading(diagnosis)))
      if (!fixes.contains(id_of(cause))) fixes[id_of(cause)] = fix_of(cause);
  return fixes;
}

// Calls `emit` with the name of each list and a function that makes its items.
template <class Emit>
void each_list(const ReportView& view, const ReportOptions& options, Emit emit) {
  const Report& report = view.report();
  emit("input", report.inputs, input_json);
  emit("case", report.cases,
       [&](const Diagnosis& one) { return case_json(view, one, options.accounts); });
  emit("fix", fixes_of(report), fix_json);
  emit("lockout", view.lockouts(), [&](std::uint32_t index) { return lockout_json(view, index); });
  if (options.groups)
    emit("group", report.correlation.groups,
         [&](const Group& one) { return group_json(view, one); });
  emit("diagnostic", report.diagnostics, diagnostic_json);
}

}  // namespace

// The document is written list by list, so it is never held as a whole tree.
void write_json(const ReportView& view, const ReportOptions& options, std::string& out) {
  const auto member = [&](std::string_view name) -> std::string& {
    return ((out += ",\n  \"") += name) += "\": ";
  };
  const Json head = head_json(view.report());
  out += "{\n  \"schema_version\": \"" + std::string(kSchemaVersion) + '"';
  append_json(head["tool"], member("tool"), 2);
  if (view.report().redacted) member("redacted") += "true";
  each_list(view, options, [&](std::string_view name, const auto& list, auto make) {
    member(std::string(name) + (name == "fix" ? "es" : "s")) += '[';
    bool first = true;
    for (const auto& one : list) {
      out += std::exchange(first, false) ? "\n    " : ",\n    ";
      append_json(make(one), out, 4, name == "lockout" ? kOneLine : kJsonItem);
      flush_if_large(options.flush, out);
    }
    out += first ? "]" : "\n  ]";
    if (name != "input") return;
    append_json(head["policy"], member("policy"), 2);
    append_json(head["summary"], member("summary"), 2);
  });
  out += "\n}\n";
}

void write_jsonl(const ReportView& view, const ReportOptions& options, std::string& out) {
  const auto line = [&](std::string_view type, const Json& members) {
    Json typed{{"type", type}};
    typed.update(members);
    append_json_line(typed, out);
    flush_if_large(options.flush, out);
  };
  each_list(view, options, [&](std::string_view type, const auto& list, auto make) {
    for (const auto& one : list) line(type, make(one));
  });
  line("summary", head_json(view.report()));
}

}  // namespace whylocked::report
