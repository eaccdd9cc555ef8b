// The parts of the report as a page, top to bottom.
//
// In:  a ReportView, a CaseGroup.  Out: HTML appended to a string.
// The page is one file: no script, nothing loaded, and a policy that says so to the browser. What
// comes from a log goes through append_html or append_attribute. No part is unbounded; what is left
// out is counted.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

#include "report/wording.hpp"

namespace whylocked {

// Escaped words (words.hpp) as a quoted attribute or a title.
void append_attribute(std::string_view words, std::string& out);
// The same as text of an element, where what is no_break stays on one line.
void append_html(std::string_view words, std::string& out);
// "<tag>words</tag>"; `open` may hold attributes of ours: "p class=soft".
void add_element(std::string_view open, std::string_view words, std::string& out);

std::string_view html_style();
std::string_view html_style_digest();  // SHA-256 of it in base64, as the policy names it
//  // html_style.cpp

// html_block.cpp: one story, as a section with the anchor "s1", "s2", ...
void add_story(const ReportView& view, const CaseGroup& block, std::size_t number, std::string& out);

// html_timeline.cpp
void add_timeline(const ReportView& view, const CaseGroup& block, std::string& out);

// html_causes.cpp: why, what else, what to do, what to test.
void add_why(const ReportView& view, const CaseGroup& block, std::string& out);
void add_others(const ReportView& view, const Diagnosis& diagnosis, std::string& out);
void add_advice(const Diagnosis& diagnosis, std::string& out);

// html_inputs.cpp: what was read, and what was said about it.
void add_inputs(const Report& report, std::string& out);
void add_messages(const Report& report, std::string& out);

}  // namespace whylocked
