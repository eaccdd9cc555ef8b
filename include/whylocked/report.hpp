// Stage 5: diagnoses to a report: text, HTML or Markdown for people; JSON, CSV and
// others for programs.
//
// In:  a Report, which owns everything the stages produced.  Out: bytes appended to a string.
// Every format is written from the same Report, case by case. JSON follows
// src/report/report.schema.json: additions raise the minor part of schema_version, any other change
// the major (see src/report/README.md). Text for people may change at any time.
// Text from a log is untrusted; each writer escapes it for its own medium.
// Lifetime: the Report must outlive the call.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/attribute.hpp"
#include "whylocked/check.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

inline constexpr std::string_view kSchemaVersion = "2.3";
std::string_view version();  // of the program, from CMake

struct Summary {
  std::uint64_t events = 0, failures = 0, users = 0;  // of the whole export
  std::uint64_t lockouts = 0, accounts = 0;           // of the cases shown
  std::uint64_t cases = 0, diagnosed = 0, likely = 0, tied = 0, insufficient_evidence = 0;
};

// Lockouts and cases that a baseline contains.
struct Known {
  std::vector<bool> lockouts;  // by index in Correlation::incidents
  std::vector<bool> cases;     // by index in Correlation::cases
};

struct Report {
  std::vector<InputInfo> inputs;
  Events events;
  Correlation correlation;                        // a filter shortens Case::incidents, nothing else
  std::vector<std::uint32_t> network_of_address;  // by Events::addresses; numbers in `networks`
  NetworkBook networks;
  Site site;
  std::vector<Diagnosis> cases;  // cases shown, in the order of Correlation::cases
  // Parallel to `cases`: Diagnosis::causes with their words. If empty, writers
  // compute them with an Explainer.
  std::vector<std::vector<Cause>> causes;
  std::optional<Known> known;          // nullopt: no baseline
  std::string unknown_user;            // argument of --user that no event names
  bool redacted = false;               // redact() has replaced the names
  bool nothing_selected = false;       // unknown_user is set, or no input covers --since to --until
  std::vector<TextId> selected_users;  // by --user, ascending; empty: all
  std::vector<Diagnostic> diagnostics;
  Summary summary;
};

// Takes the text written so far and clears it, so that output may exceed memory. Formats that show
// every case call it now and then.
using FlushCallback = std::function<void(std::string& out)>;

// True if the baseline contains every lockout of the case or, for a case without
// lockouts, the case.
bool is_known(const Report& report, const Diagnosis& diagnosis);

struct ReportOptions {
  bool color = false;
  std::uint32_t width = 80;  // columns of text, at least 40
  bool all_causes = false;   // -v: everything, rather than what fits on a screen
  bool groups = false;       // --with groups: JSON lists Correlation::groups
  bool accounts = false;     // --with accounts: JSON lists all accounts of a campaign
  std::string reading = {};  // " --map user=Login": options that suggested commands repeat
  FlushCallback flush = {};  // empty: everything stays in `out`
};

namespace report {
class ReportView;  // src/report/view.hpp
}

enum class Depth : std::uint8_t { events, groups, diagnosis };  // how many stages run

// A row of the table of formats. To add a format, add its file and a row.
struct ReportFormat {
  std::string_view name;
  void (*write)(const report::ReportView& view, const ReportOptions& options, std::string& out);
  bool for_people;                 // messages are printed separately; other formats contain them
  Depth depth = Depth::diagnosis;  // what the format shows
};
std::span<const ReportFormat> report_formats();
// An empty name means the default. nullptr: no such format.
const ReportFormat* find_report_format(std::string_view name, Depth depth = Depth::diagnosis);
void write_report(const ReportFormat& format, const Report& report, const ReportOptions& options,
                  std::string& out);

// "whylocked: 3 lockouts of 2 accounts, 2 cases: 1 diagnosed, 1 tied; new: 1". The last part
// appears only with a baseline.
void write_summary_line(const Report& report, std::string& out);

// Appends groups in pieces, when they do not fit into memory, as JSON Lines or as CSV, which begins
// with the header. Any thread may call it.
inline constexpr std::string_view kGroupHeader =
    "user,address,from,to,failures,successes,first,last\n";
void append_groups(const Report& report, std::span<const Group> groups, bool jsonl,
                   std::string& out);

// Replaces users, domains, addresses, files and client texts by tokens; numbers, causes and
// operators stay (src/report/redact.cpp). The first overload fills Report::causes, the second is
// for messages before there is a report, the third for `check`.
void redact(Report& report);
void redact(std::vector<Diagnostic>& diagnostics);
void redact(std::vector<FileCheck>& files, std::vector<Diagnostic>& diagnostics);

// How files are understood, and the known formats, as text or JSON. An empty name
// lists all formats.
void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out);
void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out);

// Writes file:row:column: message, the excerpt with a caret, the hint. Wraps at `width`; 0: never.
void write_diagnostics(const std::vector<Diagnostic>& diagnostics, bool color, std::uint32_t width,
                       std::string& out);

// Describes signals, as text or JSON. An empty name lists all.
void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out);
// Writes one case from a report's JSON: callers, every cause, every line. `id`: of the case or of
// one of its lockouts. `file`: the report's name in messages. False: an error diagnostic was added.
bool write_case(std::string_view report_json, const std::string& file, std::string_view id,
                std::uint32_t width, Diagnostics& diagnostics, std::string& out);
// Drafts a commented site file from the export: time zone, threshold, office addresses judged by
// use, accounts and vendors seen.
void write_site_draft(const Report& report, std::string& out);

// The catalog, and answers of `who`, as text or JSON. An empty id lists all.
void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out);
// `asn` may be null.
void write_who(const std::vector<Address>& addresses, const AsnDatabase* asn, bool json,
               std::string& out);

// A label, followed by text from column `body` on, wrapped at 80 columns.
std::string labelled_row(std::size_t indent, std::string_view label, std::size_t body,
                         std::string_view text);
// Escapes control characters (C0, DEL, C1, bidirectional marks, invalid UTF-8) as \xNN or \u{NNNN}.
std::string escape_terminal(std::string_view text);
// Escapes the invisible characters in the strings of UTF-8 JSON as \uNNNN.
std::string escape_json(std::string_view json);
// Quotes an argument for a shell, in single quotes, if it needs them.
std::string quote_for_shell(std::string_view argument);

}  // namespace whylocked
