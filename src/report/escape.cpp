
#include <algorithm>
#include <array>

#include "report/escape.hpp"
#include "report/layout.hpp"
#include "report/tables.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

namespace {

struct CodePointRange {
  char32_t from, to;
};

constexpr CodePointRange kHidden[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},
                                  {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x2069},
                                  {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
constexpr CodePointRange kNoWidth[] = {
    {0x300, 0x36f}, {0x1ab0, 0x1aff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
constexpr CodePointRange kWide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97f}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t N>
constexpr bool within(char32_t code, const CodePointRange (&blocks)[N]) {
  for (const CodePointRange& block : blocks)
    if (code >= block.from && code <= block.to) return true;
  return false;
}

constexpr CodePoint invalid(std::uint8_t byte) { return {byte, 1, false}; }

// Length of a sequence by its first byte; 0 where none can begin.
constexpr std::uint8_t sequence_length(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

void append_hex(std::uint32_t value, std::size_t digits, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  while (digits < 8 && value >> (4 * digits) != 0) ++digits;
  for (; digits > 0; --digits) out += kHex[value >> (4 * (digits - 1)) & 0xf];
}

void append_code_point(const CodePoint& code_point, std::string_view bytes, std::string& out) {
  if (code_point.valid && !is_hidden(code_point.code)) {
    out += bytes;
  } else if (!code_point.valid || code_point.code < 0x80) {
    out += "\\x";
    append_hex(code_point.code, 2, out);
  } else {
    out += "\\u{";
    append_hex(code_point.code, 4, out);
    out += '}';
  }
}

std::size_t color_sequence(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find('m');
  return end == text.npos ? 0 : end + 1;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::uint8_t length = sequence_length(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || length > text.size()) return invalid(lead);
  char32_t code = lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xc0) != 0x80) return invalid(lead);
    code = code << 6 | (byte & 0x3fu);
  }
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[length] || code > 0x10ffff || surrogate) return invalid(lead);
  return {code, length, true};
}

bool is_hidden(char32_t code) { return within(code, kHidden); }

std::size_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  if (within(code, kNoWidth)) return 0;
  return within(code, kWide) ? 2 : 1;
}

std::size_t columns_of(std::string_view text) {
  const bool simple =  // bytes that are a column each
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 0 && c != '\x1b'; });
  if (simple) return text.size();
  std::size_t columns = 0;
  while (!text.empty()) {
    if (const std::size_t skipped = color_sequence(text); skipped > 0) {
      text.remove_prefix(skipped);
      continue;
    }
    const CodePoint code_point = first_code_point(text);
    columns += columns_of(code_point.code);
    text.remove_prefix(code_point.bytes);
  }
  return columns;
}

std::size_t plain_prefix(std::string_view text) {
  const auto end =
      std::find_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7e; });
  return static_cast<std::size_t>(end - text.begin());
}

void append_escaped(std::string_view text, std::string& out) {
  for (;;) {
    const std::size_t plain = plain_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint code_point = first_code_point(text);
    append_code_point(code_point, text.substr(0, code_point.bytes), out);
    text.remove_prefix(code_point.bytes);
  }
}

std::string escape_clipped(std::string_view text, std::size_t columns) {
  if (text.size() <= columns && plain_prefix(text) == text.size()) return std::string(text);
  std::string out, one;
  std::size_t used = 0, fits = 0;  // `fits`: bytes that leave room for the mark
  while (!text.empty()) {
    const CodePoint code_point = first_code_point(text);
    one.clear();
    append_code_point(code_point, text.substr(0, code_point.bytes), one);
    text.remove_prefix(code_point.bytes);
    used += columns_of(std::string_view(one));
    if (used > columns) {
      out.resize(fits);
      return out + "…";
    }
    out += one;
    if (used < columns) fits = out.size();
  }
  return out;
}

// Text from a log made harmless for a terminal and for a spreadsheet.

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

void append_markup(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

// Words as GitHub Flavored Markdown shows them and as no renderer acts on them.

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

// The word without the punctuation after it.
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
      inside += c == kNoBreak ? ' ' : c;
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
    while (end < words.size() && words[end] != ' ' && words[end] != kNoBreak) ++end;
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
