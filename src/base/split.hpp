// Splits text from the front, and data files into lines and words.
//
// In:  a text.  Out: views of it.
// Lifetime: views point into the argument.  Threads: pure; const access is safe.  Failure: none.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "base/ascii.hpp"

namespace whylocked {

// Ignores the case of ASCII letters.
constexpr bool begins_with(std::string_view text, std::string_view front) {
  return ascii::equal_ignoring_case(text.substr(0, front.size()), front);
}

// Removes the text through the first `end` (or all of it) and returns it without `end`.
constexpr std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return front;
}

// Calls `use` with each line of a data file except comments (#).
template <typename Use>
void for_each_line(std::string_view text, Use use) {
  while (!text.empty())
    if (const std::string_view line = take_until(text, '\n'); !line.starts_with('#')) use(line);
}

// Words and their kinds, from lines "kind: word, word, ...". A word has one bit for each line that
// lists it, the lowest for the first line; other words have 0.
class WordKinds {
 public:
  explicit WordKinds(std::string_view lines) {
    std::uint32_t kind = 1;
    for_each_line(lines, [&](std::string_view line) {
      for (take_until(line, ':'); !line.empty(); kinds_[take_until(line, ',')] |= kind)
        if (line.starts_with(' ')) line.remove_prefix(1);
      kind <<= 1;
    });
  }

  std::uint32_t of(std::string_view word) const {
    const auto found = kinds_.find(word);
    return found == kinds_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> kinds_;
};

}  // namespace whylocked
