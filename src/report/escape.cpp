// Text from a log made harmless for a terminal and for a spreadsheet.
#include "report/glyph.hpp"
#include "report/tables.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

namespace {

// A spreadsheet reads a field that begins so as a formula (OWASP, "CSV Injection").
constexpr std::string_view kFormula = "=+-@\t\r";

// A lone "-" is standard input among file names, and no formula.
bool begins_formula(std::string_view text) {
  return !text.empty() && text != "-" && kFormula.find(text[0]) != kFormula.npos;
}

// Two searches for one byte are faster than one for either: memchr looks at 32 bytes at once.
bool has_csv_syntax(std::string_view text) {
  return text.find(',') != text.npos || text.find('"') != text.npos;
}

}  // namespace

std::string escape_terminal(std::string_view text) {
  std::string out;
  append_escaped(text, out);
  return out;
}

// Line breaks are escaped as other control characters are, so a record is always one line.
void append_csv(std::string_view text, std::string& out) {
  const bool formula = begins_formula(text);
  const bool quoted = has_csv_syntax(text);
  if (!formula && !quoted) return append_escaped(text, out);
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (std::size_t quote; (quote = text.find('"')) != text.npos; text.remove_prefix(quote + 1)) {
    append_escaped(text.substr(0, quote), out);
    out += "\"\"";
  }
  append_escaped(text, out);
  if (quoted) out += '"';
}

bool is_plain_csv(std::string_view text) {
  return !begins_formula(text) && !has_csv_syntax(text) && plain_prefix(text) == text.size();
}

std::string escape_csv(std::string_view text) {
  std::string out;
  append_csv(text, out);
  return out;
}

std::string quote_for_shell(std::string_view argument) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%=";
  const bool plain = !argument.empty() && argument.find_first_not_of(kPlain) == argument.npos;
  if (plain) return std::string(argument);
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + '\'';
}

}  // namespace whylocked
