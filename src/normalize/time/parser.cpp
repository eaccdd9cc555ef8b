// One walk from left to right: weekday, date, mark between, clock, AM or PM, zone. Not read: times
// without a year (syslog), ISO weeks and day-of-year dates, each of which would need a guess.
#include "normalize/time/parser.hpp"

#include <algorithm>
#include <string>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"
#include "normalize/time/number.hpp"
#include "normalize/time/time_zone.hpp"
#include "normalize/time/windows_zones.hpp"

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

// Long and short names by language, without accents: English, German, Dutch, French, Spanish,
// Italian, Portuguese, Polish (nominative and genitive). Source: Unicode CLDR, "months" of each.
constexpr std::string_view kMonths[12] = {
    "jan january januar jaenner jaen januari janv janvier ene enero gen gennaio janeiro sty "
    "styczen "
    "stycznia",
    "feb february februar februari fevr fevrier febrero febbraio fev fevereiro lut luty lutego",
    "mar march maer mrz maerz mrt maart mars marzo marco marz marzec marca",
    "apr april avr avril abr abril aprile kwi kwiecien kwietnia",
    "may mai mei mayo mag maggio maio maj maja",
    "jun june juni juin junio giu giugno junho cze czerwiec czerwca",
    "jul july juli juil juillet julio lug luglio julho lip lipiec lipca",
    "aug august augustus aout ago agosto sie sierpien sierpnia",
    "sep sept september septembre septiembre setiembre set settembre setembro wrz wrzesien "
    "wrzesnia",
    "oct october okt oktober octobre octubre ott ottobre out outubro paz pazdziernik pazdziernika",
    "nov november novembre noviembre novembro lis listopad listopada",
    "dec december dez dezember decembre dic diciembre dicembre dezembro gru grudzien grudnia"};

// Likewise; "mar" is a month here and a weekday where a named month follows (see skip_weekday).
constexpr std::string_view kWeekdays =
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun "
    "sunday mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so "
    "sonntag ma maandag dinsdag wo woensdag donderdag vr vrijdag za zaterdag zo zondag lun lundi "
    "mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche lunes martes mie miercoles "
    "jue jueves vie viernes sab sabado dom domingo lunedi martedi mercoledi gio giovedi venerdi "
    "sabato domenica seg segunda ter terca qua quarta qui quinta sex sexta pon poniedzialek wt "
    "wtorek sr sroda czw czwartek pt piatek sob sobota niedz niedziela";

// Between date and clock: "19 May 2026 at 08:07".
constexpr std::string_view kAtWords = "at um om a as alle ore o kl";
// Between day, month and year: "19 de mayo de 2026".
constexpr std::string_view kDateWords = "de del of";
constexpr std::string_view kHourWords = "uhr h uur hrs";

bool is_in_list(std::string_view word, std::string_view list) {
  const std::string text = fold_accents(word.substr(0, 24));
  if (text.empty() || text.find(' ') != text.npos) return false;
  for (std::size_t at = list.find(text); at != list.npos; at = list.find(text, at + 1))
    if ((at == 0 || list[at - 1] == ' ') &&
        (at + text.size() == list.size() || list[at + text.size()] == ' '))
      return true;
  return false;
}

unsigned month_of_name(std::string_view word) {
  for (unsigned month = 0; month < 12; ++month)
    if (is_in_list(word, kMonths[month])) return month + 1;
  return 0;
}

