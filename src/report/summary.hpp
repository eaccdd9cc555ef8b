// Words about the whole export: what was read, what to do first, what was looked for where nobody
// was locked, what would make the answer surer.
//
// In:  a ReportView.  Out: escaped words, one text a line.
#pragma once

#include <string>
#include <vector>

#include "report/wording.hpp"

namespace whylocked::report {

// "export.csv: 60 events of 4 users, 18 May 2026 to 20 May 2026, times in UTC", and what to do
// first.
std::vector<std::string> summary_lines(const ReportView& view);
// At most five lines: accounts nearest to a lock, sprays, refuted locks, silences, what is missing.
std::vector<std::string> nothing_found(const ReportView& view);
// "and 3 more cases with 5 lockouts": those from `shown` on.
std::string left_out_words(const ReportView& view, std::size_t shown);
// The basis of the answer: the threshold, what the export lacks, the dates of the facts.
std::vector<std::string> basis_lines(const ReportView& view);
// The input with the most expected information, with its command; empty: none is worth it.
std::string surer_words(const ReportView& view);

}  // namespace whylocked::report
