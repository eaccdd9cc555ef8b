// SARIF 2.1.0 (OASIS): a rule per kind of cause, a result per case.
//
// A case keeps its id in later exports, but not its rows, so the id is the fingerprint, also under
// the name that GitHub's code scanning expects.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr int kKindsOfCause = static_cast<int>(CauseCategory::several) + 1;

// A file name as a relative reference (RFC 3986), or as a file URI (RFC 8089) if it is absolute: a
// reference that begins with a slash could not be resolved against a base (SARIF 2.1.0, 3.4.3).
std::string uri_of(std::string_view file) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr bool kWindows = std::filesystem::path::preferred_separator == '\\';
  std::string name(file), uri;
  if (kWindows) std::ranges::replace(name, '\\', '/');
  if (name.starts_with('/')) uri = "file://";
  if (kWindows && name.substr(0, 3).ends_with(":/")) uri = "file:///";  // after a drive letter
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

Json message(std::string_view text) { return {{"text", text}}; }

Json place(std::string_view file, std::uint64_t row, std::uint64_t column) {
  Json json = {{"artifactLocation", {{"uri", uri_of(file)}}}};
  if (row > 0) json["region"]["startLine"] = row;
  if (row > 0 && column > 0) json["region"]["startColumn"] = column;
  return json;
}

Json rules() {
  Json list = Json::array();
  for (int i = 0; i < kKindsOfCause; ++i) {
    const auto kind = static_cast<CauseCategory>(i);
    const std::string words(kind_words(kind));
    list.push_back(
        {{"id", to_text(kind)},
         {"shortDescription", message("Failed logins from " + words)},
         {"fullDescription",
          message("Failed logins, with or without a lockout, that most likely came from " + words +
                  '.')}});
  }
  return list;
}

Json notification(const Diagnostic& diagnostic) {
  const Text hint = diagnostic.hint.empty() ? "" : "; hint: " + diagnostic.hint;
  Json json = {{"level", to_text(diagnostic.severity)},
               {"message", message(diagnostic.message + hint)}};
  if (!diagnostic.file.empty())
    json["locations"].push_back(
        {{"physicalLocation", place(diagnostic.file, diagnostic.row, diagnostic.column)}});
  return json;
}

// The first failures that counted, or the first attempts if nothing was locked.
std::vector<std::uint32_t> rows_of(const ReportView& view, const Case& one) {
  std::vector<std::uint32_t> rows;
  const auto add = [&](std::span<const std::uint32_t> more) {
    const std::size_t left = std::min(kRowsShown - rows.size(), more.size());
    rows.insert(rows.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(left));
  };
  for (const std::uint32_t index : one.incidents) add(view.incident(index).counted);
  if (one.incidents.empty())
    for (const std::uint32_t caller : one.callers) add(view.caller(caller).attempts);
  return rows;
}

Json location(const ReportView& view, const Diagnosis& diagnosis) {
  Json json = Json::object();
  if (const Event* row = finding_row(view, diagnosis))
    json["physicalLocation"] = place(view.file(row->file), row->row, 0);
  json["logicalLocations"] = json_list(view.case_of(diagnosis).users, [&](TextId user) -> Json {
    return {{"name", view.user(user)}, {"kind", "account"}};
  });
  return json;
}

Json related_locations(const ReportView& view, const Case& one) {
  Json list = Json::array();
  for (const std::uint32_t index : rows_of(view, one)) {
    const Event& event = view.event(index);
    list.push_back({{"id", list.size() + 1},
                    {"physicalLocation", place(view.file(event.file), event.row, 0)},
                    {"message", message("failed login at " + to_rfc3339(event.time))}});
  }
  return list;
}

Json properties(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  const auto cause = [](const RankedCause& ranked) -> Json {
    return {{"rank", ranked.rank},
            {"id", id_of(ranked)},
            {"name", name_of(ranked)},
            {"probability", rounded(ranked.probability)}};
  };
  const auto evidence = [](const EvidenceLine& line) -> Json {
    return {{"signal", line.signal}, {"db", decibans(line.db10)}, {"says", line.says()}};
  };
  Json kinds = Json::object();
  for (const auto& [kind, probability] : diagnosis.kinds)
    kinds[std::string(to_text(kind))] = rounded(probability);
  return {{"case", one.id},
          {"caseKind", to_text(one.kind)},
          {"lockouts", lockout_ids(view, one)},
          {"status", to_text(diagnosis.status)},
          {"verdict", or_null(diagnosis.verdict())},
          {"first", to_rfc3339(one.first)},
          {"last", to_rfc3339(one.last)},
          {"countedFailures", view.attempts(one, &Incident::counted)},
          {"kinds", std::move(kinds)},
          {"causes", json_list(diagnosis.causes, cause)},
          {"evidence", json_list(view.leading_cause(diagnosis).evidence, evidence)}};
}

Json result(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  Json json = Json::object();
  if (!diagnosis.kinds.empty()) {
    json["ruleId"] = to_text(diagnosis.kinds.front().first);
    json["ruleIndex"] = static_cast<int>(diagnosis.kinds.front().first);
  }
  constexpr std::string_view kLevels[] = {"error", "warning", "warning", "note"};
  json["level"] = kLevels[static_cast<std::size_t>(diagnosis.status)];
  json["message"] =
      message(finding_title(view, diagnosis) + ". " + finding_verdict(diagnosis) + '.');
  json["locations"] = Json::array({location(view, diagnosis)});
  json["relatedLocations"] = related_locations(view, one);
  json["partialFingerprints"] = {{"case/v2", one.id}, {"primaryLocationLineHash", one.id + ":1"}};
  const bool any_known =
      std::ranges::any_of(one.incidents, [&](std::uint32_t index) { return view.is_known(index); });
  if (view.report().known)
    json["baselineState"] = view.is_known(diagnosis) ? "unchanged" : any_known ? "updated" : "new";
  json["rank"] = rounded(100 * diagnosis.probability(), 2);
  json["properties"] = properties(view, diagnosis);
  return json;
}

}  // namespace

void write_sarif(const ReportView& view, const ReportOptions&, std::string& out) {
  const Report& report = view.report();
  const Json driver = {{"name", "whylocked"}, {"version", version()}, {"rules", rules()}};
  const bool failed =
      std::ranges::count(report.diagnostics, Severity::error, &Diagnostic::severity) > 0;
  const Json invocation = {
      {"executionSuccessful", !failed},
      {"toolExecutionNotifications", json_list(report.diagnostics, notification)}};
  Json run = {
      {"tool", {{"driver", driver}}},
      {"invocations", Json::array({invocation})},
      {"results", json_list(report.cases, [&](const Diagnosis& one) { return result(view, one); })},
      {"columnKind", "unicodeCodePoints"}};
  append_json_page(
      {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}}, out);
}

}  // namespace whylocked::report
