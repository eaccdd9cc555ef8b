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
    warning,  // a doubt about the whole case
    fact,
    detail,  // left out of a brief report
    action,
    check,  // an optional action: a cause is already named; a brief report leaves out its steps
    source,
    reason,
  };
  Kind kind = fact;
  std::string_view label;               // at most eight letters
  std::string words = {};               // may be empty
  std::vector<std::string> steps = {};  // numbered, below the words
  std::vector<std::string> items = {};  // after those
  std::size_t shared = 0;               // how many of the last steps are shared (Fix::shared)
};

// `full`: lists all names, times and callers. `reasons`: the most reasons and other causes to give;
// 0: none, for a page that shows the evidence itself.
std::vector<Part> outline(const ReportView& view, const Diagnosis& diagnosis, const Cause& leading,
                          bool full, std::size_t reasons);

// In rows of text: the words beside the label, below them the steps with their numbers and the
// items. In text.cpp.
void add_part(const Part& part, TextLayout& page);

}  // namespace whylocked::report
