// Messages: where, what is wrong, the text in question with a caret, and what to do.
//
// A long excerpt is cut around the caret. Only so much of it is looked at as can be shown, because
// the record in question may be a megabyte.
#include <algorithm>

#include "report/escape.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::size_t kExcerptColumns = 72;  // of an excerpt
constexpr std::size_t kMinAfter = 24;        // of them from the caret on, where the text goes on
constexpr std::size_t kBytesLookedAt = 4 * kExcerptColumns;  // a column takes at most four bytes
constexpr std::string_view kExcerptIndent = "  ";

struct Excerpt {
  std::string text;
  std::size_t caret = 0;  // in columns
};

std::size_t code_point_start(std::string_view text, std::size_t at) {
  const std::size_t least = at > 3 ? at - 3 : 0;
  for (std::size_t i = at; i > least; --i)
    if (const CodePoint code_point = first_code_point(text.substr(i - 1));
        code_point.valid && i - 1 + code_point.bytes > at)
      return i - 1;
  return at;
}

// The end of `text`, in at most so many columns with the mark for what is left out.
std::string clip_front(std::string_view text, std::size_t columns) {
  const std::size_t from =
      code_point_start(text, text.size() - std::min(text.size(), kBytesLookedAt));
  std::string_view rest = text.substr(from);
  bool cut = from > 0;
  for (; columns_of(escape_terminal(rest)) + cut > columns; cut = true)
    rest.remove_prefix(first_code_point(rest).bytes);
  return (cut ? "…" : "") + escape_terminal(rest);
}

Excerpt clip(std::string_view text, std::size_t caret) {
  const std::size_t at = code_point_start(text, std::min(caret, text.size()));
  const std::string_view back = text.substr(at);
  const std::size_t after =
      columns_of(escape_clipped(back.substr(0, kBytesLookedAt), kExcerptColumns));
  Excerpt excerpt;
  excerpt.text = clip_front(text.substr(0, at), kExcerptColumns - std::min(after, kMinAfter));
  excerpt.caret = columns_of(excerpt.text);
  excerpt.text += escape_clipped(back, kExcerptColumns - excerpt.caret);
  return excerpt;
}

// An error needs no word of its own: the exit status shows it.
std::string severity(const Diagnostic& diagnostic, bool color) {
  if (diagnostic.severity == Severity::error) return {};
  const Style style = diagnostic.severity == Severity::warning ? Style::yellow : Style::faint;
  return painted(color, style, to_text(diagnostic.severity)) + ": ";
}

// A paragraph of at most so many columns; 0: on one line.
void add_line(const std::string& words, std::uint32_t width, std::string& out) {
  if (width == 0)
    out += words + '\n';
  else
    TextLayout(width, false, out).text(0, words, kExcerptIndent.size());
}

void write_diagnostic(const Diagnostic& diagnostic, bool color, std::uint32_t width,
                      std::string& out) {
  const Style style = diagnostic.severity == Severity::error ? Style::red : Style::bold;
  add_line(location_words(diagnostic) + severity(diagnostic, color) +
               painted(color, style, escape_terminal(diagnostic.message)),
           width, out);
  if (!diagnostic.excerpt.empty()) {
    const Excerpt excerpt = clip(diagnostic.excerpt, diagnostic.caret);
    (out += kExcerptIndent) += excerpt.text + '\n';
    (out += kExcerptIndent).append(excerpt.caret, ' ') += painted(color, Style::green, "^") + '\n';
  }
  if (!diagnostic.hint.empty()) add_line("hint: " + escape_terminal(diagnostic.hint), width, out);
}

}  // namespace

void write_diagnostics(const std::vector<Diagnostic>& diagnostics, bool color, std::uint32_t width,
                       std::string& out) {
  for (const Diagnostic& diagnostic : diagnostics) write_diagnostic(diagnostic, color, width, out);
}

}  // namespace whylocked
