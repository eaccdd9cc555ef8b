// Messages: the place, the problem, the text with a caret, and a hint.
#include "base/text_location.hpp"
#include "base/utf8.hpp"
#include "report/escape.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::string_view kExcerptIndent = "  ";

// The text around the caret that fits on a line, with the caret below its character.
void add_excerpt(const Diagnostic& diagnostic, bool color, std::string& out) {
  Diagnostic cut;
  set_excerpt(diagnostic.excerpt, diagnostic.caret, cut);
  std::size_t caret = cut.caret;
  while (caret > 0 && caret < cut.excerpt.size() && is_utf8_continuation(cut.excerpt[caret]))
    --caret;
  const std::string before = escape_terminal(cut.excerpt.substr(0, caret));
  (out += kExcerptIndent) += before + escape_terminal(cut.excerpt.substr(caret)) + '\n';
  (out += kExcerptIndent).append(columns_of(before), ' ') +=
      painted(color, Style::green, "^") + '\n';
}

// A paragraph wrapped at so many columns; 0: one line.
void add_line(const std::string& words, std::uint32_t width, std::string& out) {
  if (width == 0)
    out += words + '\n';
  else
    TextLayout(width, false, out).text(0, words, kExcerptIndent.size());
}

void write_diagnostic(const Diagnostic& diagnostic, bool color, std::uint32_t width,
                      std::string& out) {
  const bool is_error = diagnostic.severity == Severity::error;  // which the exit status shows
  const Style of_word = diagnostic.severity == Severity::warning ? Style::yellow : Style::faint;
  add_line(
      location_words(diagnostic) +
          (is_error ? "" : painted(color, of_word, to_text(diagnostic.severity)) + ": ") +
          painted(color, is_error ? Style::red : Style::bold, escape_terminal(diagnostic.message)),
      width, out);
  if (!diagnostic.excerpt.empty()) add_excerpt(diagnostic, color, out);
  if (!diagnostic.hint.empty()) add_line("hint: " + escape_terminal(diagnostic.hint), width, out);
}

}  // namespace

void write_diagnostics(const std::vector<Diagnostic>& diagnostics, bool color, std::uint32_t width,
                       std::string& out) {
  for (const Diagnostic& diagnostic : diagnostics) write_diagnostic(diagnostic, color, width, out);
}

}  // namespace whylocked
