#include "input/log/syslog_prefix.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

// Shapes are compared place by place: 0 a digit, _ a digit or a blank, A a letter.
constexpr std::string_view kClassic = "AAA _0 00:00:00";
constexpr std::string_view kDate = "0000-00-00", kClock = "00:00:00";
constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

using ascii::is_digit;
using ascii::is_letter;

bool has_shape(std::string_view text, std::string_view shape) {
  const auto fits = [](char mark, char c) {
    switch (mark) {
      case '0':
        return is_digit(c);
      case '_':
        return is_digit(c) || c == ' ';
      case 'A':
        return is_letter(c);
      default:
        return c == mark;
    }
  };
  return text.size() >= shape.size() && std::equal(shape.begin(), shape.end(), text.begin(), fits);
}

// "<38>", and the version that follows it in RFC 5424.
void skip_priority(std::string_view& line) {
  const std::size_t close = line.starts_with('<') ? line.substr(0, 5).find('>') : line.npos;
  if (close == line.npos || !std::all_of(line.begin() + 1, line.begin() + close, is_digit)) return;
  line.remove_prefix(close + 1);
  if (line.starts_with("1 ")) line.remove_prefix(2);
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Behind the seconds: ".123", ",123".
std::size_t end_of_fraction(std::string_view text, std::size_t at) {
  const bool fraction = at + 1 < text.size() && (text[at] == '.' || text[at] == ',');
  return fraction && is_digit(text[at + 1]) ? skip_digits(text, at + 1) : at;
}

// "Z", "+02:00", "-0400", " +0200".
std::size_t end_of_zone(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with('Z')) return at + 1;
  const std::size_t sign = text.substr(at).starts_with(' ') ? at + 1 : at;
  if (sign >= text.size() || (text[sign] != '+' && text[sign] != '-')) return at;
  for (const std::string_view shape : {"00:00", "0000", "00"})
    if (has_shape(text.substr(sign + 1), shape)) return sign + 1 + shape.size();
  return at;
}

bool ends_word(std::string_view line, std::size_t end) {
  return end >= line.size() || (!is_digit(line[end]) && !is_letter(line[end]));
}

unsigned number_at(std::string_view text, std::size_t at) {
  const char tens = text[at] == ' ' ? '0' : text[at];
  return static_cast<unsigned>(10 * (tens - '0') + (text[at + 1] - '0'));
}

// A time at the beginning of the line; `end` 0: no time.
struct Front {
  std::size_t end = 0;
  unsigned month = 0, day = 0;  // of a time without a year
  std::size_t clock = 0;        // where its clock begins
};

// "May 19 08:07:19", "May 19 2026 08:07:19", "May 19 08:07:19 2026".
Front month_name_front(std::string_view line) {
  constexpr std::string_view kWithYear = "AAA _0 0000 00:00:00", kYear = " 0000 ";
  const std::size_t name = kMonths.find(line.substr(0, 3));
  if (name == kMonths.npos || name % 3 != 0) return {};
  if (has_shape(line, kWithYear)) return {.end = end_of_fraction(line, kWithYear.size())};
  if (!has_shape(line, kClassic)) return {};
  const std::size_t end = end_of_fraction(line, kClassic.size());
  std::string after(line.substr(end, kYear.size()));
  after.resize(kYear.size(), ' ');  // the year may end the line
  if (end == kClassic.size() && has_shape(after, kYear)) return {.end = end + kYear.size() - 1};
  return {.end = end,
          .month = static_cast<unsigned>(name / 3 + 1),
          .day = number_at(line, 4),
          .clock = 7};
}

// "2026-05-19T08:07:19.123Z", "2026-05-19 08:07:19,123", "2026/05/19 08:07:19".
Front iso_front(std::string_view line) {
  constexpr std::string_view kSlashed = "0000/00/00";
  const std::size_t end = kDate.size();
  if (!has_shape(line, kDate) && !has_shape(line, kSlashed)) return {};
  if (end == line.size() || (line[end] != 'T' && line[end] != ' ')) return {};
  if (!has_shape(line.substr(end + 1), kClock)) return {};
  return {.end = end_of_zone(line, end_of_fraction(line, end + 1 + kClock.size()))};
}

// Windows: "05/19 08:07:00 [LOGON]", the month first. Apache: "19/May/2026:08:07:19 +0000".
Front slashed_front(std::string_view line) {
  constexpr std::string_view kShort = "00/00 00:00:00", kApache = "00/AAA/0000:00:00:00";
  if (has_shape(line, kApache)) return {.end = end_of_zone(line, kApache.size())};
  if (!has_shape(line, kShort)) return {};
  return {.end = kShort.size(), .month = number_at(line, 0), .day = number_at(line, 3), .clock = 6};
}

