// OCSF 1.3.0 (Open Cybersecurity Schema Framework), one object a line: events as Authentication
// (class 3002), cases as Detection Finding (class 2004).
//
// The schema has places for what a sign-in is; what it has none for goes to "unmapped".

#include "report/json/writer.hpp"
#include "report/wording.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kVersion = "1.3.0";
constexpr int kInformational = 1, kLow = 2, kMedium = 3, kHigh = 4;  // severity_id
constexpr int kLogon = 1, kOther = 99, kCreate = 1, kUpdate = 2;     // activity_id

std::int64_t milliseconds(Micros time) { return time / 1000 - (time % 1000 < 0); }

// The members that every class begins with.
void add_class(int category, int class_, int activity, int severity, Micros time,
               JsonWriter& json) {
  json.member("category_uid", category);
  json.member("class_uid", class_);
  json.member("activity_id", activity);
  json.member("type_uid", 100 * class_ + activity);
  json.member("severity_id", severity);
  json.member("time", milliseconds(time));
}

void add_metadata(std::string_view log, const std::string& uid, JsonWriter& json) {
  json.open_object("metadata");
  json.member("version", kVersion);
  json.open_object("product");
  json.member("name", "whylocked");
  json.member("vendor_name", "whylocked");
  json.member("version", version());
  json.close_object();
  if (!log.empty()) json.member("log_name", log);
  json.member("uid", uid);
  json.close_object();
}

void add_user(std::string_view name, JsonWriter& json) {
  json.open_object("user");
  json.member("name", name.empty() ? "unknown" : name);
  const std::size_t at = name.rfind('@');
  if (at != name.npos && at + 1 < name.size()) json.member("domain", name.substr(at + 1));
  json.close_object();
}

void add_endpoint(const std::string& address, JsonWriter& json) {
  json.open_object("src_endpoint");
  json.member("ip", address);
  json.close_object();
}

std::string_view service_of(const ReportView& view, const Event& event) {
  const auto& inputs = view.report().inputs;
  const bool known = event.file < inputs.size() && !inputs[event.file].profile.empty();
  return known ? std::string_view(inputs[event.file].profile) : "Autotask PSA";
}

void add_status(const Event& event, JsonWriter& json) {
  const bool failed = event.kind == EventKind::login_failed;
  const bool succeeded = event.kind == EventKind::login_succeeded;
  json.member("status_id", succeeded ? 1 : failed ? 2 : 0);
  json.member("status", succeeded ? "Success" : failed ? "Failure" : "Unknown");
  if (event.reason != Reason::unknown) json.member("status_detail", to_text(event.reason));
}

void add_rest(const ReportView& view, const Event& event, JsonWriter& json) {
  const Program& program = view.program(event);
  json.open_object("unmapped");
  json.member("kind", to_text(event.kind));
  if (program.application != kNone) json.member("application", view.text(program.application));
  if (program.vendor != kNone) json.member("integration_vendor", view.text(program.vendor));
  json.member("row", event.row);
  json.close_object();
}

void add_event(const ReportView& view, const Event& event, JsonWriter& json) {
  const bool login =
      event.kind == EventKind::login_failed || event.kind == EventKind::login_succeeded;
  const int severity = event.kind == EventKind::account_locked ? kMedium
                       : event.kind == EventKind::login_failed ? kLow
                                                               : kInformational;
  json.open_object();
  add_class(3, 3002, login ? kLogon : kOther, severity, event.time, json);
  json.member("activity_name", login ? "Logon" : to_text(event.kind));
  add_metadata(view.file(event.file),
               std::string(view.file(event.file)) + ':' + std::to_string(event.row), json);
  add_user(view.user(event.user), json);
  json.open_object("service");
  json.member("name", service_of(view, event));
  json.close_object();
  if (event.address != kNone) add_endpoint(view.address(event.address), json);
  if (const TextId client = view.program(event).client; client != kNone) {
    json.open_object("http_request");
    json.member("user_agent", view.text(client));
    json.close_object();
  }
  add_status(event, json);
  json.member("count", event.count);
  add_rest(view, event, json);
  json.close_object();
}

