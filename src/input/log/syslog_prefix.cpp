#include "input/log/syslog_prefix.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "base/split.hpp"

namespace whylocked::input {

namespace {

struct TimeShape {
  std::string_view text;  // see skip()
  std::size_t clock = 0;  // where the clock of a time without a year begins; else 0
};
// Shapes of times. A fraction of the seconds and a zone may follow.
constexpr TimeShape kTimes[] = {
    {"AAA _0 0000 00:00:00"}, {"AAA _0 00:00:00 0000"}, {"AAA _0 00:00:00", 7},
    {"AAA/00/0000 00:00:00"},  // MikroTik
    {"AAA/00 00:00:00", 7},   {"0000-00-00T00:00:00"},  {"0000-00-00 00:00:00"},
    {"0000/00/00 00:00:00"},  {"0000/00/00T00:00:00"},  {"00/AAA/0000:00:00:00"},  // Apache
    {"00-AAA-0000 00:00:00"},                                                      // PHP
    {"00/00 00:00:00", 6},  // Windows, the month first
    {"0000000000.009"},     // seconds since 1970: journalctl -o short-unix
};
// Months in the locale of the person who printed the journal, except those with an English name,
// such as "mar".
constexpr std::string_view kMonths[] = {
    "janfebmaraprmayjunjulaugsepoctnovdec",  // English
    "   fevmrtavrmai         setokt   dez",  // German, Dutch, French, Portuguese
    "ene      abrmei   lugago   ott   dic",  // Spanish, Dutch, Italian
    "gen         maggiu         out   des"};

using ascii::is_digit;
using ascii::is_letter;
using ascii::is_space;

bool fits(char c, char mark) {
  switch (mark) {
    case '0':
    case '9':
      return is_digit(c);
    case '_':
      return is_digit(c) || c == ' ';
    case 'A':
      return is_letter(c);
    case 's':
      return c == '+' || c == '-';
    default:
      return c == mark;
  }
}

constexpr std::string_view kFractions[] = {".9", ",9"};
constexpr std::string_view kZones[] = {"Z", "s00:00", "s0000", "s00", " s00:00", " s0000", " s00"};

// " 2026" after a fraction, as Apache writes it.
std::size_t skip_year(std::string_view text, std::size_t at) {
  const std::size_t end = text[at - 1] == ':' ? at : skip(text, at, " 0000");
  return end == text.size() || text[end] == ' ' || text[end] == ']' ? end : at;
}

bool ends_word(std::string_view line, std::size_t end) {
  return end >= line.size() || (!is_digit(line[end]) && !is_letter(line[end]));
}

unsigned number_at(std::string_view text, std::size_t at) {
  const char tens = text[at] == ' ' ? '0' : text[at];
  return static_cast<unsigned>(10 * (tens - '0') + (text[at + 1] - '0'));
}

// 1 to 12, from a name or two digits; 0 if it is neither.
unsigned month_at(std::string_view text) {
  if (is_digit(text[0])) return number_at(text, 0) <= 12 ? number_at(text, 0) : 0;
  const std::string name = {ascii::lower(text[0]), ascii::lower(text[1]), ascii::lower(text[2])};
  for (const std::string_view months : kMonths)
    if (const std::size_t at = months.find(name); at != months.npos && at % 3 == 0)
      return static_cast<unsigned>(at / 3 + 1);
  return 0;
}

// Splits the line from `from` on, if a time begins there.
std::optional<LogLine> split(std::string_view line, std::size_t from) {
  line.remove_prefix(from);
  for (const TimeShape& shape : kTimes) {
    std::size_t end = skip(line, 0, shape.text);
    if (end == 0) continue;
    end = skip_one_of(line, end, kFractions);
    if (shape.clock == 0) end = skip_one_of(line, end, kZones);
    const std::size_t at = shape.clock != 0 ? 0 : shape.text.find('A');
    const unsigned month = at == line.npos ? 1 : month_at(line.substr(at));
    if (month == 0 || !ends_word(line, end)) continue;
    const std::size_t year = shape.clock != 0 ? skip_year(line, end) : end;
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

// Seconds since 1970 at the beginning, rsyslog's unixtimestamp. Tried last, because before another
// time these digits are a sequence number.
LogLine split_unix_time(std::string_view line) {
  const std::size_t end = skip(line, 0, "1000000000");
  if (end == 0 || !ends_word(line, end)) return {.time = {}, .message = line};
  return {line.substr(0, end), line.substr(end)};
}

// "Tue ", "Di ", or the level of a message.
bool ends_with_word(std::string_view text) {
  constexpr std::size_t kMaxWord = 8;
  if (!text.ends_with(' ')) return false;
  text.remove_suffix(1);
  const auto end = std::find_if_not(text.rbegin(), text.rend(), is_letter);
  const std::size_t length = static_cast<std::size_t>(end - text.rbegin());
  return length >= 2 && length <= kMaxWord;
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

// Whether the text is only host and program. A message could hold a username, and so anything.
bool is_tag(std::string_view text) {
  constexpr std::ptrdiff_t kMaxBlanks = 7;  // " host sshd 123 - - ", and one at the end of it
  const std::size_t colon = text.find(": ");
  return (colon == text.npos || colon + 2 == text.size()) &&
         std::count(text.begin(), text.end(), ' ') <= kMaxBlanks;
}

// "authpriv.info", which OpenWrt writes in place of a host.
bool is_severity(std::string_view word) {
  constexpr std::string_view kSeverities[] = {"debug", "info",  "notice", "warn",  "warning",
                                              "err",   "error", "crit",   "alert", "emerg"};
  const std::size_t point = word.find('.');
  return point != word.npos &&
         std::ranges::find(kSeverities, word.substr(point + 1)) != std::end(kSeverities);
}

}  // namespace

std::size_t skip(std::string_view text, std::size_t at, std::string_view shape) {
  std::size_t end = at;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '*') end = std::min(text.find(shape[++i], end), text.size());
    if (end >= text.size() || !fits(text[end], shape[i])) return at;
    ++end;
    while (shape[i] == '9' && end < text.size() && is_digit(text[end])) ++end;
  }
  return end;
}

std::size_t skip_one_of(std::string_view text, std::size_t at,
                        std::span<const std::string_view> shapes) {
  for (const std::string_view shape : shapes)
    if (const std::size_t end = skip(text, at, shape); end != at) return end;
  return at;
}

LogLine parse_log_line(std::string_view line) {
  constexpr std::size_t kMaxBefore = 256;  // a file path from grep
  constexpr int kMaxWords = 3;             // "web1-1  | <38>1 ": a container, a bar, a priority
  constexpr std::string_view kEdges = " \t[(\":|>";
  int words = 0;
  bool at_edge = true;
  for (std::size_t at = 0; at < kMaxBefore && words <= kMaxWords; ++at) {
    if (const std::size_t end = skip(line, at, "\x1b[*m"); end != at) {  // a terminal color
      at = end;
      at_edge = true;
    }
    if (at >= line.size()) break;
    if (auto parts = at_edge ? split(line, at) : std::nullopt) {
      // "Tue 2026-05-19 07:00:00 UTC web1", as journalctl -o short-full writes it
      if (parts->month == 0 && ends_with_word(line.substr(0, at))) {
        const std::size_t zone = zone_name_length(parts->message);
        parts->message.remove_prefix(zone);
        parts->time = line.substr(at, parts->time.size() + zone);
      }
      return *parts;
    }
    at_edge = kEdges.find(line[at]) != kEdges.npos;
    const bool goes_on = !is_space(line[std::min(at + 1, line.size() - 1)]);
    if (goes_on && line[at] == ',') break;  // a table: the time is part of the message
    words += goes_on && is_space(line[at]);
  }
  return split_unix_time(line);
}

std::string_view host_of(std::string_view message) {
  message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
  if (message.starts_with('<')) take_until(message, ' ');  // "<auth.info>" of FreeBSD
  const std::string_view host = take_until(message, ' '), program = take_until(message, ' ');
  const std::string_view process = take_until(message, ' ');
  const bool numbered =
      process == "-" || (!process.empty() && std::ranges::all_of(process, is_digit));
  const bool is_name = std::ranges::all_of(
      host, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; });
  return is_name && (program.ends_with(':') || numbered) && !is_severity(host) ? host
                                                                               : std::string_view();
}

unsigned parse_repetition(std::string_view& message) {
  constexpr std::string_view kRepeated = "message repeated ", kSuffix = " times";
  const std::size_t at = message.find(kRepeated);
  if (at == message.npos) return 0;
  std::string_view before = message.substr(0, at), rest = message.substr(at + kRepeated.size());
  const bool last = before.ends_with("last ");
  if (last) before.remove_suffix(5);
  const auto times = parse_whole<unsigned>(rest.substr(0, rest.find(kSuffix)));
  if (!times || !is_tag(before)) return 0;
  rest.remove_prefix(rest.find(kSuffix) + kSuffix.size());
  if (!last && !rest.starts_with(": [")) return 0;
  message = last ? std::string_view() : rest.substr(3, rest.rfind(']') - 3);
  return *times;
}

}  // namespace whylocked::input
