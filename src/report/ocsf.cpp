// OCSF 1.3.0 (Open Cybersecurity Schema Framework), one object per line: events as Authentication
// (class 3002), cases as Detection Finding (class 2004).
//
// Values without a place in the schema go to "unmapped".
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kVersion = "1.3.0";
constexpr int kInformational = 1, kLow = 2, kMedium = 3, kHigh = 4;  // severity_id
constexpr int kLogon = 1, kOther = 99, kCreate = 1, kUpdate = 2;     // activity_id

std::int64_t milliseconds(Micros time) { return time / 1000 - (time % 1000 < 0); }

// Attributes common to all classes.
Json class_head(int category, int class_, int activity, int severity, Micros time) {
  return {{"category_uid", category}, {"class_uid", class_},
          {"activity_id", activity},  {"type_uid", 100 * class_ + activity},
          {"severity_id", severity},  {"time", milliseconds(time)}};
}

Json metadata(std::string_view log, const std::string& uid) {
  Json json = {
      {"version", kVersion},
      {"product",
       {{"name", "whylocked"}, {"vendor_name", "whylocked"}, {"version", whylocked::version()}}}};
  if (!log.empty()) json["log_name"] = log;
  json["uid"] = uid;
  return json;
}

Json user_json(std::string_view name) {
  Json json = {{"name", name.empty() ? "unknown" : name}};
  const std::size_t at = name.rfind('@');
  if (at != name.npos && at + 1 < name.size()) json["domain"] = name.substr(at + 1);
  return json;
}

Json event_json(const ReportView& view, const Event& event) {
  const bool failed = event.kind == EventKind::login_failed;
  const bool succeeded = event.kind == EventKind::login_succeeded;
  const bool login = failed || succeeded;
  const int severity = event.kind == EventKind::account_locked ? kMedium
                       : failed                                ? kLow
                                                               : kInformational;
  const auto& inputs = view.report().inputs;
  const std::string_view profile =
      event.file < inputs.size() ? std::string_view(inputs[event.file].profile) : "";
  Json json = class_head(3, 3002, login ? kLogon : kOther, severity, event.time);
  json["activity_name"] = login ? "Logon" : to_text(event.kind);
  json["metadata"] = metadata(view.file(event.file),
                              std::string(view.file(event.file)) + ':' + std::to_string(event.row));
  json["user"] = user_json(view.user(event.user));
  json["service"] = {{"name", profile.empty() ? "Autotask PSA" : profile}};
  if (event.address != kNone) json["src_endpoint"] = {{"ip", view.address(event.address)}};
  const auto& [client, application, vendor, computer] = view.program(event);
  if (client != kNone) json["http_request"] = {{"user_agent", view.text(client)}};
  json["status_id"] = succeeded ? 1 : failed ? 2 : 0;
  json["status"] = succeeded ? "Success" : failed ? "Failure" : "Unknown";
  if (event.reason != Reason::unknown) json["status_detail"] = to_text(event.reason);
  json["count"] = event.count;
  Json& more = json["unmapped"] = {{"kind", to_text(event.kind)}};
  if (application != kNone) more["application"] = view.text(application);
  if (vendor != kNone) more["integration_vendor"] = view.text(vendor);
  more["row"] = event.row;
  return json;
}

Json finding_info(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  Json types = Json::array();
  if (!diagnosis.kinds.empty()) types.push_back(to_text(diagnosis.kinds.front().first));
  constexpr int kStatistical = 3;
  return {{"uid", one.id},
          {"title", finding_title(view, diagnosis)},
          {"desc", finding_verdict(diagnosis)},
          {"analytic",
           {{"name", "cause of account lockouts"},
            {"type_id", kStatistical},
            {"version", whylocked::version()}}},
          {"created_time", milliseconds(one.last)},
          {"first_seen_time", milliseconds(one.first)},
          {"last_seen_time", milliseconds(one.last)},
          {"types", std::move(types)}};
}

