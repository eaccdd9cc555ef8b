#include "normalize/zone.hpp"

#include <algorithm>
#include <limits>

#include "normalize/zone_rules.hpp"
#include "normalize/zone_text.hpp"

namespace whylocked::normalizing {

namespace {

// Before and behind all times, and no difference between two of them overflows.
constexpr Micros kEarliest = std::numeric_limits<Micros>::min() / 2;
constexpr Micros kLatest = std::numeric_limits<Micros>::max() / 2;

// Farther from a change of the clock than this, no local time is repeated or missing.
constexpr Micros kMargin = kDay;

Micros floor_seconds(Micros time) { return time / kSecond - (time % kSecond < 0); }

Micros micros(std::int64_t seconds) {
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
  const ZoneRules* const rules = is_setting(name) ? nullptr : ZoneRules::named(name);
  if (rules == nullptr && minutes) return fixed(*minutes);
  if (rules == nullptr) return std::nullopt;
  Zone zone;
  zone.name_ = name;
  zone.rules_ = rules;
  return zone;
}

void Zone::look_up(Micros time) {
  const ZoneSpan span = rules_->at(floor_seconds(time));
  from_ = micros(span.from);
  to_ = micros(span.to);
  offset_ = span.offset * kSecond;
}

// A local time happens once in each span that holds it, and no such span lies farther away than the
// largest offset. If none does, it lies in the gap behind the last span that it is too late for.
Zone::Instant Zone::to_utc(Micros local) {
  if (rules_ == nullptr) return {local - offset_, Local::once};
  const Micros guess = local - offset_;
  if (from_ < to_ && guess >= from_ && guess < to_ && guess - from_ >= kMargin &&
      to_ - guess > kMargin)
    return {guess, Local::once};
  constexpr std::int64_t kReach = 2 * kDay / kSecond;
  const std::int64_t wanted = floor_seconds(local);
  ZoneSpan found, before = rules_->at(wanted - kReach);
  int times = 0;
  for (ZoneSpan span = before;; span = rules_->at(span.to)) {
    const std::int64_t time = wanted - span.offset;
    if (time >= span.to)
      before = span;
    else if (time >= span.from && times++ == 0)
      found = span;
    if (span.to > wanted + kReach) break;
  }
  const Micros time = local - (times > 0 ? found : before).offset * kSecond;
  look_up(time);
  return {time, times == 1 ? Local::once : times > 1 ? Local::twice : Local::never};
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
