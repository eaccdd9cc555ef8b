// Times as exports write them. The calendar is Hinnant's days_from_civil turned round.
#include "simulator/export.hpp"

namespace whylocked::sim {

namespace {

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Date {
  std::int64_t year = 0, month = 0, day = 0;
};

// REQUIRES: days since 1970, not negative.
Date date_of(std::int64_t days) {
  days += 719468;
  const std::int64_t era = days / 146097, of_era = days % 146097;
  const std::int64_t of_years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * of_years + of_years / 4 - of_years / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;  // March is 0
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {of_years + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1};
}

void append_digits(std::string& out, std::int64_t number, int digits) {
  char text[20];
  for (int i = digits; i > 0; --i, number /= 10) text[i - 1] = static_cast<char>('0' + number % 10);
  out.append(text, static_cast<std::size_t>(digits));
}

void append_clock(std::string& out, Micros of_day, Micros unit) {
  append_digits(out, of_day / kHour, 2);
  out += ':';
  append_digits(out, of_day / kMinute % 60, 2);
  if (unit >= kMinute) return;
  out += ':';
  append_digits(out, of_day / kSecond % 60, 2);
  if (unit >= kSecond) return;
  out += '.';
  append_digits(out, of_day / 1000 % 1000, 3);
}

void append_date(std::string& out, const Date& date, bool named) {
  if (named) {
    append_digits(out, date.day, 2);
    out += ' ';
    out += kMonths[date.month - 1];
    out += ' ';
    append_digits(out, date.year, 4);
    return;
  }
  append_digits(out, date.year, 4);
  out += '-';
  append_digits(out, date.month, 2);
  out += '-';
  append_digits(out, date.day, 2);
}

void append_offset(std::string& out, std::int32_t minutes) {
  out += minutes < 0 ? '-' : '+';
  const std::int32_t size = minutes < 0 ? -minutes : minutes;
  append_digits(out, size / 60, 2);
  out += ':';
  append_digits(out, size % 60, 2);
}

}  // namespace

void append_time(std::string& out, TimeForm form, Micros at, Micros unit,
                 std::int32_t offset_minutes) {
  if (form == TimeForm::unix_seconds) {
    out += std::to_string(at / kSecond);
    return;
  }
  if (form == TimeForm::iso_utc) offset_minutes = 0;
  const Micros local = at + offset_minutes * kMinute;
  append_date(out, date_of(local / kDay), form == TimeForm::named_month);
  const bool iso = form == TimeForm::iso_utc || form == TimeForm::iso_offset;
  out += iso ? 'T' : ' ';
  append_clock(out, local % kDay, unit);
  if (form == TimeForm::iso_utc) out += 'Z';
  if (form == TimeForm::iso_offset) append_offset(out, offset_minutes);
}

}  // namespace whylocked::sim
