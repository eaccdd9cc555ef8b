// Clocks after a date that is known already, without a cursor. Everything else, also everything
// wrong, is left to parse_time.
#include "normalize/letters.hpp"
#include "normalize/time/parser.hpp"

namespace whylocked::normalize {

namespace {

constexpr unsigned kNoNumber = 100'000;  // no sum with it looks like an hour

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

// One or two digits; moves `at` behind them.
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

}  // namespace

std::size_t date_length(std::string_view text) {
  if (text.size() >= 19 && text[4] == '-') return text[10] == 'T' || text[10] == ' ' ? 11 : 0;
  const std::size_t blank = text.find(' ');
  const bool plain = blank == text.find_first_not_of("0123456789/.");
  return plain && blank >= 8 && blank <= 10 ? blank + 1 : 0;
}

bool parse_iso_tail(std::string_view tail, ClockText& out) {
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

}  // namespace whylocked::normalize
