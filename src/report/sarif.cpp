// SARIF 2.1.0 (OASIS): a rule for each kind of cause, a result for each case.
//
// Over re-exports a case keeps its id, not its rows; so the id is the fingerprint,
// also under the name that GitHub's code scanning looks for.
#include <algorithm>
#include <array>
#include <filesystem>

#include "report/json/writer.hpp"
#include "report/wording.hpp"


namespace whylocked {

namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr int kKindsOfCause = static_cast<int>(CauseCategory::several) + 1;

// A file's name as a reference of RFC 3986; from a root on as the URI of RFC 8089, as a reference
// that begins with a slash would not be one below a base (SARIF 2.1.0, 3.4.3).
std::string uri_of(std::string_view file) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr bool kWindows = std::filesystem::path::preferred_separator == '\\';
  std::string name(file), uri;
  if (kWindows) std::replace(name.begin(), name.end(), '\\', '/');
  if (name.starts_with('/')) uri = "file://";
  if (kWindows && name.substr(0, 3).ends_with(":/")) uri = "file:///";  // after a drive's letter
  for (const char c : name) {
    if (kPlain.find(c) != kPlain.npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    ((uri += '%') += kHex[byte >> 4]) += kHex[byte & 15];
  }
  return uri;
}

std::string_view level_of(Status status) {
  constexpr std::array<std::string_view, 4> kLevels = {"error", "warning", "warning", "note"};
  return kLevels[static_cast<std::size_t>(status)];
}

void add_message(std::string_view name, std::string_view text, JsonWriter& json) {
  json.open_object(name);
  json.member("text", text);
  json.close_object();
}

void add_place(std::string_view file, std::uint64_t row, std::uint64_t column, JsonWriter& json) {
  json.open_object("physicalLocation");
  json.open_object("artifactLocation");
  json.member("uri", uri_of(file));
  json.close_object();
  if (row > 0) {
    json.open_object("region");
    json.member("startLine", row);
    if (column > 0) json.member("startColumn", column);
    json.close_object();
  }
  json.close_object();
}

void add_rules(JsonWriter& json) {
  json.open_array("rules");
  for (int i = 0; i < kKindsOfCause; ++i) {
    const auto kind = static_cast<CauseCategory>(i);
    const std::string words(kind_words(kind));
    json.open_object();
    json.member("id", to_text(kind));
    add_message("shortDescription", "Accounts were locked or attacked by " + words, json);
    add_message("fullDescription",
                "Failed logins that most likely came from " + words + '.', json);
    json.close_object();
  }
  json.close_array();
}

void add_tool_of_run(JsonWriter& json) {
  json.open_object("tool");
  json.open_object("driver");
  json.member("name", "whylocked");
  json.member("version", version());
  add_rules(json);
  json.close_object();
  json.close_object();
}

void add_notification(const Diagnostic& diagnostic, JsonWriter& json) {
  json.open_object();
  json.member("level", to_text(diagnostic.severity));
  add_message("message",
              diagnostic.message + (diagnostic.hint.empty() ? "" : "; hint: " + diagnostic.hint),
              json);
  if (!diagnostic.file.empty()) {
    json.open_array("locations");
    json.open_object();
    add_place(diagnostic.file, diagnostic.row, diagnostic.column, json);
    json.close_object();
    json.close_array();
  }
  json.close_object();
}

void add_invocation(const Report& report, JsonWriter& json) {
  bool well = true;
  for (const Diagnostic& one : report.diagnostics) well &= one.severity != Severity::error;
  json.open_array("invocations");
  json.open_object();
  json.member("executionSuccessful", well);
  json.open_array("toolExecutionNotifications");
  for (const Diagnostic& one : report.diagnostics) add_notification(one, json);
  json.close_array();
  json.close_object();
  json.close_array();
}

// Rows of the case: its lock rows, or the failures that counted, or the campaign's attempts.
std::vector<std::uint32_t> rows_of(const ReportView& view, const Case& one) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t index : one.incidents) {
    const std::vector<std::uint32_t>& counted = view.incident(index).counted;
    rows.insert(rows.end(), counted.begin(), counted.end());
    if (rows.size() >= kRowsShown) return rows;
  }
  if (!one.incidents.empty()) return rows;
  for (const std::uint32_t caller : one.callers)
    for (const std::uint32_t index : view.caller(caller).attempts) {
      rows.push_back(index);
      if (rows.size() >= kRowsShown) return rows;
    }
  return rows;
}

