#include "normalize/time/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <unordered_map>

#include "base/number.hpp"
#include "base/split.hpp"
#include "normalize/letters.hpp"
#include "normalize/time/date_order.hpp"
#include "normalize/time/parser.hpp"
#include "normalize/time/zone_rules.hpp"

namespace whylocked::data {
extern const std::string_view zone_names;
}

namespace whylocked::normalize {

namespace {

// Bounds of all times; differences between two of them do not overflow.
constexpr Micros kEarliest = std::numeric_limits<Micros>::min() / 2;
constexpr Micros kLatest = std::numeric_limits<Micros>::max() / 2;

// At this distance from a clock change, no local time is repeated or missing.
constexpr Micros kMargin = kDay;

Micros floor_seconds(Micros time) { return time / kSecond - (time % kSecond < 0); }

Micros micros(std::int64_t seconds) {
  return std::clamp(seconds, kEarliest / kSecond, kLatest / kSecond) * kSecond;
}

// True for names that mean the machine's own setting, which results must not depend on.
bool is_setting(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name == "Factory";
}

// In a value these abbreviate winter time; as names they are zones with summer time.
bool has_rules_too(std::string_view name) {
  return name == "CET" || name == "EET" || name == "WET";
}

// Largest offset of a zone in use (Line Islands, +14:00).
constexpr std::int32_t kFarthest = 14 * 60;

// "+10:00", "-0500", "+2", "+02".
std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits(text.substr(1));
  if (const std::size_t colon = digits.find(':'); colon != digits.npos) {
    if (colon == 0 || colon + 3 != digits.size()) return std::nullopt;
    digits.erase(colon, 1);
  }
  const auto number = digits.size() <= 4 ? parse_whole<std::uint16_t>(digits) : std::nullopt;
  if (!number) return std::nullopt;
  const std::int32_t hours = digits.size() > 2 ? *number / 100 : *number;
  const std::int32_t minutes = digits.size() > 2 ? *number % 100 : 0;
  const std::int32_t distance = hours * 60 + minutes;
  if (minutes > 59 || distance > kFarthest) return std::nullopt;
  return text[0] == '-' ? -distance : distance;
}

// The entry of zone_names.csv for a name in any case; empty if there is none.
std::string_view meaning_of(std::string name) {
  static const std::unordered_map<std::string, std::string_view> meanings = [] {
    std::unordered_map<std::string, std::string_view> found;
    for_each_line(data::zone_names, [&](std::string_view line) {
      std::string known(take_until(line, ','));
      fold_case(known);
      found.emplace(std::move(known), line);
    });
    return found;
  }();
  fold_case(name);
  const auto at = meanings.find(name);
  return at == meanings.end() ? std::string_view() : at->second;
}

}  // namespace

std::string_view iana_name_of_windows_zone(std::string_view name) {
  std::string standard(name);  // StandardName and DaylightName mean the same zone
  if (const std::size_t at = standard.find("Daylight Time"); at != standard.npos)
    standard.replace(at, 8, "Standard");
  const std::string_view meaning = meaning_of(std::move(standard));
  return meaning.empty() || !is_letter(meaning[0]) ? std::string_view() : meaning;
}

Zone Zone::fixed(std::int32_t minutes_east) {
  Zone zone;
  zone.name_ = offset_text(minutes_east);
  zone.offset_ = minutes_east * kMinute;
  return zone;
}

