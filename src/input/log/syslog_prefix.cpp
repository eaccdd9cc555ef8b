#include "input/log/syslog_prefix.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

// How lines write the time, compared place by place: 0 a digit, _ a digit or a blank, A a letter. A
// fraction of the seconds and a zone may follow.
struct Shape {
  std::string_view text;
  std::size_t clock = 0;  // where the clock of a time without a year begins; else 0
  bool more_digits = false;
};
constexpr Shape kShapes[] = {
    {"AAA _0 0000 00:00:00"},    {"AAA _0 00:00:00 0000"}, {"AAA _0 00:00:00", 7},
    {"AAA/00/0000 00:00:00"},  // MikroTik
    {"AAA/00 00:00:00", 7},      {"0000-00-00T00:00:00"},  {"0000-00-00 00:00:00"},
    {"0000/00/00 00:00:00"},     {"0000/00/00T00:00:00"},  {"00/AAA/0000:00:00:00"},  // Apache
    {"00-AAA-0000 00:00:00"},                                                         // PHP
    {"00/00 00:00:00", 6},        // Windows, the month first
    {"0000000000.000", 0, true},  // seconds since 1970: journalctl -o short-unix
};
// Months as the locale of whoever printed the journal has them; "mar" and the like are English too.
constexpr std::string_view kMonths[] = {
    "janfebmaraprmayjunjulaugsepoctnovdec",  // English
    "   fevmrtavrmai         setokt   dez",  // German, Dutch, French, Portuguese
    "ene      abrmei   lugago   ott   dic",  // Spanish, Dutch, Italian
    "gen         maggiu         out   des"};

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

// " 2026" after a fraction, as Apache writes it.
std::size_t end_of_year(std::string_view text, std::size_t at) {
  constexpr std::size_t kLength = 5;
  const bool year = text[at - 1] != ':' && has_shape(text.substr(at), " 0000") &&
                    (at + kLength == text.size() ||
                     std::string_view(" ]").find(text[at + kLength]) != std::string_view::npos);
  return year ? at + kLength : at;
}

bool ends_word(std::string_view line, std::size_t end) {
  return end >= line.size() || (!is_digit(line[end]) && !is_letter(line[end]));
}

unsigned number_at(std::string_view text, std::size_t at) {
  const char tens = text[at] == ' ' ? '0' : text[at];
  return static_cast<unsigned>(10 * (tens - '0') + (text[at + 1] - '0'));
}

// 1 to 12, by its name or two digits; 0: none.
unsigned month_at(std::string_view text) {
  if (is_digit(text[0])) return number_at(text, 0) <= 12 ? number_at(text, 0) : 0;
  const std::string name = {ascii::lower(text[0]), ascii::lower(text[1]), ascii::lower(text[2])};
  for (const std::string_view months : kMonths)
    if (const std::size_t at = months.find(name); at != months.npos && at % 3 == 0)
      return static_cast<unsigned>(at / 3 + 1);
  return 0;
}

// The line from `from` on, if a time is there.
std::optional<LogLine> split(std::string_view line, std::size_t from) {
  line.remove_prefix(from);
  for (const Shape& shape : kShapes) {
    if (!has_shape(line, shape.text)) continue;
    std::size_t end = shape.text.size();
    end = shape.more_digits ? skip_digits(line, end) : end_of_fraction(line, end);
    if (!shape.more_digits && shape.clock == 0) end = end_of_zone(line, end);
    const std::size_t at = shape.clock != 0 ? 0 : shape.text.find('A');
    const unsigned month = at == line.npos ? 1 : month_at(line.substr(at));
    if (month == 0 || !ends_word(line, end)) continue;
    const std::size_t year = shape.clock != 0 ? end_of_year(line, end) : end;
    LogLine parts = {line.substr(0, year), line.substr(year)};
    if (shape.clock != 0 && year == end) {
      parts.month = month;
      parts.day = number_at(line, shape.clock - 3);
      parts.clock = parts.time.substr(shape.clock);
    }
    return parts;
  }
  return std::nullopt;
}

// The length of a word and the blank after it, else 0: "Tue ", "Di ", or the level of a message.
std::size_t word_length(std::string_view line) {
  constexpr std::size_t kMaxWord = 8;
  const std::size_t blank = line.substr(0, kMaxWord + 1).find(' ');
  if (blank == line.npos || blank < 2) return 0;
  const std::string_view word = line.substr(0, blank);
  return std::all_of(word.begin(), word.end(), is_letter) ? blank + 1 : 0;
}

// Colours of a terminal: "\x1b[36m".
void skip_colours(std::string_view& line) {
  while (line.starts_with("\x1b[")) {
    const std::size_t end = line.find('m');
    if (end == line.npos) return;
    line.remove_prefix(end + 1);
  }
}

// "[pod/web-0/web] ", which kubectl logs --prefix writes.
void skip_pod(std::string_view& line) {
  if (!line.starts_with("[pod/")) return;
  if (const std::size_t end = line.find("] "); end != line.npos) line.remove_prefix(end + 2);
}

// "/var/log/auth.log:", "auth.log:12:", "12:", which grep writes, if a time follows.
std::optional<LogLine> split_after_path(std::string_view line) {
  constexpr std::size_t kMaxPath = 256;
  const std::string_view path = line.substr(0, std::min(line.find(' '), kMaxPath));
  for (std::size_t at = path.find(':'); at != path.npos; at = path.find(':', at + 1))
    if (auto parts = split(line, at + 1)) return parts;
  return std::nullopt;
}

// "12  ", a line's number, or "web-0 sshd ", names that tools write before each line, if a time
// follows.
std::optional<LogLine> split_after_words(std::string_view line) {
  constexpr int kMaxWords = 2;
  const auto in_name = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; };
  std::size_t at = 0;
  for (int i = 0; i < kMaxWords; ++i) {
    const std::size_t end = line.find_first_of(" \t:", at);
    if (end == line.npos || !std::all_of(line.begin() + at, line.begin() + end, in_name)) break;
    at = line.find_first_not_of(" \t", end + (line[end] == ':' ? 1 : 0));
    if (at == line.npos) break;
    if (auto parts = split(line, at)) return parts;
  }
  return std::nullopt;
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
  skip_colours(line);
  skip_priority(line);
  skip_container(line);
  skip_colours(line);
  skip_pod(line);
  skip_priority(line);
  for (std::size_t at = 0; at < std::min(line.size(), kMaxBefore); ++at) {
    if (at > 0 && std::string_view("[\"(").find(line[at - 1]) == std::string_view::npos) continue;
    std::size_t day = word_length(line.substr(at));
    auto parts = day != 0 ? split(line, at + day) : std::nullopt;
    if (!parts) parts = split(line, at + (day = 0));
    if (!parts) continue;
    // "Tue 2026-05-19 07:00:00 UTC web1", as journalctl -o short-full writes it
    if (day != 0 && parts->month == 0) {
      const std::size_t zone = zone_name_length(parts->message);
      parts->message.remove_prefix(zone);
      parts->time = line.substr(at + day, parts->time.size() + zone);
    }
    return *parts;
  }
  if (auto parts = split_after_path(line)) return *parts;
  return split_after_words(line).value_or(LogLine{.time = {}, .message = line});
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
