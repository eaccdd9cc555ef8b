#include "report/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "whylocked/report.hpp"

namespace whylocked::report {

namespace {

struct CodePointRange {
  char32_t from, to;
};

constexpr CodePointRange kHidden[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},   {0x200b, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x2069}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe007f}};
constexpr CodePointRange kNoWidth[] = {
    {0x300, 0x36f}, {0x1ab0, 0x1aff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
constexpr CodePointRange kWide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97f}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t N>
constexpr bool within(char32_t code, const CodePointRange (&blocks)[N]) {
  return std::any_of(blocks, blocks + N, [&](const CodePointRange& block) {
    return code >= block.from && code <= block.to;
  });
}

void append_code_point(const CodePoint& code_point, std::string_view bytes, std::string& out) {
  const auto code = static_cast<std::uint32_t>(code_point.code);
  if (code_point.valid && !is_hidden(code_point.code))
    out += bytes;
  else if (!code_point.valid || code < 0x80)
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", code);
  else
    fmt::format_to(std::back_inserter(out), "\\u{{{:04x}}}", code);
}

// For JSON, whose writer has already escaped ASCII control characters.
void append_json_code_point(const CodePoint& code_point, std::string_view bytes, std::string& out) {
  const auto code = static_cast<std::uint32_t>(code_point.code);
  if (code < 0x7f || !is_hidden(code_point.code))
    out += bytes;
  else if (code < 0x10000)
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  else  // UTF-16
    fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xd7c0 + (code >> 10),
                   0xdc00 + (code & 0x3ff));
}

// Copies plain ASCII, and passes everything else to `append`.
template <class Append>
void append_each(std::string_view text, std::string& out, const Append& append) {
  for (;;) {
    const std::size_t plain = plain_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint code_point = first_code_point(text);
    append(code_point, text.substr(0, code_point.bytes), out);
    text.remove_prefix(code_point.bytes);
  }
}

std::size_t color_sequence(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find('m');
  return end == text.npos ? 0 : end + 1;
}

std::size_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  if (within(code, kNoWidth)) return 0;
  return within(code, kWide) ? 2 : 1;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = utf8_length(text);
  if (bytes < 2) return {.code = lead, .bytes = 1, .valid = bytes == 1};
  char32_t code = lead & (0x7fu >> bytes);
  for (const char c : text.substr(1, bytes - 1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return {.code = code, .bytes = static_cast<std::uint8_t>(bytes), .valid = true};
}

bool is_hidden(char32_t code) { return within(code, kHidden); }

std::size_t columns_of(std::string_view text) {
  const bool simple =  // bytes that are a column each
      std::ranges::all_of(text, [](char c) { return c >= 0 && c != '\x1b'; });
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
  const auto end = std::ranges::find_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
  return static_cast<std::size_t>(end - text.begin());
}

void append_escaped(std::string_view text, std::string& out) {
  append_each(text, out, append_code_point);
}

std::string escape_clipped(std::string_view text, std::size_t columns) {
  if (text.size() <= columns && plain_prefix(text) == text.size()) return std::string(text);
  std::string out, one;
  std::size_t used = 0, fits = 0;  // `fits`: bytes that leave room for the ellipsis
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

// Whether no character of a CSV field needs quoting, apart from the first. Branch-free, so many are
// tested at once.
bool is_plain_in_csv(std::string_view text) {
  std::uint8_t others = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    others |= static_cast<std::uint8_t>((byte < '#') | (byte >= 0x7f) | (byte == ','));
  }
  return others == 0;
}

// Line breaks are escaped like other control characters, so a record is always one line. A
// spreadsheet evaluates a field that begins like a formula (OWASP, "CSV Injection"); a lone "-" is
// standard input among file names.
void append_csv(std::string_view text, std::string& out) {
  const char first = text.empty() || text == "-" ? ' ' : text[0];
  const bool formula = first == '=' || first == '+' || first == '-' || first == '@' ||
                       first == '\t' || first == '\r';
  if (!formula && is_plain_in_csv(text)) {
    out += text;
    return;
  }
  const bool quoted = text.find(',') != text.npos || text.find('"') != text.npos;
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (std::size_t quote; (quote = text.find('"')) != text.npos; text.remove_prefix(quote + 1)) {
    append_escaped(text.substr(0, quote), out);
    out += "\"\"";
  }
  append_escaped(text, out);
  if (quoted) out += '"';
}

void append_markup(std::string_view text, std::string& out) {
  constexpr std::string_view kSigns = "&<>\"'\x1f\x1e";  // kNoBreak, kNameBlank
  constexpr std::string_view kEntities[] = {"&amp;", "&lt;",   "&gt;", "&quot;",
                                            "&#39;", "&nbsp;", " "};
  for (const char c : text) {
    if (const std::size_t at = kSigns.find(c); at != kSigns.npos)
      out += kEntities[at];
    else
      out += c;
  }
}

}  // namespace whylocked::report

namespace whylocked {

std::string escape_terminal(std::string_view text) {
  std::string out;
  report::append_escaped(text, out);
  return out;
}

std::string escape_json(std::string_view json) {
  std::string out;
  report::append_each(json, out, report::append_json_code_point);
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