void add_locations(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  json.open_array("locations");
  json.open_object();
  if (const Event* row = finding_row(view, diagnosis))
    add_place(view.file(row->file), row->row, 0, json);
  json.open_array("logicalLocations");
  for (const TextId user : one.users) {
    json.open_object();
    json.member("name", view.user(user));
    json.member("kind", "account");
    json.close_object();
  }
  json.close_array();
  json.close_object();
  json.close_array();
  json.open_array("relatedLocations");
  const std::vector<std::uint32_t> rows = rows_of(view, one);
  for (std::size_t i = 0; i < rows.size() && i < kRowsShown; ++i) {
    const Event& event = view.event(rows[i]);
    json.open_object();
    json.member("id", i + 1);
    add_place(view.file(event.file), event.row, 0, json);
    add_message("message", "failed login at " + to_rfc3339(event.time), json);
    json.close_object();
  }
  json.close_array();
}

void add_causes(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  json.open_array("causes");
  for (const RankedCause& cause : diagnosis.causes) {
    json.open_object();
    json.member("rank", cause.rank);
    json.member("id", id_of(cause));
    json.member("name", name_of(cause));
    json.member("probability", Decimal{cause.probability});
    json.close_object();
  }
  json.close_array();
  json.open_array("evidence");  // for the first of them
  if (!diagnosis.causes.empty())
    for (const EvidenceLine& line : view.explain(diagnosis, 0).evidence) {
      json.open_object();
      json.member("signal", line.signal);
      json.member("db", Tenths{line.db10});
      json.member("says", line.words);
      json.close_object();
    }
  json.close_array();
}

void add_properties(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const Case& one = view.case_of(diagnosis);
  json.open_object("properties");
  json.member("case", one.id);
  json.member("caseKind", to_text(one.kind));
  json.open_array("lockouts");
  for (const std::uint32_t index : one.incidents) json.value(view.incident(index).id);
  json.close_array();
  json.member("status", to_text(diagnosis.status));
  json.member("verdict", or_null(diagnosis.verdict()));
  json.member("first", to_rfc3339(one.first));
  json.member("last", to_rfc3339(one.last));
  json.member("countedFailures", view.counted(one));
  json.open_object("kinds");
  for (const auto& [kind, probability] : diagnosis.kinds)
    json.member(to_text(kind), Decimal{probability});
  json.close_object();
  add_causes(view, diagnosis, json);
  json.close_object();
}

std::string_view state_of(const ReportView& view, const Diagnosis& diagnosis) {
  if (view.is_known(diagnosis)) return "unchanged";
  const auto& incidents = view.case_of(diagnosis).incidents;
  const bool any = std::any_of(incidents.begin(), incidents.end(),
                               [&](std::uint32_t index) { return view.is_known(index); });
  return any ? "updated" : "new";
}

void add_result(const ReportView& view, const Diagnosis& diagnosis, JsonWriter& json) {
  const std::string& id = view.case_of(diagnosis).id;
  json.open_object();
  if (!diagnosis.kinds.empty()) {
    json.member("ruleId", to_text(diagnosis.kinds.front().first));
    json.member("ruleIndex", static_cast<int>(diagnosis.kinds.front().first));
  }
  json.member("level", level_of(diagnosis.status));
  add_message("message", finding_title(view, diagnosis) + ". " + finding_verdict(diagnosis) + '.',
              json);
  add_locations(view, diagnosis, json);
  json.open_object("partialFingerprints");
  json.member("case/v2", id);
  json.member("primaryLocationLineHash", id + ":1");
  json.close_object();
  if (view.report().known)
    json.member("baselineState", state_of(view, diagnosis));
  json.member("rank", Decimal{100 * diagnosis.probability(), 2});
  add_properties(view, diagnosis, json);
  json.close_object();
}

}  // namespace

void write_sarif(const Report& report, std::string& out) {
  const ReportView view(report);
  JsonWriter json(out, JsonWriter::Layout::indented);
  json.open_object();
  json.member("$schema", kSchema);
  json.member("version", "2.1.0");
  json.open_array("runs");
  json.open_object();
  add_tool_of_run(json);
  add_invocation(report, json);
  json.open_array("results");
  for (const Diagnosis& diagnosis : report.cases) add_result(view, diagnosis, json);
  json.close_array();
  json.member("columnKind", "unicodeCodePoints");
  json.close_object();
  json.close_array();
  json.close_object();
  out += '\n';
}

}  // namespace whylocked
