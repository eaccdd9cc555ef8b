#include "base/text_location.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace whylocked {

namespace {

// An excerpt fits a terminal of 80 columns, with some room on both sides of the caret.
constexpr std::size_t kBeforeCaret = 40, kExcerpt = 72;

std::size_t character_start(std::string_view line, std::size_t at) {
  while (at < line.size() && is_utf8_continuation(line[at])) ++at;
  return at;
}

}  // namespace

void set_excerpt(std::string_view text, std::size_t at, Diagnostic& diagnostic) {
  at = std::min(at, text.size());
  const std::size_t begin = text.substr(0, at).find_last_of("\r\n") + 1;  // npos + 1 is 0
  const std::string_view line =
      text.substr(begin, std::min(text.find_first_of("\r\n", at), text.size()) - begin);
  const std::size_t caret = at - begin;
  const std::size_t from = character_start(line, caret > kBeforeCaret ? caret - kBeforeCaret : 0);
  const std::size_t to = character_start(line, std::min(from + kExcerpt, line.size()));
  diagnostic.excerpt = line.substr(from, to - from);
  diagnostic.caret = static_cast<std::uint32_t>(std::min(caret - std::min(from, caret), to - from));
}

void set_location(std::string_view text, std::size_t at, Diagnostic& diagnostic) {
  at = std::min(at, text.size());
  const std::string_view before = text.substr(0, at);
  const std::string_view front = before.substr(before.rfind('\n') + 1);
  diagnostic.row = 1 + static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
  diagnostic.column = 1 + static_cast<std::uint32_t>(std::ranges::count_if(
                              front, [](char c) { return !is_utf8_continuation(c); }));
  set_excerpt(text, at, diagnostic);
}

}  // namespace whylocked
