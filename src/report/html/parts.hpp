// The parts of the report as a page, top to bottom.
//
// The page is one file: no script, nothing loaded, and a policy that says so to the browser. Text
// from a log goes through html_text or html_attribute. No part is unbounded; what is left out
// is counted.
#pragma once

#include <string>
#include <string_view>

#include "report/outline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

// Escaped words (words.hpp) as a quoted attribute or a title.
std::string html_attribute(std::string_view words);
// The same as text of an element; words joined by kNoBreak stay on one line.
std::string html_text(std::string_view words);
// "<tag>words</tag>"; `open` may hold attributes of ours: "p class=soft".
std::string html_element(std::string_view open, std::string_view words);
// A row of a <dl>.
std::string html_part(const Part& part);
// "and 3 more cases", where there are more than are shown.
std::string html_more(std::size_t all, std::size_t shown, std::string_view noun = {});

// How a case is coloured: as an attack that is named, or by its status.
std::string_view html_class(const Diagnosis& diagnosis);

std::string_view html_style();         // style.css, embedded by embed.py
std::string_view html_style_digest();  // SHA-256 of it in base64, as the policy names it

// case.cpp: a case as <details> with the anchor "c1", "c2", ...; `full`: with its timeline, all
// callers and the evidence of other causes.
void add_case(const ReportView& view, const Diagnosis& diagnosis, std::size_t number, bool full,
              std::string& out);

// timeline.cpp
void add_timeline(const ReportView& view, const Case& one, std::string& out);
void add_accounts_timeline(const ReportView& view, std::string& out);

}  // namespace whylocked::report
