// Caches the hours of a file's times, since most rows repeat the hour of another.
//
// In:  "2026-05-19T08:07:19.5Z".  Out: the hour "2026-05-19T08:" ... "Z", and "07:19.5" within it.
// parse_time defines what a text means. An hour has a time if all its texts mean the same except
// for minute, second and fraction.
// Lifetime: an hour is valid until the next find().  Threads: one.
// Memory: 4096 hours, half a year.  Failure: null; use parse_time for such texts.
#pragma once

#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "normalize/time/parser.hpp"

namespace whylocked::normalize {

class KnownHour {
 public:
  KnownHour() = default;
  // `text`: the first time of the hour; what varies within it is in [from, to).
  KnownHour(std::string text, std::size_t from, std::size_t to);

  // Time since this hour began; negative if the text has another hour, or is not a time.
  Micros since(std::string_view text) const {
    const bool same = text.size() == text_.size() && is_same(text, 0, from_) &&
                      (to_ == text.size() || is_same(text, to_, text.size()));
    return same ? parse_within(text.data() + from_) : -1;
  }
  // A fraction of only zeros does not count: many systems write it after whole seconds.
  Precision precision(Micros since) const {
    const bool has_fraction = to_ - from_ > 5 && since % kSecond != 0;
    return has_fraction ? Precision::microsecond : time->precision;
  }

  std::optional<ParsedTime> time;  // beginning of the hour
  Micros begin = 0;                // the same in UTC
  bool is_placed = false;          // `begin` is set, and the whole hour has one offset

 private:
  bool is_same(std::string_view text, std::size_t from, std::size_t to) const {
    const char *const a = text.data(), *const b = text_.data();
    if (to - from < 8 || to - from > 16) return std::memcmp(a + from, b + from, to - from) == 0;
    return std::memcmp(a + from, b + from, 8) == 0 && std::memcmp(a + to - 8, b + to - 8, 8) == 0;
  }
  // "07", "07:19", "07:19.5".
  Micros parse_within(const char* text) const {
    const std::size_t size = to_ - from_;
    const std::uint32_t minute = two_digits(text), second = size == 2 ? 0 : two_digits(text + 3);
    if (minute > 59 || second > 59 || (size > 2 && text[2] != ':')) return -1;
    return (minute * 60 + second) * kSecond + (size > 5 ? parse_fraction({text + 5, size - 5}) : 0);
  }
  static std::uint32_t two_digits(const char* text) {
    const auto tens = static_cast<std::uint32_t>(text[0] - '0');
    const auto ones = static_cast<std::uint32_t>(text[1] - '0');
    return tens > 5 || ones > 9 ? 60 : tens * 10 + ones;
  }
  static Micros parse_fraction(std::string_view text);

  std::string text_;
  std::size_t from_ = 0, to_ = 0;
};

class KnownHours {
 public:
  // The hour of a text, and the time since it began. Null: the clock has no usual shape, or the
  // hour does not determine the time.
  KnownHour* find(std::string_view text, Micros& since) {
    since = text.empty() ? -1 : last_->since(text);
    return since >= 0 ? last_ : find_other(text, since);
  }

 private:
  KnownHour* find_other(std::string_view text, Micros& since);

  std::map<std::string, KnownHour> hours_;  // by the first time
  KnownHour none_;
  KnownHour* last_ = &none_;
};

}  // namespace whylocked::normalize