bool is_weekday(std::string_view word) { return is_in_list(word, kWeekdays); }

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
    const std::string_view name = cursor_.word();
    const bool mar = is_in_list(name, "mar");  // March, or mardi, martes, martedi
    if (!is_weekday(name) && !mar) return cursor_.go_to(from);
    if (cursor_.take('-')) cursor_.word();  // "segunda-feira"
    cursor_.take('.');
    cursor_.take(',');
    cursor_.skip_blanks();
    if (mar && !is_named_date()) cursor_.go_to(from);
  }

  // Whether a day and a month's name follow.
  bool is_named_date() {
    const std::size_t from = cursor_.at();
    cursor_.number();
    skip_marks();
    const bool named = month_of_name(cursor_.word()) != 0;
    cursor_.go_to(from);
    return named;
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
    if (!is_digit(cursor_.peek())) {
      skip_marks();
      return named_month_second(first);
    }
    if (!marked) return fail("not a date");
    const Number second = cursor_.number();
    if (second.digits > 2 || !cursor_.take(mark)) return fail("not a date", year_hint(second));
    if (mark == '.') cursor_.skip_blanks();
    const Number year = cursor_.number();
    const bool is_clock = year.digits == 2 && cursor_.peek() == ':';  // "19.05. 08:07"
    if (is_clock || (year.digits != 2 && year.digits != 4)) return fail("no year");
    out_.short_year = year.digits == 2;
    out_.dashed = mark == '-';
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
    const bool is_clock = year.digits == 2 && cursor_.peek() == ':';  // "19 May 08:07"
    if (is_clock || (year.digits != 2 && year.digits != 4)) return fail("no year");
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
    while (cursor_.take_any(".,-/") || cursor_.skip_blanks() || take_word(kDateWords)) {
    }
  }

  bool take_word(std::string_view list) {
    const std::size_t from = cursor_.at();
    if (is_in_list(cursor_.word(), list)) return true;
    cursor_.go_to(from);
    return false;
  }

  void take_ordinal() {  // "19th May", "1er juin"
    const std::size_t from = cursor_.at();
    const std::string_view word = cursor_.word();
    for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º"})
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
    const bool apart = cursor_.take_any(",:-_@") || blank;  // "May 18, 2026 @ 00:58:38.123"
    cursor_.skip_blanks();
    take_word(kAtWords);
    cursor_.skip_blanks();
    take_word("las");  // "a las"
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
    const char mark = cursor_.peek();  // "08:07", "08.07", "08h07"
    const bool digit_follows = is_digit(cursor_.peek(1));
    if (mark != ':' && ((mark != '.' && mark != 'h') || !digit_follows)) return true;
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

  // A fraction of nothing but zeros says nothing: many systems write it after whole seconds.
  void fraction() {
    const char mark = cursor_.peek();
    if ((mark != '.' && mark != ',') || !is_digit(cursor_.peek(1))) return;
    cursor_.take(mark);
    Micros unit = kSecond / 10;
    for (; is_digit(cursor_.peek()); cursor_.take(cursor_.peek()), unit /= 10)
      fraction_ += (cursor_.peek() - '0') * unit;
    if (fraction_ != 0) out_.precision = Precision::microsecond;
  }

  // "AM", "p.m.", "p"; true also when there is none.
  bool half_of_day() {
    const std::size_t from = cursor_.at();
    cursor_.skip_blanks();
    const char half = lower(cursor_.peek());
    cursor_.take(cursor_.peek());
    cursor_.take('.');
    cursor_.skip_blanks();
    const bool is_half = half == 'a' || half == 'p';
    const bool alone = is_half && cursor_.at() == from + 1 && cursor_.done();  // "8:07a"
    if (!alone && !(is_half && lower(cursor_.peek()) == 'm' && !is_letter(cursor_.peek(1)))) {
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
    if (!take_word(kHourWords)) cursor_.go_to(from);
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
    name = name || !iana_name_of_windows_zone(text).empty();
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

bool consists_of(std::string_view text, std::string_view marks) {
  return !text.empty() && text.find_first_not_of(marks) == text.npos;
}

// "58:38.0": Excel shows a time with seconds as minutes and seconds, and saves what it shows.
bool is_minutes_alone(std::string_view text) {
  const std::size_t colon = text.find(':'), point = text.find('.');
  return colon >= 1 && colon <= 2 && point == colon + 3 && consists_of(text, "0123456789:.");
}

// Relative to a day that the file does not name.
bool is_relative(std::string_view text) {
  TimeCursor cursor(text);
  cursor.number();
  cursor.skip_blanks();
  const std::string_view first = cursor.word();
  if (is_in_list(first,
                 "yesterday today gestern heute hier aujourd gisteren vandaag ayer hoy "
                 "ieri oggi ontem hoje wczoraj dzisiaj"))
    return true;
  cursor.skip_blanks();
  return is_in_list(first,
                    "second seconds minute minutes min mins hour hours hr hrs day days week "
                    "weeks month months") &&
         is_in_list(cursor.word(), "ago");
}

// A time that some program has spoilt; `what` and `hint` say how, and what to do.
bool explain_unreadable(std::string_view text, TimeError& fault) {
  const auto is = [&](std::string_view what, std::string_view hint) {
    fault = {0, what, hint};
    return true;
  };
  if (text.size() > 1 && consists_of(text, "#"))
    return is("the spreadsheet saved ######## because the column was too narrow",
              "widen the column until its times show, and save again");
  if (text.starts_with('#') && text.size() > 2)
    return is("a formula of the spreadsheet failed; this is its error",
              "export again, and do not save the file from the spreadsheet");
  if (is_minutes_alone(text))
    return is("Excel saved minutes and seconds only; date and hour are lost",
              "export again and do not save the file from Excel, or format the column as "
              "yyyy-mm-dd hh:mm:ss before saving");
  if (consists_of(text, "0123456789.,eE+") && text.find_first_of("eE") != text.npos)
    return is("the spreadsheet rounded the time to a few digits",
              "export again and do not save the file from the spreadsheet, or format the column "
              "as text first");
  if (consists_of(text, "0123456789.,+"))
    return is("not a date",
              "a spreadsheet has turned the time into a number; format the column "
              "as text and export again");
  if (is_relative(text))
    return is("relative to the day of the export, which the file does not name",
              "export with dates, such as 2026-05-19 08:07:19");
  return false;
}

}  // namespace

bool parse_time(std::string_view text, ParsedTime& out, TimeError& fault) {
  out = {};
  const std::string_view bare = trim_blanks(text);
  if (const std::string_view literal = literal_text(bare); literal.size() < bare.size()) {
    const bool parsed = parse_time(literal, out, fault);
    fault.at += static_cast<std::uint32_t>(literal.data() - text.data());
    return parsed;
  }
  if (parse_unix_time(bare, out) || parse_joined_digits(bare, out) ||
      parse_serial_date(bare, false, out) || parse_ticks(bare, out) || parse_wmi_time(bare, out))
    return true;
  if (TimeReader(text, out, fault).date_and_clock()) return true;
  explain_unreadable(bare, fault);
  return false;
}

bool parse_clock(std::string_view text, ParsedTime& out, TimeError& fault) {
  return TimeReader(text, out, fault).clock_alone();
}

}  // namespace whylocked::normalize