void add_finding_info(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  json.open_object("finding_info");
  json.member("uid", one.id);
  json.member("title", finding_title(view, diagnosis));
  json.member("desc", finding_verdict(diagnosis));
  json.open_object("analytic");
  json.member("name", "cause of account lockouts");
  json.member("type_id", 3);  // Statistical
  json.member("version", version());
  json.close_object();
  json.member("created_time", milliseconds(one.last));
  json.member("first_seen_time", milliseconds(one.first));
  json.member("last_seen_time", milliseconds(one.last));
  json.open_array("types");
  if (!diagnosis.kinds.empty()) json.value(to_text(diagnosis.kinds.front().first));
  json.close_array();
  json.close_object();
}

void add_evidences(const ReportView& view, const Case& one, JsonWriter& json) {
  json.open_array("evidences");
  for (std::size_t i = 0; i < one.callers.size(); ++i) {
    const Caller& caller = view.caller(one.callers[i]);
    for (const TextId address : caller.addresses) {
      json.open_object();
      add_endpoint(view.address(address), json);
      json.open_object("data");
      const Network* network = view.network(caller);
      json.member("operator",
                  or_null(network == nullptr ? std::string_view() : network->operator_id));
      json.member("client", or_null(view.client(caller)));
      json.member("share", Decimal{one.shares[i]});
      json.close_object();
      json.close_object();
    }
  }
  json.close_array();
}

void add_remediation(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Fix fix = advice_of(view, diagnosis);
  if (fix.steps.empty()) return;
  std::string words = fix.where;
  for (const std::string& step : fix.steps) words += (words.empty() ? "" : "\n") + step;
  json.open_object("remediation");
  json.member("desc", words);
  if (!fix.source.empty()) json.strings("references", std::vector<std::string>{fix.source});
  json.close_object();
}

void add_resources(const ReportView& view, const Case& one, JsonWriter& json) {
  json.open_array("resources");
  for (const TextId id : one.users) {
    const std::string_view user = view.user(id);
    json.open_object();
    json.member("name", user.empty() ? "unknown" : user);
    json.member("type", "account");
    json.close_object();
  }
  json.close_array();
}

void add_verdict(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  json.open_object("unmapped");
  json.member("status", to_text(diagnosis.status));
  json.member("verdict", or_null(diagnosis.verdict()));
  json.member("counted_failures", view.counted(one));
  json.open_array("lockouts");
  for (const std::uint32_t index : one.incidents) {
    json.open_object();
    json.member("id", view.incident(index).id);
    json.member("user", view.user(view.incident(index).user));
    json.member("locked_at", milliseconds(view.incident(index).locked_at));
    json.close_object();
  }
  json.close_array();
  json.open_array("causes");
  for (const RankedCause& cause : diagnosis.causes) {
    json.open_object();
    json.member("id", id_of(cause));
    json.member("probability", Decimal{cause.probability});
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void add_detection(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  const bool known = view.is_known(diagnosis);
  const bool attack = !diagnosis.kinds.empty() && is_attack(diagnosis.kinds.front().first);
  const double sure = diagnosis.probability();
  json.open_object();
  add_class(2, 2004, known ? kUpdate : kCreate, attack ? kHigh : kMedium, one.last, json);
  const Event* row = finding_row(view, diagnosis);
  add_metadata(row == nullptr ? std::string_view() : view.file(row->file), one.id, json);
  json.member("message", finding_title(view, diagnosis));
  add_finding_info(view, diagnosis, json);
  json.member("start_time", milliseconds(one.first));
  json.member("end_time", milliseconds(one.last));
  json.member("status_id", 1);  // New: nobody has looked at it
  json.member("confidence_id", sure >= 0.9 ? 3 : sure >= 0.5 ? 2 : 1);
  json.member("confidence_score", static_cast<int>(100 * sure));
  add_resources(view, one, json);
  add_evidences(view, one, json);
  add_remediation(view, diagnosis, json);
  add_verdict(view, diagnosis, json);
  json.close_object();
}

}  // namespace

void write_ocsf(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  for (const Diagnosis& diagnosis : report.cases) {
    JsonWriter json(out, JsonWriter::Layout::one_line);
    add_detection(view, diagnosis, json);
    out += '\n';
    flush_if_large(flush, out);
  }
}

void write_ocsf_events(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  for (const Event& event : report.events.rows) {
    JsonWriter json(out, JsonWriter::Layout::one_line);
    add_event(view, event, json);
    out += '\n';
    flush_if_large(flush, out);
  }
}

}  // namespace whylocked
