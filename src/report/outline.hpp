// A case as labelled parts, in the order in which an administrator needs them: which account, what
// to do, who called, why. Text, Markdown and HTML lay out the same parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/layout.hpp"
#include "report/view.hpp"

namespace whylocked::report {

// Texts are escaped as in words.hpp.
struct Part {
  enum Kind : std::uint8_t {
    warning,  // a doubt about the case as a whole
    fact,
    detail,  // a fact that a brief report leaves out
    action,
    check,  // an action whose steps a brief report leaves out: a cause is named without it
    source,
    reason,
  };
  Kind kind = fact;
  std::string_view label;               // of at most eight letters
  std::string words = {};               // may be empty
  std::vector<std::string> steps = {};  // below the words, numbered
  std::vector<std::string> items = {};  // after those
  std::size_t shared = 0;               // the last of the steps, as Fix::shared
};

// `full`: with names, times and callers in lists. `reasons`: at most so many, and as many other
// causes; 0: none, for a page that shows the evidence itself.
std::vector<Part> outline(const ReportView& view, const Diagnosis& diagnosis, const Cause& leading,
                          bool full, std::size_t reasons);

// In rows of text: the words beside the label, below them the steps with their numbers and the
// items. In text.cpp.
void add_part(const Part& part, TextLayout& page);

}  // namespace whylocked::report
