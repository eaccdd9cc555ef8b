// Takes a text apart from its front.
//
// In:  a text.  Out: views of it.
// Lifetime: views point into the argument.  Threads: pure.  Failure: none.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/ascii.hpp"

namespace whylocked {

// With ASCII letters in any case.
constexpr bool begins_with(std::string_view text, std::string_view front) {
  return ascii::equal_ignoring_case(text.substr(0, front.size()), front);
}

// Removes the text up to the first `end`, or all of it, and `end`; returns it without `end`.
constexpr std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return front;
}

// Calls `use` with each line of a data file but comments (#).
template <typename Use>
void for_each_line(std::string_view text, Use use) {
  while (!text.empty())
    if (const std::string_view line = take_until(text, '\n'); !line.starts_with('#')) use(line);
}

}  // namespace whylocked
