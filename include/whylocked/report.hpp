// Stage 5: a diagnosis to a report: text, HTML, Markdown for people; JSON, CSV for programs.
//
// In:  one Report, which owns everything the stages produced.  Out: bytes appended to a string.
// Every format is written from the same Report. JSON follows src/report/report.schema.json
// (schema_version 1.3: additions raise the minor, anything else the major); text for people may
// change at any time.
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

#include "whylocked/attribute_old.hpp"
#include "whylocked/check.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

inline constexpr std::string_view kSchemaVersion = "1.3";
std::string_view version();  // of the program, from CMake

struct Summary {
  std::uint64_t events = 0, failures = 0, users = 0, lockouts = 0;
  std::uint64_t diagnosed = 0, tied = 0, insufficient_evidence = 0;
};

struct Report {
  std::vector<InputInfo> inputs;
  Events events;
  Correlation correlation;
  std::vector<std::uint32_t> network_of_address;  // numbers of `networks`
  NetworkBook networks;
  std::vector<Diagnosis> lockouts;
  std::optional<std::vector<bool>> known;  // by lockout: the baseline has it; none: no baseline
  std::vector<Diagnostic> diagnostics;
  Summary summary;
};

// Takes what has been written so far and leaves the text empty, so that an answer larger than
// memory can be written. The formats that show every lockout and every cause ask for it now and
// then.
using FlushCallback = std::function<void(std::string& out)>;

struct TextOptions {
  bool color = false;
  std::uint32_t width = 80;  // columns; at least 40 are used
  bool all_causes = false;   // -v: every cause and every line, not the leading ones
  FlushCallback flush = {};          // none: all stays in `out`
};

void write_text(const Report& report, const TextOptions& options, std::string& out);
void write_json(const Report& report, std::string& out, const FlushCallback& flush = {});
void write_jsonl(const Report& report, std::string& out, const FlushCallback& flush = {});
void write_csv(const Report& report, std::string& out, const FlushCallback& flush = {});
void write_html(const Report& report, std::string& out);
void write_markdown(const Report& report, std::string& out);
void write_sarif(const Report& report, std::string& out);
void write_junit(const Report& report, std::string& out);
void write_ocsf(const Report& report, std::string& out, const FlushCallback& flush = {});

// "whylocked: 3 lockouts of 2 accounts: 2 diagnosed, 1 tied; new: 1"; the last with a baseline.
void write_summary_line(const Report& report, std::string& out);

// The table of formats of a report; a new one is a file that writes it and a row.
struct ReportFormat {
  std::string_view name;
  void (*write)(const Report& report, const TextOptions& options, std::string& out);
  bool for_people;  // messages go beside it; a program finds them inside
  bool groups;      // shows the groups too, not only the lockouts
};
std::span<const ReportFormat> report_formats();                 // the first is the default
const ReportFormat* find_report_format(std::string_view name);  // nullptr: none of that name

// The first two stages' values, each for itself. `jsonl` false: CSV with a header.
void write_events(const Report& report, bool jsonl, std::string& out, const FlushCallback& flush = {});
void write_ocsf_events(const Report& report, std::string& out, const FlushCallback& flush = {});
void write_groups(const Report& report, bool jsonl, std::string& out);
// The same, some rows at a time, for more groups than fit into memory; write() is for any thread.
class GroupWriter {
 public:
  GroupWriter(const Report& report, Micros window, bool jsonl);
  void begin(std::string& out) const;
  void write(std::span<const Group> groups, std::string& out) const;

 private:
  const Report& report_;
  Micros window_;
  bool jsonl_;
  std::vector<char> plain_;  // by user: its text needs no escape in CSV
};

// The report without names: tokens take the place of users, domains, addresses, files and client
// texts; numbers, causes and operators stay (src/report/redaction.hpp). The second is for messages
// from before there is a report, the third for `check`, with all that was said of the files.
void redact(Report& report);
void redact(std::vector<Diagnostic>& diagnostics);
void redact(std::vector<FileCheck>& files, std::vector<Diagnostic>& diagnostics);

// How files are understood, and the formats that are known, as text or JSON. An empty name lists
// all formats.
void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out);
void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out);

// file:row:column: message, the text with a caret, one hint line.
void write_diagnostics(const std::vector<Diagnostic>& diagnostics, bool color, std::string& out);

// Signals in general, as text or JSON. An empty name lists all.
void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out);

// Catalog and `who`, as text or JSON. An empty id lists all.
void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out);
// `asn` may be null.
void write_who(const std::vector<std::string>& addresses, const AsnDatabase* asn, bool json,
               std::string& out);

// Escapes control characters (C0, DEL, C1, bidirectional marks, invalid UTF-8) as \xNN or \u{NNNN}.
std::string escape_terminal(std::string_view text);
// A CSV field: quoted where needed, with ' before a leading = + - @ tab or CR (formula injection).
std::string escape_csv(std::string_view text);
// An argument as a shell reads it back: in single quotes where it needs them.
std::string quote_for_shell(std::string_view argument);

}  // namespace whylocked
