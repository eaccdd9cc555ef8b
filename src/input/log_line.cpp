#include "input/log_line.hpp"

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

// "<38>", and the version that RFC 5424 puts behind it.
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

LogLine split_at(std::string_view line, std::size_t end, unsigned month) {
  // A word that only begins like a time is none.
  if (end < line.size() && (is_digit(line[end]) || is_letter(line[end]))) return {{}, line, 0};
  return {line.substr(0, end), line.substr(end), month};
}

LogLine classic_line(std::string_view line) {
  const std::size_t name = kMonths.find(line.substr(0, 3));
  if (name == kMonths.npos || name % 3 != 0) return {{}, line, 0};
  return split_at(line, end_of_fraction(line, kClassic.size()),
                  static_cast<unsigned>(name / 3 + 1));
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
  skip_priority(line);
  if (has_shape(line, kClassic)) return classic_line(line);
  if (!has_shape(line, kDate)) return {{}, line, 0};
  std::size_t end = kDate.size();
  if (end == line.size() || (line[end] != 'T' && line[end] != ' ')) return {{}, line, 0};
  if (!has_shape(line.substr(++end), kClock)) return {{}, line, 0};
  return split_at(line, end_of_zone(line, end_of_fraction(line, end + kClock.size())), 0);
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
  constexpr std::size_t kDay = 4;  // in kClassic
  time_ = std::to_string(year_) + '-';
  two(line.month);
  time_ += '-';
  time_ += line.time[kDay] == ' ' ? '0' : line.time[kDay];
  time_ += line.time[kDay + 1];
  time_ += 'T';
  return time_ += line.time.substr(kDay + 3);
}

}  // namespace whylocked::input
