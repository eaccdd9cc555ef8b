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

// "LogicMonitor: almost certain, 99.8 %", "A or B: 48 % and 45 %"
std::string verdict_words(const Diagnosis& diagnosis);
// The accounts that were locked; where none was, those that were tried, the most often tried first.
std::vector<TextId> affected_users(const ReportView& view, const Case& one);
std::string accounts_words(const ReportView& view, const Case& one, std::size_t most);
// "3 times: 19 May 08:07, 10:07 and 12:07; still locked at the end"
std::string locked_words(const ReportView& view, const Case& one, std::size_t most);
std::string campaign_words(const ReportView& view, const Case& one);

bool knows_threshold(const ReportView& view);
std::string rhythm_words(const ReportView& view, const Caller& caller);
// Address, place, client.
std::string caller_words(const ReportView& view, const Caller& caller);

// The lines of a cause, the strongest first.
struct EvidenceRow {
  const EvidenceLine* line = nullptr;  // of the Cause
  std::string rows;  // "a.csv:3,5,8 b.csv:1": where to look; empty: nowhere, or named before
};
std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause);

// The other causes that are worth a line, those of equal rank together: "Hudu and Zomentum, 4 %
// each". Empty: none.
std::string others_words(const Diagnosis& diagnosis, std::size_t most);
// "if it stops: Hudu or IT Glue"
std::string outcome_words(const Diagnosis& diagnosis, const Outcome& outcome);

// For the formats of other programs: raw text without kNoBreak.
std::string finding_title(const ReportView& view, const Diagnosis& diagnosis);
std::string finding_verdict(const Diagnosis& diagnosis);
// The row that shows the case: a lock row, the last failure before it, or the campaign's first.
const Event* finding_row(const ReportView& view, const Diagnosis& diagnosis);

// The whole export, one text a line (summary.cpp).
// "export.csv: 60 events of 4 users, 18 May 2026 to 20 May 2026, times in UTC", and what to do
// first.
std::vector<std::string> summary_lines(const ReportView& view);
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
