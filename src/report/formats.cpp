// The table of report formats, the summary line and the version.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

// Each is in its own file.
using Writer = void(const ReportView& view, const ReportOptions& options, std::string& out);
Writer write_text, write_json, write_jsonl, write_csv, write_html, write_markdown, write_sarif,
    write_junit, write_ocsf, write_events_csv, write_events_jsonl, write_events_ocsf,
    write_groups_csv, write_groups_jsonl;

namespace {

constexpr bool kForPeople = true, kForPrograms = false;

constexpr ReportFormat kFormats[] = {
    {"text", write_text, kForPeople},
    {"json", write_json, kForPrograms},
    {"jsonl", write_jsonl, kForPrograms},
    {"csv", write_csv, kForPeople},    // has no place for messages
    {"html", write_html, kForPeople},  // includes the messages
    {"markdown", write_markdown, kForPeople},
    {"sarif", write_sarif, kForPrograms},
    {"junit", write_junit, kForPrograms},
    {"ocsf", write_ocsf, kForPrograms},
    {"csv", write_events_csv, kForPeople, Depth::events},
    {"jsonl", write_events_jsonl, kForPeople, Depth::events},
    {"ocsf", write_events_ocsf, kForPeople, Depth::events},
    {"csv", write_groups_csv, kForPeople, Depth::groups},
    {"jsonl", write_groups_jsonl, kForPeople, Depth::groups},
};

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name, Depth depth) {
  for (const ReportFormat& format : kFormats)
    if (format.depth == depth && (name.empty() || format.name == name)) return &format;
  return nullptr;
}

void write_report(const ReportFormat& format, const Report& report, const ReportOptions& options,
                  std::string& out) {
  format.write(ReportView(report), options, out);
}

std::string_view version() { return WHYLOCKED_VERSION; }

bool is_known(const Report& report, const Diagnosis& diagnosis) {
  if (!report.known) return false;
  const auto& incidents = report.correlation.cases[diagnosis.case_index].incidents;
  if (incidents.empty()) return report.known->cases[diagnosis.case_index];
  return std::ranges::all_of(incidents,
                             [&](std::uint32_t index) { return report.known->lockouts[index]; });
}

void write_summary_line(const Report& report, std::string& out) {
  const Summary& summary = report.summary;
  out += "whylocked: ";
  if (report.cases.empty()) {
    std::string words = with_blanks(no_lockout_words(ReportView(report)));
    words.front() = ascii::lower(words.front());
    out += words;
  } else {
    std::vector<std::string> parts;
    for (const auto& [number, words] : {std::pair(summary.diagnosed, "diagnosed"),
                                        {summary.likely, "likely"},
                                        {summary.tied, "tied"},
                                        {summary.insufficient_evidence, "without enough evidence"}})
      if (number > 0) parts.push_back(fmt::format("{} {}", number, words));
    out += with_blanks(fmt::format("{} of {}, {}: {}", count_words(summary.lockouts, "lockout"),
                                   count_words(summary.accounts, "account"),
                                   count_words(summary.cases, "case"), fmt::join(parts, ", ")));
  }
  if (report.known) {
    const auto fresh = std::ranges::count_if(
        report.cases, [&](const Diagnosis& one) { return !is_known(report, one); });
    out += "; new: " + std::to_string(fresh);
  }
  out += '\n';
}

}  // namespace whylocked
