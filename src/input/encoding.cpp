#include "input/encoding.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

constexpr char32_t kReplacement = 0xfffd;

// Windows-1252 at 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); five are unassigned.
constexpr char16_t kWindows1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

char32_t from_windows1252(unsigned char c) {
  return c >= 0x80 && c < 0xa0 ? kWindows1252[c - 0x80] : c;
}

bool is_high_surrogate(char16_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_surrogate(char16_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

std::string_view to_text(Encoding encoding) {
  constexpr std::string_view kNames[] = {"utf-8", "utf-16le", "utf-16be", "windows-1252"};
  return kNames[static_cast<std::size_t>(encoding)];
}

bool append_decoded(std::string& out, std::string_view text, Encoding encoding) {
  bool guessed = false;
  while (!text.empty()) {
    std::size_t length = byte(text[0]) < 0x80 ? 1 : 0;
    if (length == 0 && encoding != Encoding::windows1252) length = utf8_length(text);
    if (length == 0)
      append_utf8(out, from_windows1252(byte(text[0])));
    else if (text[0] != '\0')
      out += text.substr(0, length);
    guessed |= length == 0 && encoding != Encoding::windows1252;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return guessed;
}

std::size_t Utf16Source::read(char* to, std::size_t max) {
  while (emitted_ == ready_.size() && !ended_) {
    ready_.clear();
    emitted_ = 0;
    const std::size_t left = raw_.size();
    raw_.resize(kPiece);
    const std::size_t count = source_.read(raw_.data() + left, kPiece - left);
    raw_.resize(left + count);
    ended_ = count == 0;
    convert();
  }
  const std::size_t count = std::min(max, ready_.size() - emitted_);
  std::copy_n(ready_.data() + emitted_, count, to);
  emitted_ += count;
  return count;
}

// Leaves half a character for the next piece.
void Utf16Source::convert() {
  std::size_t at = 0;
  const auto unit_at = [&](std::size_t i) {
    const unsigned first = byte(raw_[i]), second = byte(raw_[i + 1]);
    return static_cast<char16_t>(big_endian_ ? first << 8 | second : second << 8 | first);
  };
  while (at + 2 <= raw_.size()) {
    const char16_t unit = unit_at(at);
    const bool high = is_high_surrogate(unit), whole = at + 4 <= raw_.size();
    if (high && !whole && !ended_) break;
    at += 2;
    if (high && whole && is_low_surrogate(unit_at(at))) {
      append_utf8(ready_, 0x10000 + ((char32_t{unit} - 0xd800) << 10) + (unit_at(at) - 0xdc00));
      at += 2;
    } else {
      append_utf8(ready_, high || is_low_surrogate(unit) ? kReplacement : char32_t{unit});
    }
  }
  raw_.erase(0, at);
  if (!ended_ || raw_.empty()) return;
  append_utf8(ready_, kReplacement);
  raw_.clear();
}

std::string_view trim_slowly(std::string_view text) {
  while (!text.empty() && ascii::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && ascii::is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquote(std::string_view quoted, std::string& room) {
  quoted.remove_prefix(1);
  const std::size_t first = quoted.find('"');
  if (first == quoted.npos) return quoted;
  if (first + 1 == quoted.size()) return quoted.substr(0, first);
  room.clear();
  for (std::size_t quote = first;; quote = quoted.find('"')) {
    if (quote == quoted.npos) quote = quoted.size();
    room += quoted.substr(0, quote);
    const bool doubled = quoted.substr(quote).starts_with("\"\"");
    if (doubled) room += '"';
    quoted.remove_prefix(std::min(quote + (doubled ? 2 : 1), quoted.size()));
    if (!doubled) break;
  }
  return room += quoted;
}

std::string_view repair(std::string_view value, Encoding encoding, std::string& room,
                        Repairs& repairs) {
  const bool nul = value.find('\0') != value.npos;
  if (!nul && (encoding == Encoding::windows1252 ? is_ascii(value) : is_utf8(value))) return value;
  room.clear();
  repairs.nul |= nul;
  repairs.guessed |= append_decoded(room, value, encoding);
  return room;
}

std::string to_value(std::string_view raw, Encoding encoding) {
  std::string room, other;
  Repairs ignored;
  raw = trim(raw);
  if (raw.starts_with('"')) raw = trim(unquote(raw, room));
  return std::string(trim(repair(raw, encoding, other, ignored)));
}

}  // namespace whylocked::input
