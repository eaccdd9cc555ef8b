#include "input/encoding.hpp"

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

constexpr char32_t kReplacement = 0xfffd;

// Windows-1252 at 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); five codes are not
// assigned.
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

bool Utf16Source::read_unit(char16_t& unit) {
  if (pushed_back_ != 0) {
    unit = pushed_back_;
    pushed_back_ = 0;
    return true;
  }
  while (end_ - at_ < 2) {
    std::memmove(bytes_.data(), bytes_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
    const std::size_t count = source_.read(bytes_.data() + end_, bytes_.size() - end_);
    if (count == 0) return false;
    end_ += count;
  }
  const unsigned first = byte(bytes_[at_]), second = byte(bytes_[at_ + 1]);
  unit = static_cast<char16_t>(big_endian_ ? first << 8 | second : second << 8 | first);
  at_ += 2;
  return true;
}

void Utf16Source::append_next() {
  char16_t unit = 0, low = 0;
  if (!read_unit(unit)) {
    if (end_ != at_) append_utf8(ready_, kReplacement);  // half a character at the end
    at_ = end_;
    return;
  }
  if (!is_high_surrogate(unit) || !read_unit(low))
    return append_utf8(
        ready_, is_high_surrogate(unit) || is_low_surrogate(unit) ? kReplacement : char32_t{unit});
  if (is_low_surrogate(low))
    return append_utf8(ready_, 0x10000 + ((char32_t{unit} - 0xd800) << 10) + (low - 0xdc00));
  append_utf8(ready_, kReplacement);
  pushed_back_ = low;
}

std::size_t Utf16Source::read(char* to, std::size_t max) {
  if (emitted_ == ready_.size()) {
    ready_.clear();
    emitted_ = 0;
    for (std::size_t before = 1; ready_.size() < bytes_.size() && before != ready_.size();) {
      before = ready_.size();
      append_next();
    }
  }
  const std::size_t count = std::min(max, ready_.size() - emitted_);
  std::copy_n(ready_.data() + emitted_, count, to);
  emitted_ += count;
  return count;
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
