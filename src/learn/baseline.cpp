// An earlier report as a baseline: which cases and lockouts it has.
#include <algorithm>
#include <tuple>

#include "base/json_tree.hpp"
#include "base/text_location.hpp"
#include "whylocked/learn.hpp"

namespace whylocked {

namespace {

const JsonNode* member_of(const JsonNode& object, std::string_view key) {
  for (std::size_t i = 0; i < object.keys.size(); ++i)
    if (object.keys[i].name == key) return &object.items[i];
  return nullptr;
}

bool is(const JsonNode* node, JsonNode::Type type) { return node != nullptr && node->type == type; }

}  // namespace

std::optional<std::vector<std::string>> read_baseline(std::string_view report_json,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics) {
  const auto fail = [&](std::size_t at, std::string message, std::string hint) {
    Diagnostic diagnostic{.severity = Severity::error,
                          .file = file,
                          .message = std::move(message),
                          .hint = std::move(hint)};
    set_location(report_json, at, diagnostic);
    diagnostics.add("baseline", std::move(diagnostic));
    return std::nullopt;
  };
  const std::string hint = "write one with whylocked --json FILE";
  const auto parsed = parse_json_tree(report_json);
  if (const auto* fault = std::get_if<JsonError>(&parsed))
    return fail(fault->at, fault->message, fault->hint.empty() ? hint : fault->hint);
  const auto& report = std::get<JsonNode>(parsed);
  const JsonNode* schema = member_of(report, "schema_version");
  if (!is(schema, JsonNode::Type::text) ||
      !is(member_of(report, "lockouts"), JsonNode::Type::array))
    return fail(report.at, "not a report of this program", hint);
  if (!schema->text.starts_with("2."))
    return fail(schema->at, "a report of schema " + schema->text + "; this program reads 2.x",
                "diagnose the export again");
  std::vector<std::string> ids;
  for (const std::string_view list : {"cases", "lockouts"}) {
    const JsonNode* const entries = member_of(report, list);
    if (!is(entries, JsonNode::Type::array)) continue;
    for (const JsonNode& entry : entries->items) {
      const JsonNode* id = member_of(entry, "id");
      if (!is(id, JsonNode::Type::text)) return fail(entry.at, "an entry without an id", hint);
      ids.push_back(id->text);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void mark_known(const std::vector<std::string>& baseline, Report& report) {
  const auto& [incidents, cases] = std::tie(report.correlation.incidents, report.correlation.cases);
  if (!report.known)
    report.known = Known{.lockouts = std::vector<bool>(incidents.size()),
                         .cases = std::vector<bool>(cases.size())};
  const auto has = [&](const std::string& id) {
    return std::binary_search(baseline.begin(), baseline.end(), id);
  };
  for (std::size_t i = 0; i < incidents.size(); ++i)
    if (has(incidents[i].id)) report.known->lockouts[i] = true;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (has(cases[i].id)) report.known->cases[i] = true;
}

}  // namespace whylocked
