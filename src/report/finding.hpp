// A lockout as other programs' findings: one sentence, one verdict, one place.
//
// In:  the view of a report, a diagnosis.  Out: raw text, which each format escapes for its medium.
// Lifetime: texts are the caller's.  Threads: one a View.  Failure: none.
#pragma once

#include <string>

#include "report/view.hpp"

namespace whylocked {

// "The account ann@example.com was locked at 2026-05-19T16:39:19Z"
std::string finding_title(const View& view, const Diagnosis& diagnosis);
// "LogicMonitor: almost certain, 99.5 %"
std::string finding_verdict(const Diagnosis& diagnosis);
// The row that tells of the lockout, or else the last failure before it; nullptr: neither.
const Event* finding_row(const View& view, const Incident& incident);
// The lockout was in the baseline already.
bool was_known(const Report& report, const Diagnosis& diagnosis);
// What helps against the verdict; without one, the test that leads to it. May be without steps.
Fix fix_of_finding(const Diagnosis& diagnosis);
double leading_probability(const Diagnosis& diagnosis);  // of the first cause

}  // namespace whylocked
