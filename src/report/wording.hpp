// What a report for people says, in words and without a layout.
//
// In:  a ReportView, a CaseGroup or Diagnosis.  Out: escaped words as in words.hpp, and the few lists that
//      every such report shows in the same order.
// Text, HTML and Markdown differ in layout and not in what they say: the words stand here.
// Lifetime: lists refer to what they were made of.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/view.hpp"

namespace whylocked {

inline constexpr std::size_t kTiedNamed = 6;     // of a tie; a crowd shows fewer names
inline constexpr std::size_t kUsersListed = 12;  // of an attack on many

struct Wording {
  bool color = false;
  bool all = false;  // name every member of a crowd
};

// story.cpp: who was locked, by what, when.
// "8 accounts", or the name of the one.
std::string accounts_words(const ReportView& view, const CaseGroup& block);
// "LogicMonitor: almost certain, 99.8 %", "Tied between A and B, 45 % each"
std::string verdict_words(const Diagnosis& diagnosis, const Wording& how = {});
std::string locked_words(const ReportView& view, const CaseGroup& block, bool all = false);
std::string trigger_words(const ReportView& view, const Incident& incident);  // empty: not known
std::uint64_t attempts_after(const ReportView& view, const CaseGroup& block);     // while locked

// story_callers.cpp: an empty text is what is not known.
std::string place_words(const ReportView& view, const Caller& origin);
std::string client_words(const ReportView& view, const Caller& origin);
std::string part_words(const ReportView& view, const Incident& incident, const Contribution& blame);
std::string beat_words(const Periodicity& rhythm);
std::string caller_words(const ReportView& view, const Caller& origin);

// story_causes.cpp
// "a.csv:3,5,8 b.csv:1": where to look.
std::string places_words(const ReportView& view, const std::vector<std::uint32_t>& events);
std::string places_words(const ReportView& view, const EvidenceLine& line);
// Lines often rest on the same rows; they are named at the first of them.
struct EvidenceRow {
  const EvidenceLine* line = nullptr;  // of the Cause
  std::string places;                  // empty: none, or named before
};
std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause);
std::string why_words(const ReportView& view, const CaseGroup& block);
// Causes that nothing tells apart, as one line.
struct TieGroup {
  std::vector<CauseInBrief> causes;
  std::size_t first = 0;  // index of the first of them in Diagnosis::causes
};
bool worth_a_line(const TieGroup& crowd);
std::vector<TieGroup> other_ties(const Diagnosis& diagnosis);  // those of a verdict left out
std::string cause_name(const Diagnosis& diagnosis, std::string_view id);
std::string worth_words(double bits);
// Where each of a tie's products keeps the password, as far as looking at all is quick.
struct PlaceOfTie {
  std::string name, where;  // `where` does not repeat the name
};
std::vector<PlaceOfTie> places_of_tie(const Diagnosis& diagnosis);

// story_summary.cpp
std::string counts_words(const ReportView& view);      // "export.csv: 3 lockouts, 18 failed logins, ..."
std::string period_words(const Report& report);  // from when to when; empty: no event
// The failures of one account from one address, over all windows.
struct Failures {
  TextId user = kNone, address = kNone;
  std::uint64_t count = 0;
  Micros first = 0, last = 0;
};
std::vector<Failures> largest_failures(const std::vector<Group>& groups, std::size_t most);
std::string failures_words(const ReportView& view, const Failures& failures);
std::vector<std::string> missing_columns(const Report& report);  // that would have helped

// Numbers, times, kinds and lists as words of a report.
//
// In:  plain values.  Out: escaped text with single blanks; what belongs together is no_break
//      (page.hpp).
// Lifetime: none.  Threads: pure.  Failure: none.

std::string number_words(std::uint64_t number);  // "3,214"
// "1 failure", "3,214 failures"; a noun in -y, -s or -sh has its own plural.
std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural = {});
std::string percent_words(double probability);    // "99.8 %", "12 %", "<1 %"
std::string_view sure_words(double probability);  // "almost certain"
std::string decibel_words(Decibans10 db10);       // "+30.0"

std::string time_words(Micros time);  // "2026-05-19 08:07:19Z", as one word
// The clock alone where the day is that of `before`.
std::string time_words_after(Micros time, Micros before);
std::string duration_words(Micros duration);  // "102 s", "7 min", "2.5 h", "3 days"

std::string_view kind_words(CauseCategory kind);         // "a cloud-hosted integration"
std::string_view kind_words_plural(CauseCategory kind);  // "cloud-hosted integrations"

// "A, B and C"; of more than `most`, the first three, "and 31 more".
std::string list_words(const std::vector<std::string>& names, std::size_t most);

// Text of a log or of another stage, made fit for a page: escaped, cut, times readable.
std::string shown_text(std::string_view text);
std::string shown_name(std::string_view name);  // of an account, a file, a client

// A lockout as other programs' findings: one sentence, one verdict, one place.
//
// In:  the view of a report, a diagnosis.  Out: raw text, which each format escapes for its medium.
// Lifetime: texts are the caller's.  Threads: one a ReportView.  Failure: none.

// "The account ann@example.com was locked at 2026-05-19T16:39:19Z"
std::string finding_title(const ReportView& view, const Diagnosis& diagnosis);
// "LogicMonitor: almost certain, 99.5 %"
std::string finding_verdict(const Diagnosis& diagnosis);
// The row that tells of the lockout, or else the last failure before it; nullptr: neither.
const Event* finding_row(const ReportView& view, const Incident& incident);
// The lockout was in the baseline already.
bool was_known(const Report& report, const Diagnosis& diagnosis);
// What helps against the verdict; without one, the test that leads to it. May be without steps.
Fix fix_of_finding(const Diagnosis& diagnosis);
double leading_probability(const Diagnosis& diagnosis);  // of the first cause

}  // namespace whylocked
