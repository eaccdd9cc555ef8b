#include "whylocked/event.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace whylocked {

namespace {

constexpr std::string_view kKinds[] = {
    "login_failed",     "login_succeeded",  "account_locked",   "account_unlocked",
    "password_changed", "password_expired", "username_changed", "other"};
constexpr std::string_view kReasons[] = {
    "unknown", "bad_password",         "unknown_user", "locked",  "expired", "disabled",
    "mfa",     "bad_integration_code", "quota",        "blocked", "revoked"};

char* put_two(unsigned number, char* to) {
  to[0] = static_cast<char>('0' + number / 10);
  to[1] = static_cast<char>('0' + number % 10);
  return to + 2;
}

}  // namespace

std::string_view to_text(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_text(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

std::string to_rfc3339(Micros time) {
  std::int64_t days = time / kDay;
  Micros rest = time % kDay;
  if (rest < 0) rest += kDay, --days;
  // The calendar repeats every 400 years, and std::chrono's years end at 32,767.
  constexpr std::int64_t kDaysOfCycle = 146'097;
  const std::int64_t cycle = days / kDaysOfCycle - (days % kDaysOfCycle < 0);
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(days - cycle * kDaysOfCycle))};
  const std::int64_t year = int(date.year()) + 400 * cycle;
  const auto seconds = static_cast<unsigned>(rest / kSecond);
  rest %= kSecond;
  std::array<char, 64> buffer;
  char* to = buffer.data();
  if (year >= 0 && year <= 9999) {
    const auto digits = static_cast<unsigned>(year);
    to = put_two(digits % 100, put_two(digits / 100, to));
  } else {
    to += std::snprintf(to, 24, "%04lld", static_cast<long long>(year));
  }
  for (const auto& [sign, number] : {std::pair('-', unsigned(date.month())),
                                     {'-', unsigned(date.day())},
                                     {'T', seconds / 3600},
                                     {':', seconds / 60 % 60},
                                     {':', seconds % 60}}) {
    *to++ = sign;
    to = put_two(number, to);
  }
  if (rest != 0) *to++ = '.';
  for (Micros digit = kSecond / 10; rest != 0; rest %= digit, digit /= 10)
    *to++ = static_cast<char>('0' + rest / digit);
  *to++ = 'Z';
  return {buffer.data(), to};
}

}  // namespace whylocked
