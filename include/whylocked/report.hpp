// Stage 5: diagnoses to a report: text, HTML, Markdown for people; JSON, CSV and others for
// programs.
//
// In:  one Report, which owns everything the stages produced.  Out: bytes appended to a string.
// Every format is written from the same Report, case by case. JSON follows
// src/report/report.schema.json (additions raise the minor of schema_version, anything else the
// major; see src/report/README.md); text for people may change at any time.
// Text from a log is hostile: each writer escapes it for its own medium, here and nowhere else.
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

inline constexpr std::string_view kSchemaVersion = "2.2";
std::string_view version();  // of the program, from CMake

struct Summary {
  std::uint64_t events = 0, failures = 0, users = 0;  // of the whole export
  std::uint64_t lockouts = 0, accounts = 0;           // of the cases that are shown
  std::uint64_t cases = 0, diagnosed = 0, likely = 0, tied = 0, insufficient_evidence = 0;
};

// Lockouts and cases of a baseline.
struct Known {
  std::vector<bool> lockouts;  // by index in Correlation::incidents
  std::vector<bool> cases;     // by index in Correlation::cases
};

struct Report {
  std::vector<InputInfo> inputs;
  Events events;
  Correlation correlation;                        // a filter shortens Case::incidents, nothing else
  std::vector<std::uint32_t> network_of_address;  // numbers of `networks`
  NetworkBook networks;
  Site site;
  std::vector<Diagnosis> cases;  // those that are shown, in the order of Correlation::cases
  // By place in `cases`: Diagnosis::causes with their words. Where there are none, the writers
  // have an Explainer write them.
  std::vector<std::vector<Cause>> causes;
  std::optional<Known> known;          // none: there is no baseline
  std::string unknown_user;            // --user named it, and no event does
  bool nothing_selected = false;       // that, or --since and --until name a time without input
  std::vector<TextId> selected_users;  // by --user, ascending; empty: all
  std::vector<Diagnostic> diagnostics;
  Summary summary;
};

// Takes what has been written so far and leaves the text empty, so that an answer larger than
// memory can be written. The formats that show every case call it now and then.
using FlushCallback = std::function<void(std::string& out)>;

// Whether the baseline has every lockout of a case; of one that locked nobody, the case itself.
bool is_known(const Report& report, const Diagnosis& diagnosis);

struct ReportOptions {
  bool color = false;
  std::uint32_t width = 80;  // columns of text; at least 40 are used
  bool all_causes = false;   // -v: everything, not only what fits on a screen
  bool groups = false;       // --with groups: JSON lists Correlation::groups
  bool accounts = false;     // --with accounts: and all accounts of a campaign
  std::string reading = {};  // " --map user=Login": options that a suggested command repeats
  FlushCallback flush = {};  // none: all stays in `out`
};

namespace report {
class ReportView;  // src/report/view.hpp
}

enum class Depth : std::uint8_t { events, groups, diagnosis };  // how far the stages go

// A row of the table of formats; a new one is a file that writes it and a row.
struct ReportFormat {
  std::string_view name;
  void (*write)(const report::ReportView& view, const ReportOptions& options, std::string& out);
  bool for_people;                 // messages go beside it; a program finds them inside
  Depth depth = Depth::diagnosis;  // what it writes
};
std::span<const ReportFormat> report_formats();
// An empty name is the default. nullptr: none of that name.
const ReportFormat* find_report_format(std::string_view name, Depth depth = Depth::diagnosis);
void write_report(const ReportFormat& format, const Report& report, const ReportOptions& options,
                  std::string& out);

// "whylocked: 3 lockouts of 2 accounts, 2 cases: 1 diagnosed, 1 tied; new: 1"; the last with a
// baseline.
void write_summary_line(const Report& report, std::string& out);

// Groups in pieces, for more than fit into memory; any thread may append rows. `jsonl` false: CSV
// with a header.
class GroupTable {
 public:
  GroupTable(const Report& report, bool jsonl) : report_(report), jsonl_(jsonl) {}
  void append_header(std::string& out) const;
  void append_rows(std::span<const Group> groups, std::string& out) const;

 private:
  const Report& report_;
  const bool jsonl_;
};

// The report without names: tokens replace users, domains, addresses, files and client texts;
// numbers, causes and operators stay (src/report/redact.cpp). Fills Report::causes. The
// second is for messages from before there is a report, the third for `check`.
void redact(Report& report);
void redact(std::vector<Diagnostic>& diagnostics);
void redact(std::vector<FileCheck>& files, std::vector<Diagnostic>& diagnostics);

// How files are understood, and the known formats, as text or JSON. An empty name lists
// all formats.
void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out);
void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out);

// file:row:column: message, the text with a caret, one hint. Lines wrap at `width`; 0: nowhere.
void write_diagnostics(const std::vector<Diagnostic>& diagnostics, bool color, std::uint32_t width,
                       std::string& out);

// Signals in general, as text or JSON. An empty name lists all.
void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out);
// One case of a report's JSON in full: callers, every cause, every line. `id`: of the case or of
// one of its lockouts. False: an error diagnostic. `file` is the report's name in messages.
bool write_case(std::string_view report_json, const std::string& file, std::string_view id,
                std::uint32_t width, Diagnostics& diagnostics, std::string& out);
// A site file from what the export shows, with comments: time zone, threshold, office addresses by
// use, accounts and vendors seen.
void write_site_draft(const Report& report, std::string& out);

// Catalog and `who`, as text or JSON. An empty id lists all.
void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out);
// `asn` may be null.
void write_who(const std::vector<Address>& addresses, const AsnDatabase* asn, bool json,
               std::string& out);

// A label, beside it a text from column `body` on, wrapped at 80 columns.
std::string labelled_row(std::size_t indent, std::string_view label, std::size_t body,
                         std::string_view text);
// Escapes control characters (C0, DEL, C1, bidirectional marks, invalid UTF-8) as \xNN or \u{NNNN}.
std::string escape_terminal(std::string_view text);
// JSON in UTF-8 with the hidden characters of its strings as \uNNNN.
std::string escape_json(std::string_view json);
// An argument as a shell reads it back: in single quotes where it needs them.
std::string quote_for_shell(std::string_view argument);

}  // namespace whylocked
