// The report as a note for a ticket: the cause, how certain it is, what to do, and why.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/outline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kCasesShown = 20;  // tickets hold some thousand characters
constexpr std::size_t kReasons = 5, kMaxLink = 300;

// Words as GitHub Flavored Markdown shows them, safe in every renderer.

constexpr std::string_view kSyntax = "\\`*_[]<|~&#$!";

// Renderers turn these into links and mentions even after a backslash, but leave code alone.
bool would_link(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = ascii::lower(c);
  for (const std::string_view sign : {"@", "#", "://", "www.", "gh-"})
    if (lower.find(sign) != lower.npos) return true;
  return false;
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
    out += c == kNoBreak || c == kNameBlank ? ' ' : c;
  }
}

std::string markdown_code(std::string_view words) {
  const std::string inside = with_blanks(std::string(words));
  if (inside.empty()) return {};
  const std::string fence(longest_run(inside, '`') + 1, '`');
  const bool padded = inside.front() == '`' || inside.back() == '`' ||
                      (inside.front() == ' ' && inside.back() == ' ');
  const std::string_view pad = padded ? " " : "";
  return fence + std::string(pad) + inside + std::string(pad) + fence;
}

// Sources come from the catalog; only plain URLs become links.
std::string source_text(const std::string& words) {
  const bool plain = words.starts_with("https://") && words.size() <= kMaxLink &&
                     words.find_first_of("<> |\\`\"") == words.npos &&
                     plain_prefix(words) == words.size();
  return plain ? '<' + words + '>' : markdown_text(words);
}

void add_part(const Part& part, std::string& out) {
  out += fmt::format("- **{}:**", part.label);
  if (!part.words.empty())
    out += ' ' + (part.kind == Part::source ? source_text(part.words) : markdown_text(part.words));
  out += '\n';
  for (std::size_t i = 0; i < part.steps.size(); ++i)
    out += fmt::format("  {}. {}\n", i + 1, markdown_text(part.steps[i]));
  for (const std::string& item : part.items) out += "  - " + markdown_text(item) + '\n';
}

}  // namespace

std::string markdown_text(std::string_view words) {
  std::string out;
  bool first = true;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    if (would_link(word)) {
      const std::size_t stem = word.find_last_not_of(",;:.)") + 1;  // npos + 1 is 0
      out += markdown_code(word.substr(0, stem));
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

void write_markdown(const ReportView& view, const ReportOptions&, std::string& out) {
  const auto& cases = view.report().cases;
  std::string note = "# Why accounts lock\n\n";
  for (const std::string& line : summary_lines(view)) note += markdown_text(line) + "  \n";
  if (cases.empty()) {
    note += '\n';
    for (const std::string& line : nothing_found(view)) note += "- " + markdown_text(line) + '\n';
  }
  for (std::size_t i = 0; i < cases.size() && i < kCasesShown; ++i) {
    note += fmt::format("\n## {}. {} ({})\n\n", i + 1, markdown_text(verdict_words(cases[i])),
                        view.case_of(cases[i]).id);
    for (const Part& part : outline(view, cases[i], view.leading_cause(cases[i]), false, kReasons))
      add_part(part, note);
  }
  if (cases.size() > kCasesShown)
    note += "\nand " + count_words(cases.size() - kCasesShown, "more case") +
            ": `--user NAME` shows one account, `--format html` all\n";
  out += with_blanks(std::move(note));
}

}  // namespace whylocked::report
