// The clocks of the usual shapes, without a cursor. Everything else, also everything wrong, is left
// to parse_time.
#include <bit>
#include <cstring>

#include "normalize/letters.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/parser.hpp"

namespace whylocked::normalize {

namespace {

constexpr unsigned kNoNumber =
    100'000;  // more than any year, so that no sum with it looks like one

unsigned digit(char c) {
  const unsigned value = static_cast<unsigned char>(c) - unsigned{'0'};
  return value <= 9 ? value : kNoNumber;
}

unsigned two(const char* at) { return digit(at[0]) * 10 + digit(at[1]); }

// "+02:00"; kNoZone for anything else.
std::int16_t offset_at(const char* at) {
  const unsigned hours = two(at + 1), minutes = two(at + 4);
  if ((at[0] != '+' && at[0] != '-') || at[3] != ':' || hours > 13 || minutes > 59)
    return ParsedTime::kNoZone;
  const auto distance = static_cast<std::int16_t>(hours * 60 + minutes);
  return at[0] == '-' ? static_cast<std::int16_t>(-distance) : distance;
}

// After the seconds: nothing, a fraction, a zone, or both.
bool read_tail(std::string_view tail, ClockText& out) {
  if (!tail.empty() && tail[0] == '.') {
    std::size_t end = 1;
    while (end < tail.size() && is_digit(tail[end])) ++end;
    if (end == 1) return false;
    const Micros fraction = fraction_micros(tail.substr(1, end - 1));
    out.clock += fraction;
    if (fraction != 0) out.precision = Precision::microsecond;
    tail.remove_prefix(end);
  }
  if (tail.empty()) return true;
  if (tail == "Z") {
    out.zone = 0;
    return true;
  }
  if (tail.size() != 6) return false;
  out.zone = offset_at(tail.data());
  return out.zone != ParsedTime::kNoZone;
}

// "08:07:19" in the eight bytes of a word: digits become their values, colons 0; a carry into a
// byte's highest bit marks anything else.
bool read_eight(const char* at, unsigned& hour, unsigned& minute, unsigned& second) {
  if constexpr (std::endian::native != std::endian::little) {
    hour = two(at), minute = two(at + 3), second = two(at + 6);
    return at[2] == ':' && at[5] == ':';
  }
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  word ^= 0x3030'3a30'303a'3030;
  if ((((word + 0x7676'7f76'767f'7676) | word) & 0x8080'8080'8080'8080) != 0) return false;
  const auto pair = [&](int shift) {
    return static_cast<unsigned>(word >> shift & 0xff) * 10 +
           static_cast<unsigned>(word >> (shift + 8) & 0xff);
  };
  hour = pair(0), minute = pair(24), second = pair(48);
  return true;
}

// "8:07:19", "8:07"; returns its length, or 0.
std::size_t read_short(std::string_view text, unsigned& hour, unsigned& minute, unsigned& second) {
  const std::size_t colon = text.find(':');
  if (colon < 1 || colon > 2 || text.size() < colon + 3) return 0;
  hour = colon == 1 ? digit(text[0]) : two(text.data());
  minute = two(&text[colon + 1]);
  if (text.size() < colon + 6 || text[colon + 3] != ':') return colon + 3;
  second = two(&text[colon + 4]);
  return colon + 6;
}

}  // namespace

bool parse_usual_clock(std::string_view text, ClockText& out) {
  unsigned hour = 0, minute = 0, second = 0;
  std::size_t length = 8;
  if (text.size() < length || !read_eight(text.data(), hour, minute, second))
    length = read_short(text, hour, minute, second);
  std::string_view tail = text.substr(length);
  if (tail.size() == 3 && (tail == " AM" || tail == " PM") && hour >= 1 && hour <= 12) {
    hour = hour % 12 + (tail[1] == 'P' ? 12 : 0);
    tail = {};
  }
  if (length == 0 || hour > 23 || minute > 59 || second > 59) return false;
  out.clock = static_cast<Micros>(hour * 3600 + minute * 60 + second) * kSecond;
  const bool seconds = length >= 7;  // "8:07:19"
  if (!seconds) out.precision = Precision::minute;
  return tail.empty() || (seconds && read_tail(tail, out));
}

std::size_t usual_date_length(std::string_view text) {
  const std::size_t length = text.find_first_of("T ") + 1;  // npos + 1 is 0
  return length >= 9 && length <= 11 ? length : 0;
}

}  // namespace whylocked::normalize
