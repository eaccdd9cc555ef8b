// Words as GitHub Flavored Markdown shows them and as no renderer acts on them.
#include <algorithm>

#include "report/markdown.hpp"
#include "report/page.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kSyntax = "\\`*_[]<|~&#$!";

// Renderers turn these into links and mentions after a backslash is gone; code they leave alone.
bool would_link(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  for (const std::string_view sign : {"@", "#", "://", "www.", "gh-"})
    if (lower.find(sign) != lower.npos) return true;
  return false;
}

// Punctuation of the sentence, behind a word.
std::size_t without_stops(std::string_view word) {
  return word.find_last_not_of(",;:.)") + 1;  // npos + 1 is 0
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == of ? run + 1 : 0);
  return longest;
}

void add_plain(std::string_view word, bool first, std::string& out) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool opens_list =  // only at the front of a line
        first && ((i == 0 && (c == '-' || c == '+' || c == '=' || c == '>')) ||
                  (i > 0 && i == digits && i + 1 == word.size() && (c == '.' || c == ')')));
    if (opens_list || kSyntax.find(c) != kSyntax.npos) out += '\\';
    out += c;
  }
}

}  // namespace

std::string markdown_code(std::string_view words, bool in_table) {
  std::string inside;
  for (const char c : words) {
    if (c == '|' && in_table)
      inside += "\\x7c";  // a table is cut at pipes before code is seen, "\\\\|" too
    else
      inside += c == kGlue ? ' ' : c;
  }
  if (inside.empty()) return {};
  const std::string fence(longest_run(inside, '`') + 1, '`');
  const bool padded = inside.front() == '`' || inside.back() == '`' ||
                      (inside.front() == ' ' && inside.back() == ' ');
  const std::string_view pad = padded ? " " : "";
  return fence + std::string(pad) + inside + std::string(pad) + fence;
}

std::string markdown_text(std::string_view words, bool in_table) {
  std::string out;
  bool first = true;
  while (!words.empty()) {
    std::size_t end = 0;
    while (end < words.size() && words[end] != ' ' && words[end] != kGlue) ++end;
    const std::string_view word = words.substr(0, end);
    if (would_link(word)) {
      const std::size_t stem = without_stops(word);
      out += markdown_code(word.substr(0, stem), in_table);
      out += word.substr(stem);
    } else {
      add_plain(word, first, out);
    }
    first = false;
    if (end < words.size()) out += ' ';
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

}  // namespace whylocked
