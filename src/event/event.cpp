#include "whylocked/event.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/hash.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kKinds[] = {
    "login_failed",     "login_succeeded",  "account_locked",   "account_unlocked",
    "password_changed", "password_expired", "username_changed", "other"};
constexpr std::string_view kReasons[] = {
    "unknown",  "bad_password", "unknown_user",         "locked", "expired", "disabled",
    "mfa",      "bad_integration_code", "quota",  "blocked", "revoked"};

char* put_two(unsigned number, char* to) {
  *to++ = static_cast<char>('0' + number / 10);
  *to++ = static_cast<char>('0' + number % 10);
  return to;
}

struct Civil {
  std::int64_t year;
  unsigned month, day;
};

// Days since the epoch to a Gregorian date (Howard Hinnant, "chrono-compatible low-level date
// algorithms", civil_from_days).
Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2);
  return {year, month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

}  // namespace

TextId Interner::intern(std::string_view text) { return intern(text, hash_bytes(text)); }

TextId Interner::find(std::string_view text, std::uint64_t hash) const {
  return ids_.find(hash, [&](TextId id) { return equal_bytes(texts_[id], text); });
}

TextId Interner::intern(std::string_view text, std::uint64_t hash) {
  if (text.empty()) return kNone;
  if (const TextId known = find(text, hash); known != kNone) return known;
  const auto id = static_cast<TextId>(texts_.size());
  texts_.push_back(keep(text));
  ids_.add(hash, id, [&](TextId other) { return hash_bytes(texts_[other]); });
  bytes_ += text.size();
  return id;
}

std::optional<TextId> Interner::find(std::string_view text) const {
  if (text.empty()) return kNone;
  const TextId id = find(text, hash_bytes(text));
  return id == kNone ? std::nullopt : std::optional(id);
}

TextId ProgramBook::intern(const Program& program) {
  if (program == Program{}) return kNone;
  const auto hash_of = [&](const Program& one) {
    return hash_pair(std::uint64_t{one.client} << 32 | one.application, one.vendor);
  };
  const std::uint64_t hash = hash_of(program);
  const TextId known = ids_.find(hash, [&](TextId id) { return programs_[id] == program; });
  if (known != kNone) return known;
  const auto id = static_cast<TextId>(programs_.size());
  programs_.push_back(program);
  ids_.add(hash, id, [&](TextId other) { return hash_of(programs_[other]); });
  return id;
}

// Also that there is none, where a file is read once more.
void RowIds::set(std::uint16_t file, std::uint32_t row, std::uint32_t id) {
  const bool known = file < files_.size() && row < files_[file].size();
  if (id == 0 && !known) return;
  if (files_.size() <= file) files_.resize(std::size_t{file} + 1);
  std::vector<std::uint32_t>& rows = files_[file];
  if (rows.size() <= row) rows.resize(std::size_t{row} + 1);
  rows[row] = id;
}

void RowIds::add(const RowIds& part, std::uint32_t before) {
  if (files_.size() < part.files_.size()) files_.resize(part.files_.size());
  for (std::size_t file = 0; file < part.files_.size(); ++file) {
    const std::vector<std::uint32_t>& from = part.files_[file];
    if (from.empty()) continue;
    std::vector<std::uint32_t>& rows = files_[file];
    rows.resize(std::max(rows.size(), from.size() + before));
    for (std::size_t row = 0; row < from.size(); ++row)
      if (from[row] != 0) rows[row + before] = from[row];
  }
}

void RowIds::shift(std::uint16_t file, std::uint32_t by) {
  if (file < files_.size()) files_[file].insert(files_[file].begin(), by, 0);
}

// Blocks never move, so views of them stay valid.
std::string_view Interner::keep(std::string_view text) {
  constexpr std::size_t kSmall = 1u << 10, kLarge = 64u << 10;
  if (text.size() > room_) {
    room_ = std::max(text.size(), blocks_.size() < 4 ? kSmall : kLarge);
    blocks_.emplace_back(new char[room_]);
    block_bytes_ = room_;
  }
  char* const to = blocks_.back().get() + (block_bytes_ - room_);
  std::copy_n(text.data(), text.size(), to);
  room_ -= text.size();
  return {to, text.size()};
}

std::uint64_t AddressBook::hash_of(const Address& address) {
  return hash_pair(address.high, address.low);
}

TextId AddressBook::intern(const Address& address, std::uint64_t hash) {
  if (const TextId known = ids_.find(hash, [&](TextId id) { return addresses_[id] == address; });
      known != kNone)
    return known;
  const auto id = static_cast<TextId>(addresses_.size());
  addresses_.push_back(address);
  ids_.add(hash, id, [&](TextId other) { return hash_of(addresses_[other]); });
  return id;
}

std::string_view to_text(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_text(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

std::optional<EventKind> parse_kind(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kKinds); ++i)
    if (kKinds[i] == text) return static_cast<EventKind>(i);
  return std::nullopt;
}

char* put_clock(Micros of_day, char* to) {
  const auto seconds = static_cast<std::uint32_t>(of_day / kSecond);
  to = put_two(seconds / 3600, to);
  *to++ = ':';
  to = put_two(seconds / 60 % 60, to);
  *to++ = ':';
  to = put_two(seconds % 60, to);
  if (Micros rest = of_day % kSecond; rest != 0) {
    *to++ = '.';
    for (Micros digit = kSecond / 10; rest != 0; rest %= digit, digit /= 10)
      *to++ = static_cast<char>('0' + rest / digit);
  }
  *to++ = 'Z';
  return to;
}

std::string to_rfc3339(Micros time) {
  std::int64_t days = time / kDay;
  Micros rest = time % kDay;
  if (rest < 0) rest += kDay, --days;
  const Civil date = civil_from_days(days);
  std::array<char, 64> buffer;
  char* to = buffer.data();
  if (date.year >= 0 && date.year <= 9999) {
    const auto year = static_cast<unsigned>(date.year);
    to = put_two(year % 100, put_two(year / 100, to));
  } else {
    to += std::snprintf(to, 24, "%04lld", static_cast<long long>(date.year));
  }
  *to++ = '-';
  to = put_two(date.month, to);
  *to++ = '-';
  to = put_two(date.day, to);
  *to++ = 'T';
  to = put_clock(rest, to);
  return {buffer.data(), static_cast<std::size_t>(to - buffer.data())};
}

}  // namespace whylocked
