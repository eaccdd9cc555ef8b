// The parts of the HTML report, top to bottom.
//
// The page is one file without scripts or loaded resources, and its content security policy says
// so. Text from a log goes through html_text or html_attribute. Every part is bounded, and says how
// much it leaves out.
#pragma once

#include <string>
#include <string_view>

#include "report/outline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

// Escaped words (words.hpp) as a quoted attribute or a title.
std::string html_attribute(std::string_view words);
// The same as element text; words joined by kNoBreak stay on one line.
std::string html_text(std::string_view words);
// "<tag>words</tag>"; `open` may include attributes: "p class=soft".
std::string html_element(std::string_view open, std::string_view words);
// A row of a <dl>.
std::string html_part(const Part& part);
// "and 3 more cases", if not all are shown.
std::string html_more(std::size_t all, std::size_t shown, std::string_view noun);

// CSS class of a case: a named attack, or its status.
std::string_view html_class(const Diagnosis& diagnosis);

std::string_view html_style();         // style.css, embedded by embed.py
std::string_view html_style_digest();  // its SHA-256 in base64, for the policy

// case.cpp: a case as <details> with the anchor "c1", "c2", ...; `full`: with its timeline, all
// callers and the evidence of other causes.
void add_case(const ReportView& view, const Diagnosis& diagnosis, std::size_t number, bool full,
              std::string& out);

// timeline.cpp
void add_timeline(const ReportView& view, const Case& one, std::string& out);
void add_accounts_timeline(const ReportView& view, std::string& out);

}  // namespace whylocked::report
