// Reports for tests: events and lockouts from a story, diagnoses from the test.
//
// In:  a story as text; causes with their lines.  Out: a Report as diagnose() would return it.
// The diagnoses come from the test, so a change to a weight changes no text here.
// Failure: as story::parse (tests/unit/correlate/story.hpp).
#pragma once

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "attribute/scoring/hypotheses.hpp"
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
  input.columns.number[Field::user] = 2;
  input.columns.header[Field::user] = "Username";
  input.columns.number[Field::time] = 1;
  input.columns.header[Field::time] = "Time";
  return input;
}

inline Report report_of(Story story) {
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

inline Report report_of(std::string_view text) { return report_of(parse(text)); }

inline Cause make_cause(std::string id, std::string name, CauseCategory category,
                        double probability, std::vector<EvidenceLine> evidence = {}) {
  Cause cause{.id = std::move(id),
              .name = std::move(name),
              .category = category,
              .rank = 1,
              .probability = probability,
              .score_db10 = 0,
              .evidence = std::move(evidence),
              .fix = {}};
  std::uint32_t place = 0;
  for (EvidenceLine& line : cause.evidence) {
    cause.score_db10 += line.db10;
    line.place = place++;
  }
  return cause;
}

inline EvidenceLine make_line(std::string_view signal, Decibans10 db10, std::string words,
                              std::vector<std::uint32_t> events = {}) {
  return {.signal = signal,
          .db10 = db10,
          .words = std::move(words),
          .fact = {},
          .place = 0,
          .from = {},
          .events = std::move(events),
          .activity = {},
          .declared = false};
}

// Index of an id among the hypotheses.
inline std::uint16_t hypothesis_of(std::string_view id) {
  const auto list = attribution::hypotheses();
  for (std::uint16_t i = 0; i < list.size(); ++i)
    if (list[i].id == id) return i;
  throw std::runtime_error("no hypothesis " + std::string(id));
}

// A diagnosis and the words of its causes.
struct Diagnosed {
  Diagnosis diagnosis;
  std::vector<Cause> causes;
};

inline Diagnosed make_diagnosis(Status status, std::vector<Cause> causes) {
  Diagnosis diagnosis;
  diagnosis.account_kind = "unknown";
  diagnosis.status = status;
  for (const Cause& cause : causes) {
    auto same = std::find_if(diagnosis.kinds.begin(), diagnosis.kinds.end(),
                             [&](const auto& kind) { return kind.first == cause.category; });
    if (same == diagnosis.kinds.end()) same = diagnosis.kinds.insert(same, {cause.category, 0.0});
    same->second += cause.probability;
    diagnosis.causes.push_back({.hypothesis = hypothesis_of(cause.id),
                                .category = cause.category,
                                .rank = cause.rank,
                                .probability = cause.probability,
                                .score_db10 = cause.score_db10});
  }
  return {std::move(diagnosis), std::move(causes)};
}

// The same diagnosis for every case of the story; its lines refer only to rows that exist.
inline void diagnose_all(Report& report, const Diagnosed& got) {
  for (std::uint32_t i = 0; i < report.correlation.cases.size(); ++i) {
    report.cases.push_back(got.diagnosis);
    report.cases.back().case_index = i;
    report.causes.push_back(got.causes);
    for (Cause& cause : report.causes.back())
      for (EvidenceLine& line : cause.evidence)
        std::erase_if(line.events, [&](auto event) { return event >= report.events.rows.size(); });
  }
  std::set<TextId> accounts;
  Summary& summary = report.summary;
  for (const Incident& incident : report.correlation.incidents) accounts.insert(incident.user);
  summary.lockouts = report.correlation.incidents.size();
  summary.accounts = accounts.size();
  summary.cases = report.cases.size();
  (got.diagnosis.status == Status::diagnosed ? summary.diagnosed
   : got.diagnosis.status == Status::likely  ? summary.likely
   : got.diagnosis.status == Status::tied    ? summary.tied
                                             : summary.insufficient_evidence) = summary.cases;
}

inline std::string written(std::string_view format, const Report& report,
                           const ReportOptions& options = {}, Depth depth = Depth::diagnosis) {
  std::string out;
  write_report(*find_report_format(format, depth), report, options, out);
  return out;
}

inline std::string as_text(const Report& report, const ReportOptions& options = {}) {
  return written("text", report, options);
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
  Cause cause =
      make_cause("hudu", "Hudu", CauseCategory::office_integration, probability,
                 {make_line("prior", -200, "how common this cause is before any evidence"),
                  make_line("onset", 100, "5 failures since the change", {1, 2, 3}),
                  make_line("link", 325, "the site file names it as the owner", {2})});
  cause.fix = {.where = "Hudu > Admin > Integrations",
               .steps = {"Enter the password.", "Restart it.", "Unlock the account."},
               .source = "https://example.com/hudu",
               .shared = 1};
  return cause;
}

inline Cause it_glue(double probability) {
  return make_cause("it-glue", "IT Glue", CauseCategory::cloud_integration, probability);
}

}  // namespace whylocked::story
