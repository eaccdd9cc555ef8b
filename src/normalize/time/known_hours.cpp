#include "normalize/time/known_hours.hpp"

#include <algorithm>

#include "normalize/letters.hpp"
#include "normalize/time/number.hpp"

namespace whylocked::normalize {

namespace {

// "07:19.5" in "19/May/2026:08:07:19.5 +0200"; empty if no clock has this shape.
std::string_view within_hour(std::string_view text) {
  const auto is_mark = [&](std::size_t at) { return at < text.size() && text[at] == ':'; };
  const auto digits = [&](std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
  };
  std::size_t from = std::min(text.find(':'), text.size()) + 1;
  if (is_mark(from + 2) && is_mark(from + 5)) from += 3;  // after the date
  if (digits(from) != 2) return {};
  std::size_t to = from + 2;
  if (is_mark(to) && digits(to + 1) == 2) {
    to += 3;
    if (to < text.size() && (text[to] == '.' || text[to] == ','))
      if (const std::size_t fraction = digits(to + 1)) to += 1 + fraction;
  }
  return text.substr(from, to - from);
}

}  // namespace

// The first and the last time of the hour, parsed in full, must differ only in the clock.
KnownHour::KnownHour(std::string text, std::size_t from, std::size_t to)
    : text_(std::move(text)), from_(from), to_(to) {
  std::string last_text = text_;
  Micros length = 59 * kMinute;
  last_text.replace(from, 2, "59");
  if (to > from + 2) {
    last_text.replace(from + 3, 2, "59");
    length += 59 * kSecond;
  }
  ParsedTime first, last;
  TimeError fault;
  if (!parse_time(text_, first, fault) || !parse_time(last_text, last, fault) ||
      !first.zone_name.empty())
    return;
  last.clock -= length;
  if (first == last) time = first;
}

Micros KnownHour::parse_fraction(std::string_view text) {
  const std::string_view digits = text.substr(1);
  const bool is_fraction =
      (text[0] == '.' || text[0] == ',') && std::all_of(digits.begin(), digits.end(), is_digit);
  return is_fraction ? fraction_micros(digits) : -kHour;
}

KnownHour* KnownHours::find_other(std::string_view text, Micros& since) {
  constexpr std::size_t kMaxHours = 4096;
  const std::string_view within = within_hour(text);
  if (within.empty()) return nullptr;
  if (hours_.size() == kMaxHours) {
    hours_.clear();
    last_ = &none_;
  }
  const auto from = static_cast<std::size_t>(within.data() - text.data()),
             to = from + within.size();
  std::string first(text);
  std::replace_if(first.begin() + from, first.begin() + to, is_digit, '0');
  const auto known = hours_.try_emplace(first, first, from, to).first;
  KnownHour& hour = known->second;
  since = hour.time ? hour.since(text) : -1;
  return since >= 0 ? last_ = &hour : nullptr;
}

}  // namespace whylocked::normalize
