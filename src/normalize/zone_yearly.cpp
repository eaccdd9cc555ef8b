#include "normalize/zone_yearly.hpp"

#include <algorithm>
#include <array>

#include "normalize/civil.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

constexpr std::int64_t kSecondsOfDay = 86400;
constexpr int kFirstYear = 2, kLastYear = 9998;  // civil.hpp knows those beside them too

int year_of(std::int64_t time) {
  constexpr std::int64_t kFirst = days_from_civil(kFirstYear, 1, 1);
  constexpr std::int64_t kLast = days_from_civil(kLastYear, 12, 31);
  const std::int64_t days = time / kSecondsOfDay - (time % kSecondsOfDay < 0);
  return civil_from_days(std::clamp(days, kFirst, kLast)).year;
}

}  // namespace

struct YearlyRule::Text {
  std::string_view rest;
  bool good = true;

  bool take(char c) {
    if (rest.empty() || rest[0] != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::int32_t number(std::int32_t least, std::int32_t most) {
    std::int32_t value = 0;
    std::size_t digits = 0;
    while (digits < rest.size() && digits < 4 && is_digit(rest[digits]))
      value = value * 10 + (rest[digits++] - '0');
    good &= digits > 0 && value >= least && value <= most;
    rest.remove_prefix(digits);
    return value;
  }
  // "EST", "<-03>"; its letters mean nothing here.
  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest.size() && (quoted ? rest[length] != '>' : is_letter(rest[length])))
      ++length;
    rest.remove_prefix(length);
    good &= length >= 3 && (!quoted || take('>'));
  }
  // "5", "-9:30", "+167:59:59"; in seconds.
  std::int32_t clock(std::int32_t most_hours) {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int32_t seconds = number(0, most_hours) * 3600;
    if (take(':')) seconds += number(0, 59) * 60;
    if (take(':')) seconds += number(0, 59);
    return negative ? -seconds : seconds;
  }
  void point() { good &= take('.'); }
  // "M3.5.0/3", "J60", "59".
  Change change() {
    Change change;
    good &= take(',');
    if (take('M')) {
      change.month = number(1, 12);
      point();
      change.week = number(1, 5);
      point();
      change.day = number(0, 6);
    } else if (take('J')) {
      change.kind = Change::Day::of_year_without_leap_day;
      change.day = number(1, 365) - 1;
    } else {
      change.kind = Change::Day::of_year;
      change.day = number(0, 365);
    }
    if (take('/')) change.seconds = clock(167);
    return change;
  }
};

std::int64_t YearlyRule::Change::in(int year) const {
  std::int64_t days = days_from_civil(year, 1, 1) + day;
  if (kind == Day::of_year_without_leap_day) {
    constexpr std::int32_t kMarch = 31 + 28;
    if (is_leap_year(year) && day >= kMarch) ++days;
  } else if (kind == Day::of_week) {
    const std::int64_t first = days_from_civil(year, static_cast<unsigned>(month), 1);
    const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;  // 1970 began on a Thursday
    days = first + (day - weekday + 7) % 7 + 7 * (week - 1);
    const std::int64_t next = month == 12
                                  ? days_from_civil(year + 1, 1, 1)
                                  : days_from_civil(year, static_cast<unsigned>(month) + 1, 1);
    if (days >= next) days -= 7;
  }
  return days * kSecondsOfDay + seconds;
}

// The text counts offsets westward.
std::optional<YearlyRule> YearlyRule::parse(std::string_view written) {
  Text text{written};
  YearlyRule rule;
  text.name();
  rule.standard_ = -text.clock(24);
  if (!text.rest.empty()) {
    rule.has_summer_ = true;
    text.name();
    const bool told = !text.rest.empty() && text.rest[0] != ',';
    rule.summer_ = told ? -text.clock(24) : rule.standard_ + 3600;
    rule.to_summer_ = text.change();
    rule.to_standard_ = text.change();
  }
  if (!text.good || !text.rest.empty()) return std::nullopt;
  return rule;
}

// The changes of three years, of which the middle one is that of the time. Where one year's last
// change meets the next one's first (summer all the year), the earlier stays in front.
ZoneSpan YearlyRule::at(std::int64_t time) const {
  if (!has_summer_) return {.offset = standard_};
  std::array<ZoneSpan, 6> spans;
  std::size_t count = 0;
  for (int year = year_of(time) - 1, end = year + 3; year < end; ++year) {
    spans[count++] = {.from = to_summer_.in(year)-standard_, .offset = summer_};
    spans[count++] = {.from = to_standard_.in(year)-summer_, .offset = standard_};
  }
  std::stable_sort(spans.begin(), spans.end(),
                   [](const ZoneSpan& a, const ZoneSpan& b) { return a.from < b.from; });
  const auto after = std::upper_bound(spans.begin() + 1, spans.end(), time,
                                      [](std::int64_t t, const ZoneSpan& s) { return t < s.from; });
  ZoneSpan span = *(after - 1);
  if (after != spans.end()) span.to = after->from;
  return span;
}

}  // namespace whylocked::normalizing
