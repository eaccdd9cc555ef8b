// Clocks after a date that is known already, without a cursor. Everything else, also everything
// wrong, is left to parse_time.
#include <charconv>

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
  unsigned parts[3] = {};  // hour, minute, second
  std::size_t count = 0;
  do {
    at += count > 0;  // the colon
    const auto [stop, error] = std::from_chars(at, end, parts[count]);
    const auto digits = stop - at;
    if (error != std::errc() || digits > 2 || (count > 0 && digits != 2)) return false;
    at = stop;
  } while (++count < 3 && at != end && *at == ':');
  if (count == 1) return false;
  out.precision = count == 2 ? Precision::minute : Precision::second;
  unsigned& hour = parts[0];
  if (end - at == 3 && at[0] == ' ' && (at[1] == 'A' || at[1] == 'P') && at[2] == 'M' &&
      hour >= 1 && hour <= 12) {
    hour = hour % 12 + (at[1] == 'P' ? 12 : 0);
    at = end;
  }
  if (at != end || hour > 23 || parts[1] > 59 || parts[2] > 59) return false;
  out.clock = static_cast<Micros>(hour * 3600 + parts[1] * 60 + parts[2]) * kSecond;
  return true;
}

}  // namespace whylocked::normalize