std::optional<Zone> Zone::named(std::string_view name) {
  const auto minutes = parse_fixed_zone(name);
  if (minutes && !has_rules_too(name)) return fixed(*minutes);
  if (const std::string_view iana = iana_name_of_windows_zone(name); !iana.empty()) name = iana;
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

// A local time occurs once in each span that contains it, and all such spans are within the largest
// offset. If there is none, the time is in the gap after the last span that ends before it.
Zone::Instant Zone::to_utc(Micros local) {
  if (rules_ == nullptr) return {local - offset_, Local::unique};
  const Micros guess = local - offset_;
  if (from_ < to_ && guess >= from_ && guess < to_ && guess - from_ >= kMargin &&
      to_ - guess > kMargin)
    return {guess, Local::unique};
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
  if (times == 0) return {time, Local::nonexistent};
  return {time, times == 1 ? Local::unique : Local::ambiguous};
}

std::pair<Micros, Micros> Zone::constant_offset() const {
  if (rules_ == nullptr) return {kEarliest, kLatest};
  return {from_ + kMargin, to_ - kMargin};
}

std::int32_t Zone::minutes_east(Micros time) {
  if (rules_ != nullptr && !(from_ <= time && time < to_)) look_up(time);
  return static_cast<std::int32_t>(offset_ / kMinute);
}

std::optional<std::int32_t> parse_fixed_zone(std::string_view text) {
  if (!text.empty() && !is_letter(text[0])) return parse_offset(text);
  if (const auto minutes = parse_offset(meaning_of(std::string(text)))) return minutes;
  if (text.size() > 3 && (equal_ignoring_case(text.substr(0, 3), "UTC") ||
                          equal_ignoring_case(text.substr(0, 3), "GMT")))
    text = trim_blanks(text.substr(3));
  return parse_offset(text);
}

bool is_ambiguous_abbreviation(std::string_view text) {
  return meaning_of(std::string(text)) == "?";
}

std::string offset_text(std::int32_t minutes) {
  if (minutes == 0) return "UTC";
  const std::int32_t distance = std::abs(minutes);
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', distance / 60, distance % 60);
}

std::string zone_in_header(std::string_view header) {
  for (std::size_t i = 0; i + 3 <= header.size(); ++i) {
    const std::string_view word = header.substr(i, 3);
    if (!equal_ignoring_case(word, "UTC") && !equal_ignoring_case(word, "GMT")) continue;
    const bool camel = is_upper(word[0]) && i > 0 && is_lower(header[i - 1]);  // "createdUtc"
    if (i > 0 && is_letter(header[i - 1]) && !camel) continue;
    const std::string_view rest = header.substr(i + 3);
    if (!rest.empty() && is_letter(rest[0])) continue;
    const std::string_view offset = rest.substr(0, rest.find_first_not_of(" +-:0123456789"));
    const auto zone = parse_fixed_zone(trim_blanks(header.substr(i, 3 + offset.size())));
    return offset_text(zone.value_or(0));
  }
  const std::size_t open = header.find_first_of("(["), close = header.find_last_of(")]");
  if (open == header.npos || close == header.npos || close < open) return {};
  const std::string_view name = trim_blanks(header.substr(open + 1, close - open - 1));
  if (name.size() < 3 || is_ambiguous_abbreviation(name) || !Zone::named(name)) return {};
  return std::string(name);
}

void FileZones::begin(const Columns& columns) {
  header_ = zone_in_header(columns.header[Field::time]);
  if (header_.empty()) header_ = zone_in_header(columns.header[Field::clock]);
  format_ = columns.time_zone;
}

std::uint16_t FileZones::add(Zone zone) {
  zones_.push_back(std::move(zone));
  return static_cast<std::uint16_t>(zones_.size() - 1);
}

std::optional<std::uint16_t> FileZones::of_name(std::string_view name) {
  if (const auto known = names_.find(name); known != names_.end()) return known->second;
  constexpr std::size_t kMaxNames = 1u << 15;  // far more than exist
  if (names_.size() == kMaxNames) return std::nullopt;
  const auto minutes = parse_fixed_zone(name);
  const std::string offset = minutes ? offset_text(*minutes) : std::string();
  std::optional<std::uint16_t> index;
  if (minutes && offset != name)
    index = of_name(offset);
  else if (auto zone = minutes ? Zone::fixed(*minutes) : Zone::named(name))
    index = add(*std::move(zone));
  if (index) names_.emplace(name, *index);
  return index;
}

std::uint16_t FileZones::of_rest() {
  if (rest_) return *rest_;
  if (!header_.empty())
    if (const auto zone = of_name(header_)) return *(rest_ = *zone);
  const std::string& name = format_.empty() ? options_.time_zone : format_;
  auto named = Zone::named(name.empty() ? "UTC" : name);
  return *(rest_ = add(named ? *std::move(named) : Zone::fixed(0)));
}

void FileZones::describe(InputInfo& info) {
  const bool from_values = named_by_values() && !counts_rest();
  const std::uint16_t zone = from_values ? *counted_.begin() : of_rest();
  info.time_zone = from_values && counted_.size() > 1 ? "UTC" : zones_[zone].name();
  if (from_values || has_header())
    info.time_zone_source = "value";
  else if (!format_.empty())
    info.time_zone_source = "profile";
  else
    info.time_zone_source = options_.time_zone.empty() ? "assumed" : options_.time_zone_source;
}

}  // namespace whylocked::normalize

namespace whylocked {

using namespace normalize;

namespace {

// Caches the last zone, since hours of day look it up repeatedly.
Zone* find_zone(const std::string& name) {
  thread_local std::string last_name;
  thread_local std::optional<Zone> last;
  if (!last || last_name != name) {
    last = Zone::named(name);
    last_name = name;
  }
  return last ? &*last : nullptr;
}

}  // namespace

bool known_time_zone(std::string_view name) { return Zone::named(name).has_value(); }

std::int32_t utc_offset_minutes(const std::string& zone, Micros time) {
  Zone* const found = find_zone(zone);
  return found == nullptr ? 0 : found->minutes_east(time);
}

std::optional<Micros> parse_time_point(std::string_view text, const std::string& zone) {
  ParsedTime time;
  TimeError fault;
  if (!parse_time(text, time, fault) || time.open || time.year == 0) return std::nullopt;
  const auto day = day_number(time, DateOrder::ymd);
  if (!day) return std::nullopt;
  const Micros local = *day * kDay + time.clock;
  if (time.zone != ParsedTime::kNoZone) return local - time.zone * kMinute;
  Zone* const found = find_zone(time.zone_name.empty() ? zone : std::string(time.zone_name));
  return found == nullptr ? std::nullopt : std::optional(found->to_utc(local).time);
}

}  // namespace whylocked
