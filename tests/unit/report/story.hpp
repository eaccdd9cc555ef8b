// Reports by hand: events and lockouts from a story (correlate_story.hpp), diagnoses from the test.
//
// In:  a story as text; causes with their lines.  Out: a Report as diagnose() would make it.
// The diagnoses are the test's own, so that a change of a weight changes no text here.
// Failure: as story::tell.
#pragma once

#include <utility>

#include "unit/correlate/story.hpp"
#include "whylocked/report.hpp"

namespace whylocked::story {

inline InputInfo describe_input(const Events& events, std::string file) {
  InputInfo input;
  input.file = std::move(file);
  input.format = "csv";
  input.encoding = "utf-8";
  input.delimiter = ',';
  input.rows = input.events = events.rows.size();
  if (!events.rows.empty()) {
    input.first = events.rows.front().time;
    input.last = events.rows.back().time;
  }
  input.time_zone = "UTC";
  input.time_zone_source = "value";
  input.columns.number[static_cast<std::size_t>(Field::user)] = 2;
  input.columns.header[static_cast<std::size_t>(Field::user)] = "Username";
  input.columns.number[static_cast<std::size_t>(Field::time)] = 1;
  input.columns.header[static_cast<std::size_t>(Field::time)] = "Time";
  return input;
}

inline Report tell_report(Story story) {
  Report report;
  report.correlation = story.correlate();
  report.inputs = {describe_input(story.events, "export.csv")};
  report.events = std::move(story.events);
  report.network_of_address = std::move(story.networks);
  report.summary.events = report.events.rows.size();
  report.summary.users = report.events.users.size() - 1;
  for (const Event& event : report.events.rows)
    if (event.kind == EventKind::login_failed) report.summary.failures += event.count;
  return report;
}

inline Report tell_report(std::string_view text) { return tell_report(tell(text)); }

inline Cause make_cause(std::string id, std::string name, CauseCategory group, double probability,
                        std::vector<EvidenceLine> evidence = {}) {
  Cause cause;
  cause.id = std::move(id);
  cause.name = std::move(name);
  cause.group = group;
  cause.kind = group == CauseCategory::attack     ? CauseKind::attack
               : group == CauseCategory::person   ? CauseKind::person
               : group == CauseCategory::unlisted ? CauseKind::unlisted
                                                : CauseKind::integration;
  cause.probability = probability;
  cause.evidence = std::move(evidence);
  for (const EvidenceLine& line : cause.evidence) cause.score_db10 += line.db10;
  return cause;
}

inline Diagnosis make_diagnosis(Status status, std::vector<Cause> causes) {
  Diagnosis diagnosis;
  diagnosis.account_kind = "unknown";
  diagnosis.status = status;
  if (status == Status::diagnosed) diagnosis.verdict = causes.front().id;
  for (const Cause& cause : causes) {
    auto same = std::find_if(diagnosis.kinds.begin(), diagnosis.kinds.end(),
                             [&](const auto& kind) { return kind.first == cause.group; });
    if (same == diagnosis.kinds.end()) same = diagnosis.kinds.insert(same, {cause.group, 0.0});
    same->second += cause.probability;
  }
  diagnosis.causes = std::move(causes);
  return diagnosis;
}

// The same diagnosis for every lockout of the story; lines point at no row that it lacks.
inline void diagnose_all(Report& report, const Diagnosis& diagnosis) {
  for (std::size_t i = 0; i < report.correlation.incidents.size(); ++i) {
    report.lockouts.push_back(diagnosis);
    report.lockouts.back().incident = i;
    for (Cause& cause : report.lockouts.back().causes)
      for (EvidenceLine& line : cause.evidence)
        std::erase_if(line.events, [&](auto event) { return event >= report.events.rows.size(); });
  }
  Summary& summary = report.summary;
  summary.lockouts = report.lockouts.size();
  (diagnosis.status == Status::diagnosed ? summary.diagnosed
   : diagnosis.status == Status::tied    ? summary.tied
                                         : summary.insufficient_evidence) = summary.lockouts;
}

inline std::string as_text(const Report& report, const TextOptions& options = {}) {
  std::string out;
  write_text(report, options, out);
  return out;
}

inline std::string without_colour(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at, 2) == "\x1b[")
      at = text.find('m', at);
    else
      out += text[at];
  }
  return out;
}

inline constexpr std::string_view kOneLockout = R"(
  07:00:00 ok     sync@example.com 198.51.100.7
  08:00:00 reset  sync@example.com
  08:10:00 fail   sync@example.com 198.51.100.7
  08:20:00 fail   sync@example.com 198.51.100.7
  08:30:00 fail   sync@example.com 198.51.100.7
  08:40:00 fail   sync@example.com 198.51.100.7
  08:50:00 fail   sync@example.com 198.51.100.7
  08:50:01 lock   sync@example.com
  09:00:00 fail:locked sync@example.com 198.51.100.7
  09:05:00 unlock sync@example.com
)";

inline Cause hudu(double probability) {
  Cause cause = make_cause("hudu", "Hudu", CauseCategory::office_integration, probability,
                           {{"prior", -200, "how often it is the cause before any evidence", {}},
                            {"onset", 100, "5 failures since the change", {1, 2, 3}},
                            {"link", 325, "the site file says that it is its account", {2}}});
  cause.fix = {"Hudu > Admin > Integrations",
               {"Enter the password.", "Unlock the account."},
               "https://example.com/hudu"};
  return cause;
}

}  // namespace whylocked::story
