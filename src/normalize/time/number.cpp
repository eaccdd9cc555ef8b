#include "normalize/time/number.hpp"

#include <algorithm>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::uint64_t kFirstSecond = 946'684'800, kEndSecond = 4'102'444'800;  // 2000, 2100
constexpr std::size_t kMaxDigits = 19;  // of nanoseconds; more overflow

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

Micros fraction_micros(std::string_view digits) {
  Micros micros = 0;
  for (std::size_t i = 0; i < 6; ++i)
    micros = micros * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return micros;
}

constexpr std::int64_t kSerial1900 = days_from_date(1899, 12, 30);
constexpr std::int64_t kSerial1904 = days_from_date(1904, 1, 1);
constexpr std::int64_t kFirstSerialDay = days_from_date(1982, 1, 1);
constexpr std::int64_t kEndSerialDay = days_from_date(2100, 1, 1);

}  // namespace

bool parse_unix_time(std::string_view text, ParsedTime& out) {
  const std::size_t point = text.find_first_of(".,");
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.size() > kMaxDigits || !all_digits(whole)) return false;
  if (point != std::string_view::npos && !all_digits(fraction)) return false;
  const std::uint64_t value = value_of(whole);
  std::uint64_t unit = 1;
  while (unit <= 1'000'000'000 && value >= kEndSecond * unit) unit *= 1000;
  if (unit > 1'000'000'000 || value < kFirstSecond * unit) return false;
  const std::uint64_t seconds = value / unit, rest = value % unit;
  out.clock = static_cast<Micros>(seconds) * kSecond;
  if (unit == 1)
    out.clock += fraction_micros(fraction);
  else if (unit == 1000)
    out.clock += static_cast<Micros>(rest) * 1000 + fraction_micros(fraction) / 1000;
  else
    out.clock += static_cast<Micros>(unit == 1'000'000 ? rest : rest / 1000);
  out.year = 0;
  out.zone = 0;
  out.precision = out.clock % kSecond == 0 ? Precision::second : Precision::microsecond;
  return true;
}

bool parse_serial_date(std::string_view text, bool since_1904, ParsedTime& out) {
  const std::size_t point = text.find_first_of(".,");
  const std::string_view whole = text.substr(0, point);
  if (whole.size() != 5 || !all_digits(whole)) return false;
  double part = 0;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (!all_digits(fraction)) return false;
    double unit = 0.1;
    for (const char c : fraction.substr(0, 17)) {
      part += unit * (c - '0');
      unit /= 10;
    }
  }
  std::int64_t day =
      static_cast<std::int64_t>(value_of(whole)) + (since_1904 ? kSerial1904 : kSerial1900);
  auto clock = static_cast<Micros>(part * 86'400'000 + 0.5) * 1000;
  if (clock >= kDay) {
    clock -= kDay;
    ++day;
  }
  if (day < kFirstSerialDay || day >= kEndSerialDay) return false;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  out.year = static_cast<std::int16_t>(int(date.year()));
  out.first = static_cast<std::uint8_t>(unsigned(date.month()));
  out.second = static_cast<std::uint8_t>(unsigned(date.day()));
  out.clock = clock;
  out.serial = true;
  // Four digits of a day are nine seconds; an exact minute was perhaps written with fewer.
  const bool coarse = text.size() < point + 6 && clock % kMinute != 0;
  out.precision = point == std::string_view::npos ? Precision::day
                  : coarse                        ? Precision::minute
                  : clock % kSecond == 0          ? Precision::second
                                                  : Precision::microsecond;
  return true;
}

bool parse_ticks(std::string_view text, ParsedTime& out) {
  if (text.starts_with("\\/")) text.remove_prefix(1);
  if (text.starts_with("/Date(") || text.starts_with("Date(")) {
    text.remove_prefix(text.find('(') + 1);
    return parse_unix_time(text.substr(0, text.find_first_of("+-)")), out);
  }
  constexpr std::size_t kDigits = 18;
  constexpr std::int64_t kTicksToMicros = 10;
  constexpr std::int64_t kFrom1601 = days_from_date(1601, 1, 1),
                         kFromYear1 = days_from_date(1, 1, 1);
  if (text.size() != kDigits || !all_digits(text)) return false;
  const auto micros = static_cast<Micros>(value_of(text)) / kTicksToMicros;
  for (const std::int64_t epoch : {kFrom1601, kFromYear1}) {
    out.clock = micros + epoch * kDay;
    if (out.clock / kSecond < static_cast<Micros>(kFirstSecond) ||
        out.clock / kSecond >= static_cast<Micros>(kEndSecond))
      continue;
    out.year = 0;
    out.zone = 0;
    out.precision = out.clock % kSecond == 0 ? Precision::second : Precision::microsecond;
    return true;
  }
  return false;
}

bool parse_wmi_time(std::string_view text, ParsedTime& out) {
  constexpr std::size_t kSeconds = 14;
  if (text.size() <= kSeconds || !parse_joined_digits(text.substr(0, kSeconds), out)) return false;
  std::string_view rest = text.substr(kSeconds);
  if (rest.starts_with('.')) {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    out.clock += fraction_micros(rest.substr(1, end - 1));
    if (out.clock % kSecond != 0) out.precision = Precision::microsecond;
    rest.remove_prefix(end);
  }
  if (rest == "Z" || rest.empty()) {
    if (!rest.empty()) out.zone = 0;
    return true;
  }
  const bool east = rest[0] == '+';
  if (rest.size() != 4 || (!east && rest[0] != '-') || !all_digits(rest.substr(1))) return false;
  const auto minutes = static_cast<std::int16_t>(value_of(rest.substr(1)));
  out.zone = east ? minutes : static_cast<std::int16_t>(-minutes);
  return true;
}

bool parse_joined_digits(std::string_view digits, ParsedTime& out) {
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14) return false;
  if (!all_digits(digits)) return false;
  const auto part = [&](std::size_t at, std::size_t length) {
    return at < digits.size() ? static_cast<unsigned>(value_of(digits.substr(at, length))) : 0;
  };
  const unsigned hour = part(8, 2), minute = part(10, 2), second = part(12, 2);
  if (!is_date(static_cast<int>(part(0, 4)), part(4, 2), part(6, 2))) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  out.year = static_cast<std::int16_t>(part(0, 4));
  out.first = static_cast<std::uint8_t>(part(4, 2));
  out.second = static_cast<std::uint8_t>(part(6, 2));
  out.clock = hour * kHour + minute * kMinute + second * kSecond;
  out.precision = digits.size() == 8    ? Precision::day
                  : digits.size() == 12 ? Precision::minute
                                        : Precision::second;
  return true;
}

}  // namespace whylocked::normalize
