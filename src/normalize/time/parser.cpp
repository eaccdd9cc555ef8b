// One pass from left to right: weekday, date, separator, clock, AM or PM, zone. Not supported,
// because they would need guesses: times without a year (syslog), ISO weeks, day-of-year dates.
#include "normalize/time/parser.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <initializer_list>

#include "base/split.hpp"
#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/time_zone.hpp"

namespace whylocked::data {
extern const std::string_view time_words;
}

namespace whylocked::normalize {

namespace {

constexpr std::size_t kMaxZoneName = 48;  // "America/Argentina/ComodRivadavia" has 32

// Two-digit years as POSIX strptime reads them.
std::int16_t full_year(std::uint32_t two_digits) {
  return static_cast<std::int16_t>(two_digits + (two_digits < 69 ? 2000 : 1900));
}

// Kinds of words: one bit for each line of time_words.txt, January's the lowest.
enum Kinds : std::uint32_t {
  kMonth = 0xfff,
  kWeekday = 1 << 12,
  kAt = 1 << 13,
  kWithinDate = 1 << 14,
  kAfterHour = 1 << 15,
  kDayWord = 1 << 16,
  kUnit = 1 << 17,
};

std::uint32_t kinds_of(std::string_view word) {
  static const WordKinds words(data::time_words);
  constexpr std::size_t kMaxWord = 24;
  return word.empty() ? 0 : words.of(fold_accents(word.substr(0, kMaxWord)));
}

unsigned month_of_name(std::string_view word) {
  const std::uint32_t months = kinds_of(word) & kMonth;
  return months == 0 ? 0 : static_cast<unsigned>(std::countr_zero(months)) + 1;
}

// A position in the text of a time, and the small steps from there.
class TimeCursor {
 public:
  explicit TimeCursor(std::string_view text) : text_(text) {}

  struct Number {
    std::uint32_t value = 0;  // from at most 9 digits
    std::size_t digits = 0;
  };
  Number number(std::size_t max_digits = SIZE_MAX) {
    Number number;
    for (; is_digit(peek()) && number.digits < max_digits; ++at_)
      if (++number.digits <= 9)
        number.value = number.value * 10 + static_cast<std::uint32_t>(peek() - '0');
    return number;
  }
  // A run of letters, including those outside ASCII.
  std::string_view word() {
    const std::size_t from = at_;
    while (!done() && (is_letter(peek()) || !is_ascii(peek())) && blank_length(rest()) == 0) ++at_;
    return text_.substr(from, at_ - from);
  }
  bool skip_blanks() {
    const std::size_t from = at_;
    while (const std::size_t length = blank_length(rest())) at_ += length;
    return at_ > from;
  }

