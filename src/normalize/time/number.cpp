#include "normalize/time/number.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::int64_t kSerial1900 = days_from_date(1899, 12, 30);
constexpr std::int64_t kSerial1904 = days_from_date(1904, 1, 1);
constexpr std::int64_t kFirstSerialDay = days_from_date(1982, 1, 1);
constexpr std::int64_t kEndSerialDay = days_from_date(2100, 1, 1);
constexpr Micros kFirstInstant = days_from_date(2000, 1, 1) * kDay;
constexpr Micros kEndInstant = days_from_date(2100, 1, 1) * kDay;
constexpr Micros kLongest = kEndInstant - days_from_date(1, 1, 1) * kDay;

struct Decimal {
  std::uint64_t whole = 0;
  std::size_t digits = 0;        // of `whole`
  std::string_view after_point;  // digits; empty: no point
};

// "1779170839", "46161.338414", "46161,338414"
std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  const char* const end = text.data() + text.size();
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, number.whole);
  if (error != std::errc()) return std::nullopt;
  number.digits = static_cast<std::size_t>(stop - text.data());
  if (stop == end) return number;
  number.after_point = text.substr(number.digits + 1);
  const bool good = (*stop == '.' || *stop == ',') && !number.after_point.empty() &&
                    number.after_point.find_first_not_of("0123456789") == text.npos;
  return good ? std::optional(number) : std::nullopt;
}

// Units per microsecond (`divisor`), or microseconds per unit (`micros`).
struct Unit {
  std::uint64_t micros, divisor;
  int epoch;  // year it counts from
};
constexpr Unit kUnits[] = {{1'000'000, 1, 1970}, {1'000, 1, 1970}, {1, 1, 1970},
                           {1, 1'000, 1970},     {1, 10, 1601},    {1, 10, 1}};

}  // namespace

bool parse_instant(std::string_view text, ParsedTime& out) {
  if (text.starts_with("\\/")) text.remove_prefix(1);
  if (text.starts_with("/Date(") || text.starts_with("Date(")) {
    text.remove_prefix(text.find('(') + 1);
    text = text.substr(0, text.find_first_of("+-)"));
  }
  const auto number = parse_decimal(text);
  if (!number) return false;
  for (const auto& [micros, divisor, epoch] : kUnits) {
    if (number->whole / divisor >= std::uint64_t{kLongest} / micros) continue;
    const auto part = fraction_micros(number->after_point) * static_cast<Micros>(micros) / kSecond;
    const Micros time = static_cast<Micros>(number->whole / divisor * micros) + part +
                        days_from_date(epoch, 1, 1) * kDay;
    if (time < kFirstInstant || time >= kEndInstant) continue;
    out.clock = time;
    out.zone = 0;
    out.precision = time % kSecond == 0 ? Precision::second : Precision::microsecond;
    return true;
  }
  return false;
}

bool parse_serial_date(std::string_view text, bool since_1904, ParsedTime& out) {
  const auto number = parse_decimal(text);
  if (!number || number->digits != 5) return false;
  double part = 0;
  const std::string fraction = "0." + std::string(number->after_point);
  std::from_chars(fraction.data(), fraction.data() + fraction.size(), part);
  std::int64_t day =
      static_cast<std::int64_t>(number->whole) + (since_1904 ? kSerial1904 : kSerial1900);
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
  // Four digits of a day resolve nine seconds; exact minutes may have been written with fewer.
  const bool coarse = number->after_point.size() < 5 && clock % kMinute != 0;
  out.precision = clock % kSecond == 0 ? Precision::second : Precision::microsecond;
  if (coarse) out.precision = Precision::minute;
  if (number->after_point.empty()) out.precision = Precision::day;
  return true;
}

}  // namespace whylocked::normalize
