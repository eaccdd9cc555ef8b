// A report's JSON back to one of its cases. Only the needed keys are read, and each with its type,
// so that a foreign or damaged file is a message and never a crash.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "whylocked/catalog.hpp"
#include "whylocked/learn.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

using Document = nlohmann::json;

std::string text_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

const Document& list_at(const Document& object, const char* key) {
  static const Document kNone = Document::array();
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_array() ? *found : kNone;
}

std::vector<std::string> texts_at(const Document& object, const char* key) {
  std::vector<std::string> texts;
  for (const Document& one : list_at(object, key))
    if (one.is_string()) texts.push_back(one.get<std::string>());
  return texts;
}

// The causes that have a score alone, by kind.
void read_others(const Document& one, PastCase& past) {
  const auto others = one.find("others");
  if (others == one.end() || !others->is_object()) return;
  for (const auto& [kind, scores] : others->items()) {
    if (!scores.is_object()) continue;
    for (const auto& [id, score] : scores.items()) {
      if (!score.is_number()) continue;
      const Integration* product = find_integration(id);
      past.causes.push_back(
          {id, product == nullptr ? id : std::string(product->name), kind,
           std::pow(10, (score.get<double>() - number_at(one, "total_db")) / 10)});
    }
  }
}

void read_main_caller(const Document& one, PastCase& past) {
  const Document& callers = list_at(one, "callers");
  if (callers.empty()) return;
  for (const std::string& text : texts_at(callers.front(), "addresses"))
    if (const auto address = parse_address(text)) past.addresses.push_back(*address);
  const auto rhythm =
      callers.front().is_object() ? callers.front().find("rhythm") : callers.front().end();
  if (callers.front().is_object() && rhythm != callers.front().end())
    past.period_s = number_at(*rhythm, "period_s");
}

void read_test(const Document& one, PastCase& past) {
  const auto test = one.find("next_test");
  if (test == one.end() || !test->is_object()) return;
  past.test = text_at(*test, "id");
  for (const Document& outcome : list_at(*test, "outcomes"))
    past.outcomes.push_back(
        {text_at(outcome, "id"), text_at(outcome, "if"), texts_at(outcome, "then")});
}

PastCase read_case(const Document& one) {
  PastCase past;
  past.id = text_at(one, "id");
  past.users = texts_at(one, "users");
  past.account_kind = text_at(one, "account_kind");
  for (const Document& cause : list_at(one, "causes"))
    past.causes.push_back({text_at(cause, "id"), text_at(cause, "name"), text_at(cause, "kind"),
                           number_at(cause, "probability")});
  read_others(one, past);
  read_main_caller(one, past);
  read_test(one, past);
  return past;
}

std::string known_ids(const Document& report) {
  constexpr std::size_t kMaxListed = 5;
  std::string ids;
  std::size_t listed = 0;
  for (const Document& one : list_at(report, "cases")) {
    if (++listed > kMaxListed) return ids + ", ...";
    ids += (ids.empty() ? "" : ", ") + text_at(one, "id");
  }
  return ids.empty() ? "the report has no case" : "the cases are " + ids;
}

bool has_id(const Document& one, std::string_view id) {
  if (text_at(one, "id") == id) return true;
  const std::vector<std::string> lockouts = texts_at(one, "lockouts");
  return std::find(lockouts.begin(), lockouts.end(), id) != lockouts.end();
}

}  // namespace

std::optional<PastCase> read_past_case(std::string_view report_json, const std::string& file,
                                       std::string_view id, Diagnostics& diagnostics) {
  const auto fail = [&](std::string message, std::string hint) {
    diagnostics.add("report", {.severity = Severity::error,
                               .file = file,
                               .message = std::move(message),
                               .hint = std::move(hint)});
    return std::nullopt;
  };
  const Document report = Document::parse(report_json, nullptr, false);
  if (!report.is_object() || !report.contains("lockouts"))
    return fail("not a report of this program", "write one with whylocked --json FILE");
  const std::string schema = text_at(report, "schema_version");
  if (!schema.starts_with("2."))
    return fail("a report of schema " + schema + "; this program reads 2.x",
                "diagnose the export again");
  for (const Document& one : list_at(report, "cases"))
    if (one.is_object() && has_id(one, id)) return read_case(one);
  return fail("no case or lockout \"" + std::string(id) + '"', known_ids(report));
}

}  // namespace whylocked