 protected:
  bool done() const { return at_ >= text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take_any(std::string_view marks) {
    if (done() || marks.find(text_[at_]) == marks.npos) return false;
    ++at_;
    return true;
  }
  bool take_word(std::uint32_t kinds) {
    const std::size_t from = at_;
    if ((kinds_of(word()) & kinds) != 0) return true;
    at_ = from;
    return false;
  }
  // Chinese, Japanese and Korean put the unit after its number without a blank.
  bool take_one_of(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts)
      if (rest().starts_with(text)) {
        at_ += text.size();
        return true;
      }
    return false;
  }
  // The fraction of a second: digits after a separator.
  Micros take_fraction() {
    const std::size_t from = ++at_;
    while (is_digit(peek())) ++at_;
    return fraction_micros(text_.substr(from, at_ - from));
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

class TimeReader : TimeCursor {
 public:
  TimeReader(std::string_view text, ParsedTime& out, TimeError& fault)
      : TimeCursor(text), out_(out), fault_(fault) {}

  bool date_and_clock() {
    skip_weekday();
    if (take_word(kWithinDate)) skip_blanks();
    date_at_ = at_;
    if (!date()) return false;
    if (!year_last_) return clock_after_date() && zone();
    return clock() && year_after_clock();
  }

  bool clock_alone() {
    skip_blanks();
    half_before_clock();
    if (!is_digit(peek())) return fail("no time of day");
    if (part_of_day()) return true;
    joined_ = true;  // "0807", and "807" of a spreadsheet
    return clock() && zone();
  }

 private:
  bool fail(std::string_view what, std::string_view hint = {}) {
    fault_ = {static_cast<std::uint32_t>(at_), what, hint};
    return false;
  }
  bool fail_at(std::size_t at, std::string_view what) {
    at_ = at;
    return fail(what);
  }

  // "0.338414352": a clock as a spreadsheet stores it.
  bool part_of_day() {
    if (!rest().starts_with("0.") || rest().size() < 5) return false;
    double part = 0;
    const char* const end = rest().data() + rest().size();
    const auto [stop, error] = std::from_chars(rest().data(), end, part);
    if (error != std::errc() || stop != end) return false;
    out_.clock = static_cast<Micros>(part * 86'400 + 0.5) * kSecond;
    out_.precision = Precision::second;
    return true;
  }

  void skip_weekday() {
    skip_blanks();
    const std::size_t from = at_;
    const std::uint32_t kinds = kinds_of(word());
    if ((kinds & kWeekday) == 0) {
      at_ = from;
      return;
    }
    if (take_any("-")) word();  // "segunda-feira"
    take_any(".");
    take_any(",");
    skip_blanks();
    if ((kinds & kMonth) != 0 && !is_named_date()) at_ = from;
  }

  // True if a day and the name of a month follow.
  bool is_named_date() {
    const std::size_t from = at_;
    number();
    skip_marks();
    const bool named = month_of_name(word()) != 0;
    at_ = from;
    return named;
  }

  bool date() {
    if (!is_digit(peek())) return named_month_first();
    const Number first = number();
    if (first.digits == 8 || first.digits == 12 || first.digits == 14)
      return joined_date(first.digits);
    if (first.digits == 4) return year_first(first);
    if (first.digits > 2) return fail_at(date_at_, "not a date");
    return day_or_month_first(first);
  }

  bool fixed_date(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
    if (!is_date(static_cast<int>(year), month, day)) return fail_at(date_at_, "no such day");
    out_.year = static_cast<std::int16_t>(year);
    out_.first = static_cast<std::uint8_t>(month);
    out_.second = static_cast<std::uint8_t>(day);
    return true;
  }

  // "20260519", "20260519T0807"; the two other lengths include a clock: "20260519080719".
  bool joined_date(std::size_t digits) {
    at_ = date_at_;
    joined_ = digits > 8;
    with_seconds_ = digits == 14;
    const Number year = number(4), month = number(2), day = number(2);
    return fixed_date(year.value, month.value, day.value);
  }

  // 2026-05-19, 2026/5/19, 2026-May-19, "2026. 05. 19.", "2026. május 19.", 2026年5月19日
  bool year_first(Number year) {
    if (take_one_of({"年", "년"})) return month_and_day_with_units(year);
    const char mark = peek();
    if (!take_any("-/.")) return fail("not a date");
    if (mark == '.') skip_blanks();
    Number month = number();
    const bool named = month.digits == 0;
    if (named) month = {month_of_name(word()), 2};
    const bool divided = take_any({&mark, 1}) || (mark == '.' && named);
    if (month.digits > 2 || month.value == 0 || !divided) return fail("not a date");
    if (mark == '.') skip_blanks();
    const Number day = number();
    if (day.digits == 0 || day.digits > 2) return fail("not a date");
    if (mark == '.') take_any(".");
    return fixed_date(year.value, month.value, day.value);
  }

  bool month_and_day_with_units(Number year) {
    skip_blanks();
    const Number month = number();
    if (!take_one_of({"月", "월"})) return fail("not a date");
    skip_blanks();
    const Number day = number();
    if (!take_one_of({"日", "일"})) return fail("not a date");
    with_units_ = true;
    return fixed_date(year.value, month.value, day.value);
  }

  bool day_or_month_first(Number first) {
    take_ordinal();
    const char mark = peek();
    const bool marked = take_any("/-.");
    if (!marked || mark == '.') skip_blanks();
    if (!is_digit(peek())) {
      skip_marks();
      return named_month_second(first);
    }
    if (!marked) return fail("not a date");
    const Number second = number();
    if (second.digits > 2) return fail("not a date");
    if (!take_any({&mark, 1})) return fail("not a date", "a date needs a year");
    if (mark == '.') skip_blanks();
    const Number year = number();
    if (!set_year(year)) return false;
    out_.short_year = year.digits == 2;
    out_.dashed = mark == '-';
    if (mark == '.')
      return fixed_date(static_cast<std::uint32_t>(out_.year), second.value, first.value);
    return open_date(first.value, second.value);
  }

  bool set_year(Number year) {
    const bool is_clock = year.digits == 2 && peek() == ':';  // "19.05. 08:07", "19 May 08:07"
    if (is_clock || (year.digits != 2 && year.digits != 4)) return fail("no year");
    out_.year = year.digits == 2 ? full_year(year.value) : static_cast<std::int16_t>(year.value);
    return true;
  }

  bool open_date(std::uint32_t first, std::uint32_t second) {
    const int year = out_.year;
    const bool year_may_be_first =
        out_.short_year &&
        is_date(full_year(first), second, static_cast<std::uint32_t>(year % 100));
    if (!is_date(year, first, second) && !is_date(year, second, first) && !year_may_be_first)
      return fail_at(date_at_, "no such day");
    out_.open = true;
    out_.first = static_cast<std::uint8_t>(first);
    out_.second = static_cast<std::uint8_t>(second);
    return true;
  }

  // "19 May 2026", "19. Mai 2026", "19-May-26", "19/May/2026".
  bool named_month_second(Number day) {
    const unsigned month = month_of_name(word());
    if (month == 0) return fail("not a date");
    skip_marks();
    return year_of_named(month, day.value);
  }

  // "May 19, 2026", "May 19 08:07:19 2026".
  bool named_month_first() {
    const unsigned month = month_of_name(word());
    if (month == 0) return fail_at(date_at_, "not a date");
    skip_marks();
    const Number day = number();
    if (day.digits == 0 || day.digits > 2) return fail("not a date");
    take_ordinal();
    skip_marks();
    const std::size_t from = at_;
    year_last_ = number().digits <= 2 && peek() == ':';
    at_ = from;
    if (!year_last_) return year_of_named(month, day.value);
    out_.first = static_cast<std::uint8_t>(month);
    out_.second = static_cast<std::uint8_t>(day.value);
    return true;
  }

  bool year_of_named(unsigned month, std::uint32_t day) {
    return set_year(number()) && fixed_date(static_cast<std::uint32_t>(out_.year), month, day);
  }

  // The rest of "May 19 08:07:19 UTC 2026".
  bool year_after_clock() {
    skip_blanks();
    const std::string_view name = word();
    if (!name.empty() && !take_zone(name)) return false;
    skip_blanks();
    const Number year = number();
    if (year.digits != 4) return fail("no year");
    if (!done()) return fail("more than a time");
    return fixed_date(year.value, out_.first, out_.second);
  }

  void skip_marks() {
    while (take_any(".,-/") || skip_blanks() || take_word(kWithinDate)) continue;
  }

  void take_ordinal() {  // "19th May", "1er juin"
    const std::size_t from = at_;
    const std::string_view found = word();
    for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º"})
      if (equal_ignoring_case(found, ending)) return;
    at_ = from;
  }

  bool clock_after_date() {
    if (joined_) return clock();
    if (done()) return true;
    if ((peek() == 'T' || peek() == 't') && is_digit(peek(1))) {
      ++at_;
      joined_ = true;  // ISO 8601 may leave out the colons
      return clock();
    }
    const bool blank = skip_blanks();
    const std::size_t end_of_date = at_;
    skip_weekday_after_date();
    const bool apart = take_any(",:-_@") || blank || with_units_ ||
                       at_ > end_of_date;  // "May 18, 2026 @ 00:58:38.123"
    skip_blanks();
    while (take_word(kAt)) {  // "a las", "kl."
      take_any(".");
      skip_blanks();
    }
    if (done()) return true;
    half_before_clock();
    if (!apart || !is_digit(peek())) return fail("no time of day");
    return clock();
  }

  // "2026/05/19(火) 08:07", "2026年5月19日 火曜日 08:07"
  void skip_weekday_after_date() {
    const std::size_t from = at_;
    const bool bracket = take_one_of({"(", "（"});
    if (!bracket && !with_units_) return;
    const bool is_weekday = (kinds_of(word()) & kWeekday) != 0;
    if (!is_weekday || (bracket && !take_one_of({")", "）"}))) at_ = from;
    skip_blanks();
  }

  // "午後3時15分", "오후 3:15", "下午 3:15"
  void half_before_clock() {
    if (take_one_of({"午前", "上午", "오전"}))
      half_ = 'a';
    else if (take_one_of({"午後", "下午", "오후"}))
      half_ = 'p';
    skip_blanks();
  }

  bool clock() {
    const std::size_t from = at_;
    const Number hour = number();
    if (joined_ && hour.digits >= 3 && hour.digits <= 6) {
      const bool seconds = hour.digits > 4;
      const std::uint32_t whole = seconds ? hour.value : hour.value * 100;
      hour_ = whole / 10000;
      minute_ = whole / 100 % 100;
      second_ = whole % 100;
      out_.precision = seconds ? Precision::second : Precision::minute;
    } else {
      if (hour.digits == 0 || hour.digits > 2) return fail_at(from, "no time of day");
      hour_ = hour.value;
      out_.precision = Precision::hour;
      if (!minute_and_second()) return false;
    }
    return end_of_clock(from);
  }

  // "08:07", "08.07", "08h07", "8時7分", and the same with seconds.
  bool minute_and_second() {
    const bool units = take_one_of({"時", "时", "시"});
    const char mark = peek();
    if (!units && mark != ':' && ((mark != '.' && mark != 'h') || !is_digit(peek(1)))) return true;
    for (std::uint32_t* const part : {&minute_, &second_}) {
      const bool is_minute = part == &minute_;
      if (units)
        skip_blanks();
      else if (peek() != mark || (!is_minute && !is_digit(peek(1))))
        return true;
      else
        ++at_;
      const Number found = number();
      if (units && found.digits == 0) return true;
      if (found.digits == 0 || found.digits > 2) return fail("no such time of day");
      if (units && !(is_minute ? take_one_of({"分", "분"}) : take_one_of({"秒", "초"})))
        return fail("no such time of day");
      *part = found.value;
      out_.precision = is_minute ? Precision::minute : Precision::second;
    }
    return true;
  }

  bool end_of_clock(std::size_t from) {
    Micros fraction = 0;
    // A fraction of only zeros does not count: many systems write it after whole seconds.
    if (out_.precision == Precision::second && (peek() == '.' || peek() == ',') &&
        is_digit(peek(1)) && (fraction = take_fraction()) != 0)
      out_.precision = Precision::microsecond;
    if (!half_of_day()) return fail_at(from, "no such time of day");
    const std::size_t after = at_;  // "08:07 Uhr", "08:07 h"
    skip_blanks();
    if (!take_word(kAfterHour)) at_ = after;
    const bool end_of_day = hour_ == 24 && minute_ == 0 && second_ == 0 && fraction == 0;
    if ((hour_ > 23 && !end_of_day) || minute_ > 59 || second_ > 60)  // 60: a leap second
      return fail_at(from, "no such time of day");
    out_.clock = hour_ * kHour + minute_ * kMinute + second_ * kSecond + fraction;
    return true;
  }

  // "AM", "p.m.", " p" at the end; true without one, too.
  bool half_of_day() {
    if (half_ != 0) return apply_half(half_);
    const std::size_t from = at_;
    skip_blanks();
    const char half = lower(peek());
    const bool is_half = half == 'a' || half == 'p';
    if (is_half) ++at_;
    take_any(".");
    skip_blanks();
    const bool alone = done() && hour_ <= 12;  // "8:07a", "8:07 a."
    if (!is_half || (!alone && (lower(peek()) != 'm' || is_letter(peek(1))))) {
      at_ = from;
      return true;
    }
    take_any("mM");
    take_any(".");
    return apply_half(half);
  }

  bool apply_half(char half) {
    if (hour_ > 12) return half == 'p';  // "13:05 PM" makes sense, "13:05 AM" does not
    hour_ = hour_ % 12 + (half == 'p' ? 12 : 0);
    return true;
  }

  bool zone() {
    std::string_view text = trim_blanks(rest());
    if (text.empty()) return true;
    if (with_seconds_ && text.size() == 4 && (text[0] == '+' || text[0] == '-')) {
      const auto minutes = static_cast<std::int16_t>(TimeCursor(text.substr(1)).number().value);
      out_.zone = text[0] == '+' ? minutes : static_cast<std::int16_t>(-minutes);
      return true;
    }
    at_ = static_cast<std::size_t>(text.data() - text_.data());
    const std::size_t comment = text.find_first_of("([");
    if (comment == 0)
      text = text.substr(1, text.find_first_of(")]") - 1);
    else
      text = trim_blanks(text.substr(0, comment));
    return take_zone(text);
  }

  bool take_zone(std::string_view text) {
    if (const auto minutes = parse_fixed_zone(text)) {
      out_.zone = static_cast<std::int16_t>(*minutes);
      return true;
    }
    const bool is_name =
        !text.empty() && text.size() <= kMaxZoneName && is_letter(text[0]) &&
        std::all_of(text.begin(), text.end(), [](char c) {
          return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
        });
    if (!is_name && iana_name_of_windows_zone(text).empty()) return fail("not a time zone");
    out_.zone_name = text;
    return true;
  }

  ParsedTime& out_;
  TimeError& fault_;
  std::size_t date_at_ = 0;
  bool year_last_ = false, joined_ = false;
  bool with_units_ = false;    // the date has units: 年月日
  char half_ = 0;              // AM or PM before the clock: 'a', 'p'; 0: none
  bool with_seconds_ = false;  // 14 digits; a WMI offset after them is in minutes
  std::uint32_t hour_ = 0, minute_ = 0, second_ = 0;
};

bool consists_of(std::string_view text, std::string_view marks) {
  return !text.empty() && text.find_first_not_of(marks) == text.npos;
}

// "58:38.0": Excel displays a time with seconds as minutes and seconds, and saves what it displays.
bool is_minutes_alone(std::string_view text) {
  const std::size_t colon = text.find(':'), point = text.find('.');
  return colon >= 1 && colon <= 2 && point == colon + 3 && consists_of(text, "0123456789:.");
}

// "yesterday 08:07", "5 minutes ago": relative to a day that is not in the file.
bool is_relative(std::string_view text) {
  TimeCursor cursor(text);
  cursor.number();
  cursor.skip_blanks();
  const std::uint32_t first = kinds_of(cursor.word());
  cursor.skip_blanks();
  return (first & kDayWord) != 0 ||
         ((first & kUnit) != 0 && equal_ignoring_case(cursor.word(), "ago"));
}

// Describes how some program has spoilt a time and what to do; else leaves `fault`.
void explain_unreadable(std::string_view text, TimeError& fault) {
  const bool rounded =
      consists_of(text, "0123456789.,eE+") && text.find_first_of("eE") != text.npos;
  const struct {
    bool applies;
    std::string_view what, hint;
  } kReasons[] = {
      {text.size() > 1 && consists_of(text, "#"),
       "the spreadsheet saved ######## because the column was too narrow",
       "widen the column until its times show, and save again"},
      {text.starts_with('#') && text.size() > 2,
       "a formula of the spreadsheet failed; this is its error",
       "export again, and do not save the file from the spreadsheet"},
      {is_minutes_alone(text), "Excel saved minutes and seconds only; date and hour are lost",
       "export again and do not save the file from Excel, or format the column as yyyy-mm-dd "
       "hh:mm:ss before saving"},
      {rounded, "the spreadsheet rounded the time to a few digits",
       "export again and do not save the file from the spreadsheet, or format the column as text "
       "first"},
      {consists_of(text, "0123456789.,+"), "not a date",
       "a spreadsheet has turned the time into a number; format the column as text and export "
       "again"},
      {is_relative(text), "relative to the day of the export, which the file does not name",
       "export with dates, such as 2026-05-19 08:07:19"},
  };
  for (const auto& [applies, what, hint] : kReasons)
    if (applies) {
      fault = {0, what, hint};
      return;
    }
}

}  // namespace

bool parse_time(std::string_view text, ParsedTime& out, TimeError& fault) {
  out = {};
  const std::string_view bare = trim_blanks(text);
  const bool brackets = bare.starts_with('[') && bare.ends_with(']');  // of access logs
  const std::string_view literal = brackets ? bare.substr(1, bare.size() - 2) : literal_text(bare);
  if (literal.size() < bare.size()) {
    const bool parsed = parse_time(literal, out, fault);
    fault.at += static_cast<std::uint32_t>(literal.data() - text.data());
    return parsed;
  }
  if (parse_instant(bare, out) || parse_serial_date(bare, false, out)) return true;
  if (TimeReader(text, out, fault).date_and_clock()) return true;
  explain_unreadable(bare, fault);
  return false;
}

bool parse_clock(std::string_view text, ParsedTime& out, TimeError& fault) {
  return TimeReader(text, out, fault).clock_alone();
}

}  // namespace whylocked::normalize
