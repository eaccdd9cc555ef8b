// The report as a note for a ticket: what did it, how sure, what to do, why.
#include <algorithm>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kCasesShown = 20;  // a ticket takes some thousand characters
constexpr std::size_t kReasons = 5, kMaxLink = 300;

// Words as GitHub Flavored Markdown shows them and as no renderer acts on them.

constexpr std::string_view kSyntax = "\\`*_[]<|~&#$!";

// Renderers turn these into links and mentions after a backslash is gone; code they leave alone.
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

}  // namespace

std::string markdown_code(std::string_view words, bool in_table) {
  std::string inside;
  for (const char c : words) {
    if (c == '|' && in_table)
      inside += "\\x7c";  // a table is cut at pipes before code is seen, "\\\\|" too
    else
      inside += c == kNoBreak || c == kNameBlank ? ' ' : c;
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
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    if (would_link(word)) {
      const std::size_t stem = word.find_last_not_of(",;:.)") + 1;  // npos + 1 is 0
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

namespace {

void add_fact(std::string_view label, std::string_view words, std::string& out) {
  if (words.empty()) return;
  out += "- **" + std::string(label) + ":** " + markdown_text(words) + '\n';
}

void add_steps(const ReportView& view, const std::vector<std::string>& steps, std::string& out) {
  if (!steps.empty()) out += '\n';
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += std::to_string(i + 1) + ". " + markdown_text(view.shown(steps[i])) + '\n';
}

// Sources come from the catalog; only a plain address becomes a link.
void add_source(std::string_view source, std::string& out) {
  if (source.empty()) return;
  const bool plain = source.starts_with("https://") && source.size() <= kMaxLink &&
                     source.find_first_of("<> |\\`\"") == source.npos &&
                     plain_prefix(source) == source.size();
  out +=
      "\nSource: " + (plain ? '<' + std::string(source) + '>' : markdown_text(shown_text(source))) +
      '\n';
}

void note_next_test(const ReportView& view, const Diagnosis& diagnosis, std::string& out) {
  if (!diagnosis.next_test) return;
  const NextTest& test = *diagnosis.next_test;
  out += (diagnosis.status == Status::diagnosed ? "\n**Check:** " : "**Next test:** ") +
         markdown_text(shown_text(test.says)) + '\n';
  add_steps(view, test.steps, out);
  if (!test.outcomes.empty()) out += '\n';
  for (const Outcome& outcome : test.outcomes)
    out += "- " + markdown_text(outcome_words(diagnosis, outcome)) + '\n';
}

void add_reasons(const ReportView& view, const Diagnosis& diagnosis, const Cause& cause,
                 std::string& out) {
  const auto reasons = strongest_reasons(view, diagnosis, cause, kReasons);
  if (reasons.empty()) return;
  out += "\n| evidence | rows |\n|:---|:---|\n";
  for (const ReasonRow& reason : reasons)
    out += "| " + markdown_text(reason.words, true) + " | " +
           markdown_code(rows_words(view, *reason.line), true) + " |\n";
}

void add_case(const ReportView& view, const Diagnosis& diagnosis, std::size_t number,
              std::string& out) {
  const Case& one = view.case_of(diagnosis);
  const Cause cause = view.leading_cause(diagnosis);
  out += "\n## " + std::to_string(number) + ". " + markdown_text(verdict_words(diagnosis)) + "\n\n";
  for (const Conflict& conflict : diagnosis.conflicts)
    add_fact("Conflict", conflict_words(conflict), out);
  for (const Text& caveat : diagnosis.caveats) add_fact("Note", view.shown(caveat), out);
  if (!out.ends_with("\n\n")) out += '\n';
  if (const Fix& fix = cause.fix; !diagnosis.has_fix()) {
    note_next_test(view, diagnosis, out);
  } else if (!fix.where.empty() || !fix.steps.empty()) {
    out += "**Where:** " + markdown_text(shown_text(fix.where)) + "\n\n**Do this:**\n";
    add_steps(view, fix.steps, out);
    add_source(fix.source, out);
  }
  if (!out.ends_with("\n\n")) out += '\n';
  for (const auto& [label, words] : case_facts(view, diagnosis, kUsersListed))
    add_fact(label, words, out);
  add_reasons(view, diagnosis, cause, out);
  if (const std::string others = others_words(diagnosis); !others.empty())
    out += "\n**What else it could be:** " + markdown_text(others) + '\n';
  if (diagnosis.has_fix()) note_next_test(view, diagnosis, out);
  out += "\nCase " + one.id + '\n';
}

}  // namespace

void write_markdown(const ReportView& view, const ReportOptions&, std::string& out) {
  const auto& cases = view.report().cases;
  std::string note = "# Why accounts lock\n\n";
  for (const std::string& line : summary_lines(view)) note += markdown_text(line) + "  \n";
  if (cases.empty()) {
    note += '\n';
    for (const std::string& line : nothing_found(view)) note += "- " + markdown_text(line) + '\n';
  }
  for (std::size_t i = 0; i < cases.size() && i < kCasesShown; ++i)
    add_case(view, cases[i], i + 1, note);
  if (cases.size() > kCasesShown)
    note += "\nand " + count_words(cases.size() - kCasesShown, "more case") +
            ": `--user NAME` shows one account, `--format html` all\n";
  out += with_blanks(std::move(note));
}

}  // namespace whylocked::report
