// A case and the whole export in words, without a layout.
//
// Text, HTML and Markdown differ only in layout; the words are here, escaped as in words.hpp. Empty
// text means unknown. An EvidenceRow refers to the Cause that it was made from.
#pragma once

#include <string>
#include <vector>

#include "report/view.hpp"
#include "report/words.hpp"

namespace whylocked::report {

// "LogicMonitor: almost certain, 99.8 %", "A or B: 48 % and 45 %"
std::string verdict_words(const Diagnosis& diagnosis);
// The locked accounts; if none was locked, the accounts tried, most often tried first.
std::vector<TextId> affected_users(const ReportView& view, const Case& one);
std::string accounts_words(const ReportView& view, const Case& one, std::size_t most);
// "3 times: 19 May 08:07, 10:07 and 12:07; still locked at the end"
std::string locked_words(const ReportView& view, const Diagnosis& diagnosis, std::size_t most);
std::string campaign_words(const ReportView& view, const Case& one);

bool knows_threshold(const ReportView& view);
std::string rhythm_words(const ReportView& view, const Caller& caller);
// Address, place, client.
std::string caller_words(const ReportView& view, const Caller& caller);

// The lines of a cause, strongest first.
struct EvidenceRow {
  const EvidenceLine* line = nullptr;  // points into the Cause
  std::string rows;                    // "a.csv:3,5,8 b.csv:1"; empty: none, or named before
};
std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause);

// Other causes worth a line, grouped by rank: "Hudu and Zomentum, 4 % each". Empty: none.
std::string others_words(const Diagnosis& diagnosis, std::size_t most);
// "if it stops: Hudu or IT Glue"
std::string outcome_words(const Diagnosis& diagnosis, const Outcome& outcome);

// For other programs' formats: raw text without kNoBreak.
std::string finding_title(const ReportView& view, const Diagnosis& diagnosis);
std::string finding_verdict(const Diagnosis& diagnosis);
// The row that represents the case: a lock row, the last failure before it, or the campaign's
// first.
const Event* finding_row(const ReportView& view, const Diagnosis& diagnosis);

// The whole export, one text per line (summary.cpp).
std::vector<std::string> summary_lines(const ReportView& view);
// "No lockout of ann@example.com; 3 lockouts of other accounts or times in the input"
std::string no_lockout_words(const ReportView& view);
// A few lines: no lockouts, accounts nearest to a lock, sprays, refuted locks, silences,
// missing rows.
std::vector<std::string> nothing_found(const ReportView& view);
// "and 3 more cases with 5 lockouts", from case `shown` on.
std::string left_out_words(const ReportView& view, std::size_t shown);
// The basis of the answer: threshold, gaps of the export, dates of the facts.
std::vector<std::string> basis_lines(const ReportView& view);
// The most informative missing input, with its command; empty if none is worth it.
std::string surer_words(const ReportView& view, const ReportOptions& options);

}  // namespace whylocked::report
