// A report's JSON back to one of its lockouts. Only the keys that are needed are looked at, and
// each with its type, so that a foreign or damaged file is a message and never a crash.
#include <nlohmann/json.hpp>

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

void read_origin(const Document& lockout, PastLockout& past) {
  const Document& origins = list_at(lockout, "origins");
  if (origins.empty()) return;
  for (const std::string& text : texts_at(origins.front(), "addresses"))
    if (const auto address = parse_address(text)) past.addresses.push_back(*address);
  past.period_s = number_at(origins.front(), "period_s");
}

void read_test(const Document& lockout, PastLockout& past) {
  const auto test = lockout.find("next_test");
  if (test == lockout.end() || !test->is_object()) return;
  past.test = text_at(*test, "id");
  for (const Document& outcome : list_at(*test, "outcomes"))
    past.outcomes.push_back(
        {text_at(outcome, "id"), text_at(outcome, "if"), texts_at(outcome, "then")});
}

PastLockout read_lockout(const Document& lockout) {
  PastLockout past;
  past.id = text_at(lockout, "id");
  past.user = text_at(lockout, "user");
  past.account_kind = text_at(lockout, "account_kind");
  past.locked_at = parse_time_point(text_at(lockout, "locked_at"), "UTC").value_or(0);
  for (const Document& cause : list_at(lockout, "causes"))
    past.causes.push_back({text_at(cause, "id"), text_at(cause, "name"), text_at(cause, "kind"),
                           number_at(cause, "probability")});
  read_origin(lockout, past);
  read_test(lockout, past);
  return past;
}

std::string known_ids(const Document& report) {
  std::string ids;
  std::size_t listed = 0;
  for (const Document& lockout : list_at(report, "lockouts")) {
    if (++listed > 5) return ids + ", ...";
    ids += (ids.empty() ? "" : ", ") + text_at(lockout, "id");
  }
  return ids.empty() ? "the report has no lockout" : "the lockouts are " + ids;
}

}  // namespace

std::optional<PastLockout> read_past_lockout(std::string_view report_json, const std::string& file,
                                             std::string_view lockout_id,
                                             Diagnostics& diagnostics) {
  const auto refuse = [&](std::string message, std::string hint) {
    diagnostics.add("report",
                    {Severity::error, file, 0, 0, std::move(message), {}, 0, std::move(hint)});
    return std::nullopt;
  };
  const Document report = Document::parse(report_json, nullptr, false);
  if (!report.is_object() || !report.contains("lockouts"))
    return refuse("not a report of this program", "write one with whylocked --json FILE");
  if (!text_at(report, "schema_version").starts_with("1."))
    return refuse("a report of another schema version", "diagnose the export again");
  for (const Document& lockout : list_at(report, "lockouts"))
    if (text_at(lockout, "id") == lockout_id) return read_lockout(lockout);
  return refuse("no lockout \"" + std::string(lockout_id) + '"', known_ids(report));
}

}  // namespace whylocked
