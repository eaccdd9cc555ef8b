// Names of kinds and reasons, times as text, books of distinct values, and the
// sources' ids of rows.
#include "whylocked/event.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "base/hash.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kKinds[] = {
    "login_failed",     "login_succeeded",  "account_locked",   "account_unlocked",
    "password_changed", "password_expired", "username_changed", "other"};
constexpr std::string_view kReasons[] = {
    "unknown", "bad_password",         "unknown_user", "locked",  "expired", "disabled",
    "mfa",     "bad_integration_code", "quota",        "blocked", "revoked", "single_sign_on"};

}  // namespace

std::string_view to_text(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_text(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

namespace {

// "2026-05-19T", cached because most times in a table are on the same day as the one before.
// Computed modulo 2^64, so the earliest and latest times need no special case.
struct DateText {
  std::uint64_t midnight = 0;
  std::size_t size = 11;
  std::array<char, 32> text{"1970-01-01T"};

  void set(Micros time) {
    const std::int64_t days = time / kDay - (time % kDay < 0);
    midnight = static_cast<std::uint64_t>(days) * kDay;
    // The calendar repeats every 400 years; std::chrono's years end at 32,767.
    constexpr std::int64_t kDaysOfCycle = 146'097;
    const std::int64_t cycle = days / kDaysOfCycle - (days % kDaysOfCycle < 0);
    const std::chrono::year_month_day date{
        std::chrono::sys_days(std::chrono::days(days - cycle * kDaysOfCycle))};
    const int length = std::snprintf(text.data(), text.size(), "%04lld-%02u-%02uT",
                                     static_cast<long long>(int(date.year()) + 400 * cycle),
                                     unsigned(date.month()), unsigned(date.day()));
    size = static_cast<std::size_t>(length);
  }
};

char* put_two(std::uint32_t number, char mark, char* to) {
  to[0] = static_cast<char>('0' + number / 10);
  to[1] = static_cast<char>('0' + number % 10);
  to[2] = mark;
  return to + 3;
}

}  // namespace

char* put_rfc3339(Micros time, char* to) {
  thread_local DateText date;
  if (static_cast<std::uint64_t>(time) - date.midnight >= kDay) date.set(time);
  std::memcpy(to, date.text.data(), date.text.size());
  to += date.size;
  const std::uint64_t since = static_cast<std::uint64_t>(time) - date.midnight;
  const auto seconds = static_cast<std::uint32_t>(since / kSecond);
  auto rest = static_cast<std::uint32_t>(since % kSecond);
  to = put_two(seconds / 3600, ':', to);
  to = put_two(seconds / 60 % 60, ':', to);
  to = put_two(seconds % 60, rest != 0 ? '.' : 'Z', to);
  if (rest == 0) return to;
  for (std::uint32_t digit = kSecond / 10; rest != 0; rest %= digit, digit /= 10)
    *to++ = static_cast<char>('0' + rest / digit);
  *to++ = 'Z';
  return to;
}

std::string to_rfc3339(Micros time) {
  std::array<char, kMaxTimeText> text;
  return {text.data(), put_rfc3339(time, text.data())};
}

void RowIds::set(std::uint16_t file, std::uint32_t row, std::uint32_t id) {
  if (id == 0) return;
  if (files_.size() <= file) files_.resize(std::size_t{file} + 1);
  std::vector<std::uint32_t>& rows = files_[file];
  if (rows.size() <= row) rows.resize(std::size_t{row} + 1);
  rows[row] = id;
}

namespace {

std::uint64_t hash_of(const Address& address) { return hash_pair(address.high, address.low); }
std::uint64_t hash_of(const Program& program) {
  return hash_pair(std::uint64_t{program.client} << 32 | program.application,
                   std::uint64_t{program.vendor} << 32 | program.computer);
}
std::uint64_t hash_of(std::string_view text) { return hash_bytes(text); }
bool is_none(const Address&) { return false; }  // "::" may occur in a row
bool is_none(const Program& program) { return program == Program{}; }
bool is_none(std::string_view text) { return text.empty(); }

}  // namespace

template <class Value>
TextId ValueBook<Value>::intern(const Value& value) {
  if (is_none(value)) return kNone;
  const std::uint64_t hash = hash_of(value);
  const TextId known = ids_.find(hash, [&](TextId other) { return values_[other] == value; });
  if (known != kNone) return known;
  const auto id = static_cast<TextId>(values_.size());
  values_.push_back(value);
  ids_.add(hash, id);
  return id;
}

TextId Interner::intern(std::string_view text) {
  const std::size_t before = size();
  const TextId id = ValueBook::intern(text);
  if (size() == before) return id;
  char* const kept = static_cast<char*>(memory_->allocate(text.size(), 1));
  std::ranges::copy(text, kept);
  values_[id] = {kept, text.size()};
  bytes_ += text.size();
  return id;
}

template class ValueBook<std::string_view>;
template class ValueBook<Address>;
template class ValueBook<Program>;

}  // namespace whylocked
