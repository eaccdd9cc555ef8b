#include "base/text_location.hpp"

#include <algorithm>

namespace whylocked {

namespace {

// An excerpt that fits a terminal of 80 columns, with some room on both sides of the caret.
constexpr std::size_t kBeforeCaret = 40, kExcerpt = 72;

bool inside_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// The first place from `at` on that is not inside a character.
std::size_t boundary(std::string_view line, std::size_t at) {
  while (at < line.size() && inside_character(line[at])) ++at;
  return at;
}

}  // namespace

void point_at(std::string_view text, std::size_t at, Diagnostic& diagnostic) {
  at = std::min(at, text.size());
  const std::string_view before = text.substr(0, at);
  const auto last_break = before.rfind('\n');
  const std::size_t line_at = last_break == before.npos ? 0 : last_break + 1;
  const std::string_view rest = text.substr(line_at);
  const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
  const std::size_t caret = std::min(at - line_at, line.size());
  const std::string_view front = line.substr(0, caret);

  diagnostic.row = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  diagnostic.column =
      1 + static_cast<std::uint32_t>(std::count_if(front.begin(), front.end(),
                                                   [](char c) { return !inside_character(c); }));
  const std::size_t from = boundary(line, caret > kBeforeCaret ? caret - kBeforeCaret : 0);
  const std::size_t to = boundary(line, std::min(from + kExcerpt, line.size()));
  diagnostic.excerpt = line.substr(from, to - from);
  diagnostic.caret = static_cast<std::uint32_t>(caret - std::min(from, caret));
}

}  // namespace whylocked
