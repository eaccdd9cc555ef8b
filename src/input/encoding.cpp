#include "input/encoding.hpp"

#include <algorithm>
#include <cstring>

namespace whylocked::input {

namespace {

constexpr char32_t kReplacement = 0xfffd;

// What Windows-1252 has at 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); five places
// are not assigned.
constexpr char16_t kWindows1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

char32_t from_windows1252(unsigned char c) {
  return c >= 0x80 && c < 0xa0 ? kWindows1252[c - 0x80] : c;
}

bool is_continuation(char c) { return (byte(c) & 0xc0) == 0x80; }

// Second bytes that would make the sequence too long, a surrogate, or more than U+10FFFF.
bool allowed_second(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second < 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second < 0x90;
    default:
      return true;
  }
}

bool is_high_surrogate(char16_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_surrogate(char16_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

std::string_view to_text(Encoding encoding) {
  constexpr std::string_view kNames[] = {"utf-8", "utf-16le", "utf-16be", "windows-1252"};
  return kNames[static_cast<std::size_t>(encoding)];
}

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    if ((word & kHighBits) != 0) return false;
    text.remove_prefix(sizeof word);
  }
  return std::none_of(text.begin(), text.end(), [](char c) { return byte(c) >= 0x80; });
}

std::size_t sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned char first = byte(text[0]);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 0 || first > 0xf4 || text.size() < length) return 0;
  const auto rest = text.substr(1, length - 1);
  if (!std::all_of(rest.begin(), rest.end(), is_continuation)) return 0;
  return allowed_second(first, byte(text[1])) ? length : 0;
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_character(std::string& out, char32_t c) {
  const auto put = [&](char32_t bits) { out += static_cast<char>(bits); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xc0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
  }
  put(0x80 | (c & 0x3f));
}

bool append_decoded(std::string& out, std::string_view text, Encoding encoding) {
  bool guessed = false;
  while (!text.empty()) {
    std::size_t length = byte(text[0]) < 0x80 ? 1 : 0;
    if (length == 0 && encoding != Encoding::windows1252) length = sequence_length(text);
    if (length == 0)
      append_character(out, from_windows1252(byte(text[0])));
    else if (text[0] != '\0')
      out += text.substr(0, length);
    guessed |= length == 0 && encoding != Encoding::windows1252;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return guessed;
}

bool Utf16Source::read_unit(char16_t& unit) {
  if (kept_ != 0) {
    unit = kept_;
    kept_ = 0;
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
    if (end_ != at_) append_character(ready_, kReplacement);  // half a character at the end
    at_ = end_;
    return;
  }
  if (!is_high_surrogate(unit) || !read_unit(low))
    return append_character(
        ready_, is_high_surrogate(unit) || is_low_surrogate(unit) ? kReplacement : char32_t{unit});
  if (is_low_surrogate(low))
    return append_character(ready_, 0x10000 + ((char32_t{unit} - 0xd800) << 10) + (low - 0xdc00));
  append_character(ready_, kReplacement);
  kept_ = low;
}

std::size_t Utf16Source::read(char* to, std::size_t most) {
  if (given_ == ready_.size()) {
    ready_.clear();
    given_ = 0;
    for (std::size_t before = 1; ready_.size() < bytes_.size() && before != ready_.size();) {
      before = ready_.size();
      append_next();
    }
  }
  const std::size_t count = std::min(most, ready_.size() - given_);
  std::copy_n(ready_.data() + given_, count, to);
  given_ += count;
  return count;
}

}  // namespace whylocked::input
