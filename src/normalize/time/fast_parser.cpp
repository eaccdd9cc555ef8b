// The two shapes of nearly all exports, without a cursor:
//   2026-05-19T08:07:19   T or blank; a fraction; "Z" or "+02:00"
//   5/19/2026 8:07:19 AM  "/" or "."; one or two digits; seconds and AM or PM may be missing
// Everything else, also everything wrong, is left to parse_time.
#include <bit>
#include <cstring>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"
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

// Behind the seconds: nothing, a fraction, a zone, or both.
bool iso_tail(std::string_view tail, ClockText& out) {
  if (!tail.empty() && tail[0] == '.') {
    std::size_t end = 1;
    Micros unit = kSecond / 10, fraction = 0;
    for (; end < tail.size() && is_digit(tail[end]); ++end, unit /= 10)
      fraction += (tail[end] - '0') * unit;
    if (end == 1) return false;
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

void set_clock(const ClockText& clock, ParsedTime& out) {
  out.clock = clock.clock;
  out.zone = clock.zone;
  out.precision = clock.precision;
}

bool read_iso(std::string_view text, ParsedTime& out) {
  const char* const t = text.data();
  if (t[7] != '-' || (t[10] != 'T' && t[10] != ' ')) return false;
  const unsigned year = two(t) * 100 + two(t + 2), month = two(t + 5), day = two(t + 8);
  if (year > 9999 || !is_date(static_cast<int>(year), month, day)) return false;
  ClockText clock;
  if (!parse_iso_clock(text.substr(11), clock)) return false;
  out.year = static_cast<std::int16_t>(year);
  out.first = static_cast<std::uint8_t>(month);
  out.second = static_cast<std::uint8_t>(day);
  set_clock(clock, out);
  return true;
}

// One or two digits; moves `at` past them.
unsigned small_number(const char*& at, const char* end) {
  if (at == end || !is_digit(*at)) return kNoNumber;
  unsigned value = digit(*at++);
  if (at != end && is_digit(*at)) value = value * 10 + digit(*at++);
  return value;
}

bool take(const char*& at, const char* end, char c) {
  if (at == end || *at != c) return false;
  ++at;
  return true;
}

bool read_parts(std::string_view text, ParsedTime& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const unsigned first = small_number(at, end);
  const char mark = at == end ? '\0' : *at;
  if ((mark != '/' && mark != '.') || !take(at, end, mark)) return false;
  const unsigned second_part = small_number(at, end);
  if (!take(at, end, mark) || end - at < 9) return false;  // "2026 8:07"
  const unsigned year = two(at) * 100 + two(at + 2);
  at += 4;
  if (year > 9999 || !take(at, end, ' ')) return false;
  ClockText clock;
  if (!parse_plain_clock({at, static_cast<std::size_t>(end - at)}, clock)) return false;
  out.open = mark == '/';
  const int full = static_cast<int>(year);
  if (out.open ? !is_date(full, first, second_part) && !is_date(full, second_part, first)
               : !is_date(full, second_part, first))
    return false;
  out.year = static_cast<std::int16_t>(year);
  out.first = static_cast<std::uint8_t>(out.open ? first : second_part);
  out.second = static_cast<std::uint8_t>(out.open ? second_part : first);
  set_clock(clock, out);
  return true;
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

}  // namespace

bool parse_iso_clock(std::string_view text, ClockText& out) {
  unsigned hour = 0, minute = 0, second = 0;
  if (text.size() < 8 || !read_eight(text.data(), hour, minute, second)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  out.clock = static_cast<Micros>(hour * 3600 + minute * 60 + second) * kSecond;
  return text.size() == 8 || iso_tail(text.substr(8), out);
}

bool parse_plain_clock(std::string_view text, ClockText& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  unsigned hour = small_number(at, end);
  if (!take(at, end, ':') || end - at < 2) return false;
  const unsigned minute = two(at);
  at += 2;
  unsigned second = 0;
  out.precision = Precision::minute;
  if (take(at, end, ':')) {
    if (end - at < 2) return false;
    second = two(at);
    at += 2;
    out.precision = Precision::second;
  }
  if (end - at == 3 && at[0] == ' ' && (at[1] == 'A' || at[1] == 'P') && at[2] == 'M' &&
      hour >= 1 && hour <= 12) {
    hour = hour % 12 + (at[1] == 'P' ? 12 : 0);
    at = end;
  }
  if (at != end || hour > 23 || minute > 59 || second > 59) return false;
  out.clock = static_cast<Micros>(hour * 3600 + minute * 60 + second) * kSecond;
  return true;
}

bool parse_time_fast(std::string_view text, ParsedTime& out) {
  out = {};
  if (text.size() >= 19 && text[4] == '-') return read_iso(text, out);
  return read_parts(text, out);
}

}  // namespace whylocked::normalize
