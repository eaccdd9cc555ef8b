// The library throws for an unknown name, a missing or a broken database; none of that leaves here.
#include "normalize/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <limits>

#include "normalize/zone_text.hpp"

namespace whylocked::normalizing {

namespace {

constexpr Micros kEarliest = std::numeric_limits<Micros>::min();
constexpr Micros kLatest = std::numeric_limits<Micros>::max();

// Farther from a change of the clock than this, no local time is repeated or missing.
constexpr Micros kMargin = kDay;

Micros floor_seconds(Micros time) { return time / kSecond - (time % kSecond < 0); }

Micros micros(date::sys_seconds time) {
  const auto seconds = time.time_since_epoch().count();
  if (seconds <= kEarliest / kSecond) return kEarliest;
  if (seconds >= kLatest / kSecond) return kLatest;
  return seconds * kSecond;
}

// Not zones but settings of the machine; an answer must not depend on them.
bool is_setting(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name == "Factory";
}

// In a value these are abbreviations of winter time, as a name they are zones with summer time.
bool has_rules_too(std::string_view name) {
  return name == "CET" || name == "EET" || name == "WET";
}

const date::time_zone* locate(std::string_view name) {
  if (name.empty() || is_setting(name)) return nullptr;
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

Zone Zone::fixed(std::int32_t minutes_east) {
  Zone zone;
  zone.name_ = offset_text(minutes_east);
  zone.from_ = kEarliest;
  zone.to_ = kLatest;
  zone.offset_ = minutes_east * kMinute;
  return zone;
}

std::optional<Zone> Zone::named(std::string_view name) {
  const auto minutes = parse_fixed_zone(name);
  if (minutes && !has_rules_too(name)) return fixed(*minutes);
  const date::time_zone* rules = locate(name);
  if (rules == nullptr && minutes) return fixed(*minutes);
  if (rules == nullptr) return std::nullopt;
  try {
    rules->get_info(date::sys_seconds{});  // reads the file now, so that later calls cannot fail
  } catch (const std::exception&) {
    return std::nullopt;
  }
  Zone zone;
  zone.name_ = name;
  zone.rules_ = rules;
  return zone;
}

void Zone::look_up(Micros time) {
  const auto* rules = static_cast<const date::time_zone*>(rules_);
  const auto info = rules->get_info(date::sys_seconds{std::chrono::seconds{floor_seconds(time)}});
  from_ = micros(info.begin);
  to_ = micros(info.end);
  offset_ = info.offset.count() * kSecond;
}

Zone::Instant Zone::to_utc(Micros local) {
  if (rules_ == nullptr) return {local - offset_, Local::once};
  const Micros guess = local - offset_;
  if (from_ < to_ && guess >= from_ && guess < to_ && guess - from_ >= kMargin &&
      to_ - guess > kMargin)
    return {guess, Local::once};
  const auto* rules = static_cast<const date::time_zone*>(rules_);
  const auto info =
      rules->get_info(date::local_seconds{std::chrono::seconds{floor_seconds(local)}});
  const Micros time = local - info.first.offset.count() * kSecond;
  look_up(time);
  if (info.result == date::local_info::unique) return {time, Local::once};
  return {time, info.result == date::local_info::ambiguous ? Local::twice : Local::never};
}

std::pair<Micros, Micros> Zone::steady() const {
  if (rules_ == nullptr) return {kEarliest, kLatest};
  return {from_ + kMargin, to_ - kMargin};
}

std::int32_t Zone::minutes_east(Micros time) {
  if (rules_ != nullptr && !(from_ <= time && time < to_)) look_up(time);
  return static_cast<std::int32_t>(offset_ / kMinute);
}

}  // namespace whylocked::normalizing