// Seconds since 1970, as journalctl -o short-unix writes them: "1779174000.123456 web1 sshd".
Front unix_front(std::string_view line) {
  constexpr std::string_view kSeconds = "0000000000.000";
  if (!has_shape(line, kSeconds)) return {};
  return {.end = skip_digits(line, kSeconds.size())};
}

Front front_of(std::string_view line) {
  for (const auto read : {month_name_front, iso_front, slashed_front, unix_front}) {
    const Front front = read(line);
    if (front.end == 0 || !ends_word(line, front.end)) continue;
    if (front.month > 12) continue;
    return front;
  }
  return {};
}

// The length of "Tue " before a date, else 0.
std::size_t weekday_length(std::string_view line) {
  constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
  const std::size_t name = kDays.find(line.substr(0, 3));
  return line.size() > 4 && name != kDays.npos && name % 3 == 0 && line[3] == ' ' ? 4 : 0;
}

// "web1-1  | ", which docker compose writes before each line of a container.
void skip_container(std::string_view& line) {
  constexpr std::size_t kMaxName = 64;
  const std::size_t bar = line.substr(0, kMaxName).find(" | ");
  if (bar == line.npos) return;
  std::string_view name = line.substr(0, bar);
  while (name.ends_with(' ')) name.remove_suffix(1);
  if (!name.empty() && name.find_first_of(" \t:,;=") == name.npos) line.remove_prefix(bar + 3);
}

// The length of " UTC" or " CEST", else 0.
std::size_t zone_name_length(std::string_view text) {
  const std::size_t end = text.find(' ', 1);
  if (!text.starts_with(' ') || end == text.npos || end < 4 || end > 6) return 0;
  const bool capitals =
      std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(end),
                  [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals ? end : 0;
}

LogLine split(std::string_view line, std::size_t from, const Front& front) {
  LogLine parts;
  parts.time = line.substr(from, front.end);
  parts.message = line.substr(from + front.end);
  parts.month = front.month;
  parts.day = front.day;
  parts.clock = parts.time.substr(std::min(front.clock, parts.time.size()));
  // "Tue 2026-05-19 07:00:00 UTC web1", as journalctl -o short-full writes it
  if (const std::size_t zone = zone_name_length(parts.message);
      from > 0 && front.month == 0 && zone != 0) {
    parts.time = line.substr(from, front.end + zone);
    parts.message.remove_prefix(zone);
  }
  return parts;
}

// Host and program, and not yet a message: a user's name could hold anything.
bool is_tag(std::string_view text) {
  constexpr std::ptrdiff_t kMaxBlanks = 7;  // " host sshd 123 - - ", and one at the end of it
  const std::size_t colon = text.find(": ");
  return (colon == text.npos || colon + 2 == text.size()) &&
         std::count(text.begin(), text.end(), ' ') <= kMaxBlanks;
}

}  // namespace

LogLine take_apart(std::string_view line) {
  constexpr std::size_t kMaxBefore = 24;  // "W, [", "[Tue ", "time=\""
  skip_priority(line);
  skip_container(line);
  skip_priority(line);
  const std::size_t day = weekday_length(line);
  if (const Front front = front_of(line.substr(day)); front.end != 0)
    return split(line, day, front);
  for (std::size_t at = 1; at < std::min(line.size(), kMaxBefore); ++at) {
    const char before = line[at - 1];
    if (before != '[' && before != '"' && before != '(') continue;
    const std::size_t from = at + weekday_length(line.substr(at));
    if (const Front front = front_of(line.substr(from)); front.end != 0)
      return split(line, from, front);
  }
  return {.time = {}, .message = line};
}

unsigned take_repetition(std::string_view& message) {
  constexpr std::string_view kRepeated = "message repeated ", kTimes = " times";
  const std::size_t at = message.find(kRepeated);
  if (at == message.npos) return 0;
  std::string_view before = message.substr(0, at), rest = message.substr(at + kRepeated.size());
  const bool last = before.ends_with("last ");
  if (last) before.remove_suffix(5);
  unsigned times = 0;
  const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), times);
  rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
  if (error != std::errc() || !rest.starts_with(kTimes) || !is_tag(before)) return 0;
  rest.remove_prefix(kTimes.size());
  if (!last && !rest.starts_with(": [")) return 0;
  message = last ? std::string_view() : rest.substr(3, rest.rfind(']') - 3);
  return times;
}

std::string_view LogCalendar::whole_time(const LogLine& line) {
  constexpr unsigned kHalfAYear = 6;
  if (month_ > line.month + kHalfAYear) ++year_;
  if (month_ != 0 && line.month > month_ + kHalfAYear) --year_;
  month_ = line.month;
  const auto two = [&](unsigned number) {
    time_ += static_cast<char>('0' + number / 10);
    time_ += static_cast<char>('0' + number % 10);
  };
  time_ = std::to_string(year_) + '-';
  two(line.month);
  time_ += '-';
  two(line.day);
  time_ += 'T';
  return time_ += line.clock;
}

}  // namespace whylocked::input
