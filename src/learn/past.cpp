// Reads an earlier report: one of its cases, or all ids as a baseline.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "event/report_json.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/learn.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

using namespace report_json;

// The causes for which the report has only a score, by kind.
void read_others(const Document& one, PastCase& past) {
  for (const auto& [kind, scores] : object_at(one, "others").items()) {
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

PastCase read_case(const Document& one) {
  PastCase past;
  past.id = text_at(one, "id");
  past.users = texts_at(one, "users");
  past.account_kind = text_at(one, "account_kind");
  for (const Document& cause : list_at(one, "causes"))
    past.causes.push_back({text_at(cause, "id"), text_at(cause, "name"), text_at(cause, "kind"),
                           number_at(cause, "probability")});
  read_others(one, past);
  if (const Document& callers = list_at(one, "callers"); !callers.empty()) {
    for (const std::string& text : texts_at(callers.front(), "addresses"))
      if (const auto address = parse_address(text)) past.addresses.push_back(*address);
    past.period_s = number_at(object_at(callers.front(), "rhythm"), "period_s");
  }
  const Document& test = object_at(one, "next_test");
  past.test = text_at(test, "id");
  for (const Document& outcome : list_at(test, "outcomes"))
    past.outcomes.push_back(
        {text_at(outcome, "id"), text_at(outcome, "if"), texts_at(outcome, "then")});
  return past;
}

}  // namespace

std::optional<PastCase> read_past_case(std::string_view report_json, const std::string& file,
                                       std::string_view id, Diagnostics& diagnostics) {
  const auto report = parse_report(report_json, file, diagnostics);
  if (report && report->contains("redacted")) {
    diagnostics.add("report", {.severity = Severity::error,
                               .file = file,
                               .message = "a redacted report; its names are tokens, which no "
                                          "export or site file has",
                               .hint = "diagnose the export again without --redact"});
    return std::nullopt;
  }
  const Document* const one = report ? find_case(*report, file, id, diagnostics) : nullptr;
  if (one == nullptr) return std::nullopt;
  PastCase past = read_case(*one);
  if (number_at(*one, "accounts") > static_cast<double>(past.users.size()))
    diagnostics.add("report", {.severity = Severity::warning,
                               .file = file,
                               .message = "only " + std::to_string(past.users.size()) +
                                          " accounts of the case are listed; the others are not "
                                          "checked",
                               .hint = "write the report with --json --with accounts"});
  return past;
}

std::optional<std::vector<std::string>> read_baseline(std::string_view report_json,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics) {
  const auto report = parse_report(report_json, file, diagnostics);
  if (!report) return std::nullopt;
  std::vector<std::string> ids;
  for (const char* const list : {"cases", "lockouts"})
    for (const Document& entry : list_at(*report, list)) {
      ids.push_back(text_at(entry, "id"));
      if (!ids.back().empty()) continue;
      diagnostics.add("report", {.severity = Severity::error,
                                 .file = file,
                                 .message = std::string("an entry of its ") + list + " has no id",
                                 .hint = "write one with whylocked --json FILE"});
      return std::nullopt;
    }
  std::ranges::sort(ids);
  return ids;
}

void mark_known(const std::vector<std::string>& baseline, Report& report) {
  const auto& [incidents, cases] = std::tie(report.correlation.incidents, report.correlation.cases);
  if (!report.known)
    report.known = Known{.lockouts = std::vector<bool>(incidents.size()),
                         .cases = std::vector<bool>(cases.size())};
  const auto has = [&](const std::string& id) { return std::ranges::binary_search(baseline, id); };
  for (std::size_t i = 0; i < incidents.size(); ++i)
    if (has(incidents[i].id)) report.known->lockouts[i] = true;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (has(cases[i].id)) report.known->cases[i] = true;
}

}  // namespace whylocked
