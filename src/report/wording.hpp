// A case and the whole export in words, without a layout.
//
// Text, HTML and Markdown differ in layout alone: the words are here, escaped as in words.hpp. An
// empty text is unknown. Rows refer to the Cause they were made of.
#pragma once

#include <string>
#include <vector>

#include "report/view.hpp"
#include "report/words.hpp"

namespace whylocked::report {

inline constexpr std::size_t kUsersListed = 5;  // of a case with many accounts
inline constexpr std::size_t kTiedNamed = 4;    // of causes that share a rank

// "LogicMonitor: almost certain, 99.8 %", "A or B: 48 % and 45 %"
std::string verdict_words(const Diagnosis& diagnosis);
std::string accounts_words(const ReportView& view, const Case& one,
                           std::size_t most = kUsersListed);
// "3 times: 19 May 08:07, 10:07 and 12:07; still locked at the end"
std::string locked_words(const ReportView& view, const Case& one, bool all = false);
std::string campaign_words(const ReportView& view, const Case& one);
// Why an account of an open case is better left locked; empty: nothing shows it.
std::string unlock_words(const ReportView& view, const Diagnosis& diagnosis);
std::string trigger_words(const ReportView& view, const Incident& incident);
// Attempts while the account was locked: effects. Empty: nothing.
std::string after_words(const ReportView& view, const Case& one);
// All of that with a label each, for a list; words that are empty are to be left out.
using CaseFacts = std::vector<std::pair<std::string_view, std::string>>;
CaseFacts case_facts(const ReportView& view, const Diagnosis& diagnosis, std::size_t most_users);
std::string conflict_words(const Conflict& conflict);

std::string rhythm_words(const ReportView& view, const Caller& caller);
// Address, place, client.
std::string caller_words(const ReportView& view, const Caller& caller);
std::string part_words(const ReportView& view, const Incident& incident, const Contribution& part);
// All of a case: "52.202.255.81 (Amazon Web Services us-east-1), every 60 min"
std::string callers_words(const ReportView& view, const Case& one, std::size_t most = 2);

// "a.csv:3,5,8 b.csv:1": where to look.
std::string rows_words(const ReportView& view, const EvidenceLine& line);
// The lines of a cause, the strongest first; rows are named at the first line that rests on them.
struct EvidenceRow {
  const EvidenceLine* line = nullptr;  // of the Cause
  std::string rows;                    // empty: none, or named before
};
std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause);
// The strongest reasons for a cause, with their weights and without the prior: at most `most`.
// If no cause is named, those that speak for the kind.
struct ReasonRow {
  const EvidenceLine* line = nullptr;
  std::string words;
};
std::vector<ReasonRow> strongest_reasons(const ReportView& view, const Diagnosis& diagnosis,
                                         const Cause& cause, std::size_t most);

// The other causes that are worth a line, those of equal rank together.
struct TieGroup {
  std::vector<RankedCause> causes;
  std::size_t first = 0;  // index of the first of them in Diagnosis::causes
};
std::vector<TieGroup> other_causes(const Diagnosis& diagnosis);
std::string tie_words(const TieGroup& group);  // "Hudu and Zomentum, 4 % each"
std::string others_words(const Diagnosis& diagnosis, std::size_t most = 3);  // empty: none
// "if it stops: Hudu or IT Glue"
std::string outcome_words(const Diagnosis& diagnosis, const Outcome& outcome);

// The fix of the verdict, else the next test. May be without steps.
Fix advice_of(const ReportView& view, const Diagnosis& diagnosis);

// For the formats of other programs: raw text without kNoBreak.
std::string finding_title(const ReportView& view, const Diagnosis& diagnosis);
std::string finding_verdict(const Diagnosis& diagnosis);
// The row that shows the case: a lock row, the last failure before it, or the campaign's first.
const Event* finding_row(const ReportView& view, const Diagnosis& diagnosis);

// The whole export, one text a line (summary.cpp).
// "export.csv: 60 events of 4 users, 18 May 2026 to 20 May 2026, times in UTC", and what to do
// first.
std::vector<std::string> summary_lines(const ReportView& view);
// The case to begin with, by place in Report::cases: an attack that got in, else the costliest case
// that is not over, rather one that names a cause.
std::size_t first_case(const ReportView& view);
bool is_entered(const ReportView& view, const Diagnosis& diagnosis);  // by an attacker
// "No lockout of ann@example.com; 3 lockouts of other accounts or times in the input"
std::string no_lockout_words(const ReportView& view);
// At most five lines: that, accounts nearest to a lock, sprays, refuted locks, silences, what is
// missing.
std::vector<std::string> nothing_found(const ReportView& view);
// "and 3 more cases with 5 lockouts": those from `shown` on.
std::string left_out_words(const ReportView& view, std::size_t shown);
// The basis of the answer: the threshold, what the export lacks, the dates of the facts.
std::vector<std::string> basis_lines(const ReportView& view);
// The input with the most expected information, with its command; empty: none is worth it.
std::string surer_words(const ReportView& view, const ReportOptions& options);

}  // namespace whylocked::report
