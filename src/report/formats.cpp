// The table of formats of a report.
#include <algorithm>
#include <set>

#include "whylocked/report.hpp"

namespace whylocked {

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

constexpr bool kForPeople = true, kForPrograms = false;
constexpr bool kGroups = true, kLockouts = false;

constexpr ReportFormat kFormats[] = {
    {"text", write_text, kForPeople, kLockouts},
    {"json", in_pieces<write_json>, kForPrograms, kGroups},
    {"jsonl", in_pieces<write_jsonl>, kForPrograms, kGroups},
    {"csv", in_pieces<write_csv>, kForPeople, kLockouts},  // it has no place for messages
    {"html", plainly<write_html>, kForPeople, kLockouts},  // which holds the messages too
    {"markdown", plainly<write_markdown>, kForPeople, kLockouts},
    {"sarif", plainly<write_sarif>, kForPrograms, kLockouts},
    {"junit", plainly<write_junit>, kForPrograms, kLockouts},
    {"ocsf", in_pieces<write_ocsf>, kForPrograms, kLockouts},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  for (const ReportFormat& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

std::string_view version() { return WHYLOCKED_VERSION; }

// The one line that a log of many runs needs.

namespace {

std::string counted(std::uint64_t number, std::string_view noun) {
  return std::to_string(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

void add_part(std::uint64_t number, std::string_view words, std::string& out) {
  if (number == 0) return;
  out += out.ends_with(':') ? " " : ", ";
  out += std::to_string(number) + ' ' + std::string(words);
}

}  // namespace

void write_summary_line(const Report& report, std::string& out) {
  const Summary& summary = report.summary;
  std::set<TextId> accounts;
  for (const Diagnosis& one : report.lockouts)
    accounts.insert(report.correlation.incidents[one.incident].user);
  out += "whylocked: ";
  if (report.lockouts.empty()) {
    out += "no lockout in " + counted(summary.events, "event");
  } else {
    out +=
        counted(summary.lockouts, "lockout") + " of " + counted(accounts.size(), "account") + ':';
    add_part(summary.diagnosed, "diagnosed", out);
    add_part(summary.tied, "tied", out);
    add_part(summary.insufficient_evidence, "without enough evidence", out);
  }
  if (report.known)
    out +=
        "; new: " + std::to_string(std::count(report.known->begin(), report.known->end(), false));
  out += '\n';
}

}  // namespace whylocked
