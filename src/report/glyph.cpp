#include "report/glyph.hpp"

#include <algorithm>
#include <array>

namespace whylocked {

namespace {

struct PixelBlock {
  char32_t from, to;
};

constexpr PixelBlock kHidden[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},
                                  {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x2069},
                                  {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
constexpr PixelBlock kNoWidth[] = {
    {0x300, 0x36f}, {0x1ab0, 0x1aff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
constexpr PixelBlock kWide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97f}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t N>
constexpr bool within(char32_t code, const PixelBlock (&blocks)[N]) {
  for (const PixelBlock& block : blocks)
    if (code >= block.from && code <= block.to) return true;
  return false;
}

constexpr Glyph invalid(std::uint8_t byte) { return {byte, 1, false}; }

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

void append_glyph(const Glyph& glyph, std::string_view bytes, std::string& out) {
  if (glyph.valid && !is_hidden(glyph.code)) {
    out += bytes;
  } else if (!glyph.valid || glyph.code < 0x80) {
    out += "\\x";
    append_hex(glyph.code, 2, out);
  } else {
    out += "\\u{";
    append_hex(glyph.code, 4, out);
    out += '}';
  }
}

std::size_t colour_sequence(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find('m');
  return end == text.npos ? 0 : end + 1;
}

}  // namespace

Glyph first_glyph(std::string_view text) {
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
    if (const std::size_t skipped = colour_sequence(text); skipped > 0) {
      text.remove_prefix(skipped);
      continue;
    }
    const Glyph glyph = first_glyph(text);
    columns += columns_of(glyph.code);
    text.remove_prefix(glyph.bytes);
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
    const Glyph glyph = first_glyph(text);
    append_glyph(glyph, text.substr(0, glyph.bytes), out);
    text.remove_prefix(glyph.bytes);
  }
}

std::string escape_clipped(std::string_view text, std::size_t columns) {
  if (text.size() <= columns && plain_prefix(text) == text.size()) return std::string(text);
  std::string out, one;
  std::size_t used = 0, fits = 0;  // `fits`: bytes that leave room for the mark
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    one.clear();
    append_glyph(glyph, text.substr(0, glyph.bytes), one);
    text.remove_prefix(glyph.bytes);
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

}  // namespace whylocked
