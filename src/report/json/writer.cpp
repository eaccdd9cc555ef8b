
#include <array>
#include <charconv>
#include <cmath>

#include "report/escape.hpp"
#include "report/json/writer.hpp"

namespace whylocked {

namespace {

void append_unit(char32_t unit, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 0xf];
}

void append_hidden(char32_t code, std::string& out) {
  switch (code) {
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  if (code < 0x10000) return append_unit(code, out);
  append_unit(0xd800 + ((code - 0x10000) >> 10), out);
  append_unit(0xdc00 + ((code - 0x10000) & 0x3ff), out);
}

// Printable ASCII but for the two that JSON escapes.
std::size_t json_prefix(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && text[n] >= 0x20 && text[n] <= 0x7e && text[n] != '"' && text[n] != '\\')
    ++n;
  return n;
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  out += '"';
  for (;;) {
    const std::size_t plain = json_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint code_point = first_code_point(text);
    if (!code_point.valid) {
      out += kReplacement;
    } else if (is_hidden(code_point.code)) {
      append_hidden(code_point.code, out);
    } else {
      if (code_point.code == '"' || code_point.code == '\\') out += '\\';
      out += text.substr(0, code_point.bytes);
    }
    text.remove_prefix(code_point.bytes);
  }
  out += '"';
}

void JsonWriter::new_line() {
  if (layout_ == Layout::one_line || inline_depth_ > 0) return;
  out_ += '\n';
  out_.append(2 * depth_, ' ');
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!first_) out_ += inline_depth_ > 0 && layout_ == Layout::indented ? ", " : ",";
  if (depth_ > 0) new_line();
  first_ = false;
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(name, out_);
  out_ += layout_ == Layout::indented ? ": " : ":";
  after_key_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonWriter::open_inline(char bracket) {
  open(bracket);
  if (inline_depth_ == 0) inline_depth_ = depth_;
}

void JsonWriter::close(char bracket) {
  const bool outermost = inline_depth_ == depth_;
  --depth_;
  if (!first_) new_line();
  if (outermost) inline_depth_ = 0;
  out_ += bracket;
  first_ = false;
}

void JsonWriter::literal(std::string_view text) {
  separate();
  out_ += text;
}

void JsonWriter::value(std::string_view text) {
  separate();
  append_json_string(text, out_);
}

void JsonWriter::value(Decimal number) {
  std::array<char, 400> digits;  // the largest double has 309 before the point
  const double shown = std::isfinite(number.value) ? number.value : 0;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), shown,
                                 std::chars_format::fixed, number.places)
                       .ptr;
  std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  while (text.ends_with('0') && !text.ends_with(".0")) text.remove_suffix(1);
  literal(text == "-0.0" ? "0.0" : text);
}

void JsonWriter::value(Tenths number) {
  const std::int64_t size = std::abs(number.value);
  std::string text(number.value < 0 ? "-" : "");
  text += std::to_string(size / 10);
  text += '.';
  literal(text += std::to_string(size % 10));
}

}  // namespace whylocked
