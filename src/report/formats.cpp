// The table of formats of a report, the summary line and the version.
#include <algorithm>

#include "report/view.hpp"

namespace whylocked::report {

namespace {

// A format that needs nothing but the report.
template <void (*kWrite)(const Report&, std::string&)>
void plainly(const Report& report, const TextOptions&, std::string& out) {
  kWrite(report, out);
}

// One that may be larger than memory.
template <void (*kWrite)(const Report&, std::string&, const FlushCallback&)>
void in_pieces(const Report& report, const TextOptions& options, std::string& out) {
  kWrite(report, out, options.flush);
}

template <void (*kWrite)(const Report&, const JsonOptions&, std::string&)>
void as_json(const Report& report, const TextOptions& options, std::string& out) {
  kWrite(report, {.groups = options.groups, .flush = options.flush}, out);
}

constexpr bool kForPeople = true, kForPrograms = false;

constexpr ReportFormat kFormats[] = {
    {"text", write_text, kForPeople},
    {"json", as_json<write_json>, kForPrograms},
    {"jsonl", as_json<write_jsonl>, kForPrograms},
    {"csv", in_pieces<write_csv>, kForPeople},  // it has no place for messages
    {"html", plainly<write_html>, kForPeople},  // which holds the messages too
    {"markdown", plainly<write_markdown>, kForPeople},
    {"sarif", plainly<write_sarif>, kForPrograms},
    {"junit", plainly<write_junit>, kForPrograms},
    {"ocsf", in_pieces<write_ocsf>, kForPrograms},
};

std::string counted(std::uint64_t number, std::string_view noun) {
  return std::to_string(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

void add_part(std::uint64_t number, std::string_view words, std::string& out) {
  if (number == 0) return;
  out += out.ends_with(':') ? " " : ", ";
  out += std::to_string(number) + ' ' + std::string(words);
}

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  for (const ReportFormat& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

std::string_view version() { return WHYLOCKED_VERSION; }

void write_summary_line(const Report& report, std::string& out) {
  const Summary& summary = report.summary;
  out += "whylocked: ";
  if (report.cases.empty()) {
    out += "no lockout in " + counted(summary.events, "event");
  } else {
    out += counted(summary.lockouts, "lockout") + " of " + counted(summary.accounts, "account") +
           ", " + counted(summary.cases, "case") + ':';
    add_part(summary.diagnosed, "diagnosed", out);
    add_part(summary.likely, "likely", out);
    add_part(summary.tied, "tied", out);
    add_part(summary.insufficient_evidence, "without enough evidence", out);
  }
  if (report.known) {
    const ReportView view(report);
    const auto fresh = std::count_if(report.cases.begin(), report.cases.end(),
                                     [&](const Diagnosis& one) { return !view.is_known(one); });
    out += "; new: " + std::to_string(fresh);
  }
  out += '\n';
}

}  // namespace whylocked