Json evidences(const ReportView& view, const Case& one) {
  Json list = Json::array();
  for (const CaseCaller& caller : view.callers_of(one)) {
    const Network* network = view.network(*caller.caller);
    const Json data = {
        {"operator", or_null(network == nullptr ? std::string_view() : network->operator_id)},
        {"client", or_null(view.client(*caller.caller))},
        {"share", rounded(caller.share)}};
    for (const TextId address : caller.caller->addresses)
      list.push_back({{"src_endpoint", {{"ip", view.address(address)}}}, {"data", data}});
  }
  return list;
}

// The remedy of the verdict, or the next test; null without steps.
Json remediation(const ReportView& view, const Diagnosis& diagnosis) {
  Fix fix = view.leading_cause(diagnosis).fix;
  if (const auto& test = diagnosis.next_test; !diagnosis.has_fix())
    fix = test ? Fix{.where = test->says, .steps = test->steps, .source = {}} : Fix();
  if (fix.steps.empty()) return nullptr;
  if (!fix.where.empty()) fix.steps.insert(fix.steps.begin(), fix.where);
  Json json = {{"desc", fmt::format("{}", fmt::join(fix.steps, "\n"))}};
  if (!fix.source.empty()) json["references"] = Json::array({fix.source});
  return json;
}

Json unmapped(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  const auto lockout = [&](std::uint32_t index) -> Json {
    const Incident& incident = view.incident(index);
    return {{"id", incident.id},
            {"user", view.user(incident.user)},
            {"locked_at", milliseconds(incident.locked_at)}};
  };
  const auto cause = [](const RankedCause& ranked) -> Json {
    return {{"id", id_of(ranked)}, {"probability", rounded(ranked.probability)}};
  };
  return {{"status", to_text(diagnosis.status)},
          {"verdict", or_null(diagnosis.verdict())},
          {"counted_failures", view.attempts(one, &Incident::counted)},
          {"lockouts", json_list(one.incidents, lockout)},
          {"causes", json_list(diagnosis.causes, cause)}};
}

Json detection(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  const bool attack = !diagnosis.kinds.empty() && is_attack(diagnosis.kinds.front().first);
  const double sure = diagnosis.probability();
  const Event* row = finding_row(view, diagnosis);
  Json json = class_head(2, 2004, view.is_known(diagnosis) ? kUpdate : kCreate,
                         attack ? kHigh : kMedium, one.last);
  json["metadata"] = metadata(row == nullptr ? std::string_view() : view.file(row->file), one.id);
  json["message"] = finding_title(view, diagnosis);
  json["finding_info"] = finding_info(view, diagnosis);
  json["start_time"] = milliseconds(one.first);
  json["end_time"] = milliseconds(one.last);
  json["status_id"] = 1;  // New: not yet looked at
  json["confidence_id"] = sure >= 0.9 ? 3 : sure >= 0.5 ? 2 : 1;
  json["confidence_score"] = static_cast<int>(100 * sure);
  json["resources"] = json_list(one.users, [&](TextId id) -> Json {
    return {{"name", view.user(id).empty() ? "unknown" : view.user(id)}, {"type", "account"}};
  });
  json["evidences"] = evidences(view, one);
  if (Json steps = remediation(view, diagnosis); !steps.is_null())
    json["remediation"] = std::move(steps);
  json["unmapped"] = unmapped(view, diagnosis);
  return json;
}

}  // namespace

void write_ocsf(const ReportView& view, const ReportOptions& options, std::string& out) {
  for (const Diagnosis& diagnosis : view.report().cases) {
    append_json_line(detection(view, diagnosis), out);
    flush_if_large(options.flush, out);
  }
}

void write_events_ocsf(const ReportView& view, const ReportOptions& options, std::string& out) {
  for (const Event& event : view.report().events.rows) {
    append_json_line(event_json(view, event), out);
    flush_if_large(options.flush, out);
  }
}

}  // namespace whylocked::report
