// The table of formats of a report.
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
  kWrite(report, out, options.drain);
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

}  // namespace whylocked
