// One walk from left to right: weekday, date, mark between, clock, AM or PM, zone. Not read: times
// without a year (syslog), ISO weeks and day-of-year dates, each of which would need a guess.
#include "normalize/time/parser.hpp"

#include <algorithm>
#include <string>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/time_zone.hpp"

namespace whylocked::normalize {

namespace {

// A place in the text of a time, and the small steps from there.
class TimeCursor {
 public:
  struct Number {
    std::uint32_t value = 0;  // of at most 9 digits
    std::size_t digits = 0;
  };

  explicit TimeCursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at; }
  bool done() const { return at_ >= text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_any(std::string_view marks) {
    if (done() || marks.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }
  bool skip_blanks() {
    const std::size_t from = at_;
    while (const std::size_t length = blank_length(rest())) at_ += length;
    return at_ > from;
  }
  Number number() {
    Number number;
    for (; is_digit(peek()); ++at_)
      if (++number.digits <= 9)
        number.value = number.value * 10 + static_cast<std::uint32_t>(peek() - '0');
    return number;
  }
  // Letters, those outside ASCII included.
  std::string_view word() {
    const std::size_t from = at_;
    while (!done() && (is_letter(peek()) || !is_ascii(peek())) && blank_length(rest()) == 0) ++at_;
    return text_.substr(from, at_ - from);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

constexpr std::size_t kMaxZoneName = 48;  // "America/Argentina/ComodRivadavia" has 32

// Two-digit years as POSIX strptime reads them.
std::int16_t full_year(std::uint32_t two_digits) {
  return static_cast<std::int16_t>(two_digits + (two_digits < 69 ? 2000 : 1900));
}

struct Month {
  std::string_view name;
  unsigned number;
};
constexpr Month kMonths[] = {
    {"jan", 1},       {"january", 1},  {"januar", 1},    {"jänner", 1},    {"feb", 2},
    {"february", 2},  {"februar", 2},  {"mar", 3},       {"march", 3},     {"mär", 3},
    {"mrz", 3},       {"märz", 3},     {"maerz", 3},     {"apr", 4},       {"april", 4},
    {"may", 5},       {"mai", 5},      {"jun", 6},       {"june", 6},      {"juni", 6},
    {"jul", 7},       {"july", 7},     {"juli", 7},      {"aug", 8},       {"august", 8},
    {"sep", 9},       {"sept", 9},     {"september", 9}, {"oct", 10},      {"october", 10},
    {"okt", 10},      {"oktober", 10}, {"nov", 11},      {"november", 11}, {"dec", 12},
    {"december", 12}, {"dez", 12},     {"dezember", 12},
};

constexpr std::string_view kWeekdays[] = {
    "mon",        "monday", "tue",      "tues", "tuesday",  "wed",       "wednesday", "thu",
    "thur",       "thurs",  "thursday", "fri",  "friday",   "sat",       "saturday",  "sun",
    "sunday",     "mo",     "montag",   "di",   "dienstag", "mi",        "mittwoch",  "do",
    "donnerstag", "fr",     "freitag",  "sa",   "samstag",  "sonnabend", "so",        "sonntag"};

std::string folded(std::string_view word) {  // short enough for no allocation
  std::string text(word.substr(0, 12));
  fold_case(text);
  return text;
}

unsigned month_of_name(std::string_view word) {
  const std::string text = folded(word);
  for (const auto& [name, number] : kMonths)
    if (text == name) return number;
  return 0;
}

bool is_weekday(std::string_view word) {
  const std::string text = folded(word);
  return std::find(std::begin(kWeekdays), std::end(kWeekdays), text) != std::end(kWeekdays);
}

class TimeReader {
 public:
  TimeReader(std::string_view text, ParsedTime& out, TimeError& fault)
      : cursor_(text), out_(out), fault_(fault) {}

  bool date_and_clock() {
    skip_weekday();
    if (!date()) return false;
    if (!year_last_) return clock_behind_date() && zone();
    return clock() && year_behind_clock();
  }

  bool clock_alone() {
    cursor_.skip_blanks();
    if (!is_digit(cursor_.peek())) return fail("no time of day");
    return clock() && zone();
  }

 private:
  using Number = TimeCursor::Number;

  bool fail(std::string_view what, std::string_view hint = {}) {
    fault_ = {static_cast<std::uint32_t>(cursor_.at()), what, hint};
    return false;
  }
  bool fail_at(std::size_t at, std::string_view what) {
    cursor_.go_to(at);
    return fail(what);
  }

  void skip_weekday() {
    cursor_.skip_blanks();
    const std::size_t from = cursor_.at();
    if (!is_weekday(cursor_.word())) return cursor_.go_to(from);
    cursor_.take('.');
    cursor_.take(',');
    cursor_.skip_blanks();
  }

  bool date() {
    date_at_ = cursor_.at();
    if (!is_digit(cursor_.peek())) return named_month_first();
    const Number first = cursor_.number();
    if (first.digits == 8)
      return fixed_date(first.value / 10000, first.value / 100 % 100, first.value % 100);
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

  bool year_first(Number year) {  // 2026-05-19, 2026/5/19, 2026-May-19
    const char mark = cursor_.peek();
    if (!cursor_.take_any("-/.")) return fail("not a date");
    Number month = cursor_.number();
    if (month.digits == 0) month = {month_of_name(cursor_.word()), 2};
    if (month.digits > 2 || month.value == 0 || !cursor_.take(mark)) return fail("not a date");
    const Number day = cursor_.number();
    if (day.digits == 0 || day.digits > 2) return fail("not a date");
    return fixed_date(year.value, month.value, day.value);
  }

  bool day_or_month_first(Number first) {
    take_ordinal();
    const char mark = cursor_.peek();
    const bool marked = cursor_.take_any("/-.");
    if (!marked || mark == '.') cursor_.skip_blanks();
    if (!is_digit(cursor_.peek())) return named_month_second(first);
    if (!marked) return fail("not a date");
    const Number second = cursor_.number();
    if (second.digits > 2 || !cursor_.take(mark)) return fail("not a date", year_hint(second));
    if (mark == '.') cursor_.skip_blanks();
    const Number year = cursor_.number();
    const bool is_clock = year.digits == 2 && cursor_.peek() == ':';  // "19.05. 08:07"
    if (is_clock || (year.digits != 2 && year.digits != 4)) return fail("no year");
    out_.short_year = year.digits == 2;
    out_.year = out_.short_year ? full_year(year.value) : static_cast<std::int16_t>(year.value);
    if (mark == '.')
      return fixed_date(static_cast<std::uint32_t>(out_.year), second.value, first.value);
    return open_date(first.value, second.value);
  }

  static std::string_view year_hint(Number second) {
    return second.digits <= 2 ? std::string_view("a date needs a year") : std::string_view();
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
    const unsigned month = month_of_name(cursor_.word());
    if (month == 0) return fail("not a date");
    skip_marks();
    return year_of_named(month, day.value);
  }

  // "May 19, 2026", "May 19 08:07:19 2026".
  bool named_month_first() {
    const unsigned month = month_of_name(cursor_.word());
    if (month == 0) return fail_at(date_at_, "not a date");
    skip_marks();
    const Number day = cursor_.number();
    if (day.digits == 0 || day.digits > 2) return fail("not a date");
    take_ordinal();
    skip_marks();
    const std::size_t from = cursor_.at();
    year_last_ = cursor_.number().digits <= 2 && cursor_.peek() == ':';
    cursor_.go_to(from);
    if (!year_last_) return year_of_named(month, day.value);
    out_.first = static_cast<std::uint8_t>(month);
    out_.second = static_cast<std::uint8_t>(day.value);
    return true;
  }

  bool year_of_named(unsigned month, std::uint32_t day) {
    const Number year = cursor_.number();
    if (year.digits != 2 && year.digits != 4) return fail("no year");
    const auto full =
        year.digits == 2 ? static_cast<std::uint32_t>(full_year(year.value)) : year.value;
    return fixed_date(full, month, day);
  }

  // The tail of "May 19 08:07:19 UTC 2026".
  bool year_behind_clock() {
    cursor_.skip_blanks();
    const std::string_view name = cursor_.word();
    if (!name.empty()) {
      if (!take_zone(name)) return false;
      cursor_.skip_blanks();
    }
    const Number year = cursor_.number();
    if (year.digits != 4) return fail("no year");
    if (!cursor_.done()) return fail("more than a time");
    return fixed_date(year.value, out_.first, out_.second);
  }

  void skip_marks() {
    while (cursor_.take_any(".,-/") || cursor_.skip_blanks()) {
    }
  }

  void take_ordinal() {  // "19th May"
    const std::size_t from = cursor_.at();
    const std::string_view word = cursor_.word();
    for (const std::string_view ending : {"st", "nd", "rd", "th"})
      if (equal_ignoring_case(word, ending)) return;
    cursor_.go_to(from);
  }

  bool clock_behind_date() {
    if (cursor_.rest().empty()) return true;
    if ((cursor_.peek() == 'T' || cursor_.peek() == 't') && is_digit(cursor_.peek(1))) {
      cursor_.take_any("Tt");
      joined_ = true;  // ISO 8601 may leave out the colons
      return clock();
    }
    const bool blank = cursor_.skip_blanks();
    const bool apart = cursor_.take_any(",:-_") || blank;
    cursor_.skip_blanks();
    const std::size_t from = cursor_.at();
    const std::string_view word = cursor_.word();
    if (!equal_ignoring_case(word, "um") && !equal_ignoring_case(word, "at")) cursor_.go_to(from);
    cursor_.skip_blanks();
    if (cursor_.done()) return true;
    if (!apart || !is_digit(cursor_.peek())) return fail("no time of day");
    return clock();
  }

  bool clock() {
    const std::size_t from = cursor_.at();
    const Number hour = cursor_.number();
    if (joined_ && (hour.digits == 4 || hour.digits == 6)) {
      const bool seconds = hour.digits == 6;
      const std::uint32_t value = seconds ? hour.value : hour.value * 100;
      hour_ = value / 10000, minute_ = value / 100 % 100, second_ = value % 100;
      out_.precision = seconds ? Precision::second : Precision::minute;
    } else {
      if (hour.digits == 0 || hour.digits > 2) return fail_at(from, "no time of day");
      hour_ = hour.value;
      out_.precision = Precision::hour;
      if (!minute_and_second()) return false;
    }
    if (out_.precision == Precision::second) fraction();
    if (!half_of_day()) return fail_at(from, "no such time of day");
    skip_hour_word();
    const bool end_of_day = hour_ == 24 && minute_ == 0 && second_ == 0 && fraction_ == 0;
    if ((hour_ > 23 && !end_of_day) || minute_ > 59 || second_ > 60)  // 60: a leap second
      return fail_at(from, "no such time of day");
    out_.clock = hour_ * kHour + minute_ * kMinute + second_ * kSecond + fraction_;
    return true;
  }

  bool minute_and_second() {
    const char mark = cursor_.peek();
    if (mark != ':' && (mark != '.' || !is_digit(cursor_.peek(1)))) return true;
    cursor_.take(mark);
    const Number minute = cursor_.number();
    if (minute.digits == 0 || minute.digits > 2) return fail("no such time of day");
    minute_ = minute.value;
    out_.precision = Precision::minute;
    if (cursor_.peek() != mark || !is_digit(cursor_.peek(1))) return true;
    cursor_.take(mark);
    const Number second = cursor_.number();
    if (second.digits > 2) return fail("no such time of day");
    second_ = second.value;
    out_.precision = Precision::second;
    return true;
  }

  // A fraction of nothing but zeros tells nothing: many systems write it behind whole seconds.
  void fraction() {
    const char mark = cursor_.peek();
    if ((mark != '.' && mark != ',') || !is_digit(cursor_.peek(1))) return;
    cursor_.take(mark);
    Micros unit = kSecond / 10;
    for (; is_digit(cursor_.peek()); cursor_.take(cursor_.peek()), unit /= 10)
      fraction_ += (cursor_.peek() - '0') * unit;
    if (fraction_ != 0) out_.precision = Precision::microsecond;
  }

  // "AM", "p.m."; true also when there is none.
  bool half_of_day() {
    const std::size_t from = cursor_.at();
    cursor_.skip_blanks();
    const char half = lower(cursor_.peek());
    cursor_.take(cursor_.peek());
    cursor_.take('.');
    cursor_.skip_blanks();
    const bool found =
        (half == 'a' || half == 'p') && lower(cursor_.peek()) == 'm' && !is_letter(cursor_.peek(1));
    if (!found) {
      cursor_.go_to(from);
      return true;
    }
    cursor_.take(cursor_.peek());
    cursor_.take('.');
    if (hour_ <= 12)
      hour_ = hour_ % 12 + (half == 'p' ? 12 : 0);
    else if (half == 'a')
      return false;  // "13:05 PM" has one meaning, "13:05 AM" has none
    return true;
  }

  void skip_hour_word() {  // "08:07 Uhr", "08:07 h"
    const std::size_t from = cursor_.at();
    cursor_.skip_blanks();
    const std::string_view word = cursor_.word();
    if (!equal_ignoring_case(word, "uhr") && !equal_ignoring_case(word, "h")) cursor_.go_to(from);
  }

  bool zone() {
    cursor_.skip_blanks();
    std::string_view text = trim_blanks(cursor_.rest());
    if (text.empty()) return true;
    const std::size_t comment = text.find_first_of("([");
    if (comment == 0) {
      text.remove_prefix(1);
      text = text.substr(0, text.find_first_of(")]"));
    } else {
      text = trim_blanks(text.substr(0, comment));
    }
    return take_zone(text);
  }

  bool take_zone(std::string_view text) {
    if (const auto minutes = parse_fixed_zone(text)) {
      out_.zone = static_cast<std::int16_t>(*minutes);
      return true;
    }
    const auto in_name = [](char c) {
      return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
    };
    bool name = !text.empty() && text.size() <= kMaxZoneName && is_letter(text[0]);
    for (const char c : text) name = name && in_name(c);
    if (!name) return fail("not a time zone");
    out_.zone_name = text;
    return true;
  }

  TimeCursor cursor_;
  ParsedTime& out_;
  TimeError& fault_;
  std::size_t date_at_ = 0;
  bool year_last_ = false, joined_ = false;
  std::uint32_t hour_ = 0, minute_ = 0, second_ = 0;
  Micros fraction_ = 0;
};

// "1.77917E+12", "46161.338": what a spreadsheet makes of a time.
std::string_view spreadsheet_hint(std::string_view text) {
  if (text.find_first_not_of("0123456789.,eE+") != std::string_view::npos) return {};
  return "a spreadsheet has turned the time into a number; write the column as text and export "
         "again";
}

}  // namespace

bool parse_time(std::string_view text, ParsedTime& out, TimeError& fault) {
  out = {};
  const std::string_view bare = trim_blanks(text);
  if (parse_unix_time(bare, out) || parse_joined_digits(bare, out) ||
      parse_serial_date(bare, false, out))
    return true;
  if (TimeReader(text, out, fault).date_and_clock()) return true;
  if (fault.hint.empty()) fault.hint = spreadsheet_hint(bare);
  return false;
}

bool parse_clock(std::string_view text, ParsedTime& out, TimeError& fault) {
  return TimeReader(text, out, fault).clock_alone();
}

}  // namespace whylocked::normalize
