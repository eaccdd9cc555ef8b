#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace whylocked {

namespace {

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

// The second byte must not make the sequence overlong, a surrogate, or more than U+10FFFF.
bool allowed_second(unsigned char first, unsigned char second) {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xf0) return second >= 0x90;
  return first == 0xed ? second < 0xa0 : first != 0xf4 || second < 0x90;
}

// Skips leading ASCII, eight bytes at a time.
std::string_view skip_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  for (std::uint64_t word; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  return text;
}

}  // namespace

bool is_ascii(std::string_view text) {
  text = skip_ascii(text);
  return std::ranges::none_of(text, [](char c) { return byte(c) >= 0x80; });
}

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned char first = byte(text[0]);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 0 || first > 0xf4 || text.size() < length) return 0;
  const auto rest = text.substr(1, length - 1);
  if (!std::ranges::all_of(rest, is_utf8_continuation)) return 0;
  return allowed_second(first, byte(text[1])) ? length : 0;
}

bool is_utf8(std::string_view text) {
  while (!(text = skip_ascii(text)).empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_utf8(std::string& out, char32_t c) {
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

std::string_view utf8_prefix(std::string_view text, std::size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && is_utf8_continuation(text[max])) --max;
  return text.substr(0, max);
}

}  // namespace whylocked
