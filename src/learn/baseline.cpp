// An earlier report as a baseline: which lockouts it told of.
#include <algorithm>

#include "base/json_tree.hpp"
#include "whylocked/learn.hpp"
#include "base/text_location.hpp"

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
  const auto refuse = [&](std::size_t at, std::string message, std::string hint) {
    Diagnostic diagnostic{Severity::error, file, 0, 0, std::move(message), {}, 0, std::move(hint)};
    point_at(report_json, at, diagnostic);
    diagnostics.add("baseline", std::move(diagnostic));
    return std::nullopt;
  };
  const std::string hint = "write one with whylocked --json FILE";
  const auto parsed = parse_json_tree(report_json);
  if (const auto* fault = std::get_if<JsonFault>(&parsed))
    return refuse(fault->at, fault->message, fault->hint.empty() ? hint : fault->hint);
  const auto& report = std::get<JsonNode>(parsed);
  const JsonNode* lockouts = member_of(report, "lockouts");
  const JsonNode* schema = member_of(report, "schema_version");
  if (!is(lockouts, JsonNode::Type::array) || !is(schema, JsonNode::Type::text))
    return refuse(report.at, "not a report of this program", hint);
  if (!schema->text.starts_with("1."))
    return refuse(schema->at, "a report of another schema version", "diagnose the export again");
  std::vector<std::string> ids;
  for (const JsonNode& lockout : lockouts->items) {
    const JsonNode* id = member_of(lockout, "id");
    if (!is(id, JsonNode::Type::text)) return refuse(lockout.at, "a lockout without an id", hint);
    ids.push_back(id->text);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void mark_known(const std::vector<std::string>& baseline, Report& report) {
  if (!report.known) report.known.emplace(report.lockouts.size(), false);
  for (std::size_t i = 0; i < report.lockouts.size(); ++i) {
    const std::string& id = report.correlation.incidents[report.lockouts[i].incident].id;
    if (std::binary_search(baseline.begin(), baseline.end(), id)) (*report.known)[i] = true;
  }
}

}  // namespace whylocked
