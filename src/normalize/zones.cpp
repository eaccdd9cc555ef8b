#include "normalize/zones.hpp"

#include <limits>

#include "normalize/zone_text.hpp"

namespace whylocked::normalizing {

void FileZones::see_header(std::string_view header) {
  if (!header_) header_ = zone_in_header(header);
}

std::uint16_t FileZones::add(Zone zone) {
  zones_.push_back(std::move(zone));
  return static_cast<std::uint16_t>(zones_.size() - 1);
}

std::uint16_t FileZones::of_offset(std::int16_t minutes_east) {
  for (const auto& [minutes, index] : offsets_)
    if (minutes == minutes_east) return index;
  offsets_.emplace_back(minutes_east, add(Zone::fixed(minutes_east)));
  return offsets_.back().second;
}

std::optional<std::uint16_t> FileZones::of_name(std::string_view name) {
  if (const auto* known = names_.find(name)) return *known;
  std::optional<std::uint16_t> index;
  if (const auto minutes = parse_fixed_zone(name)) {
    index = of_offset(static_cast<std::int16_t>(*minutes));
  } else if (zones_.size() < std::numeric_limits<std::uint16_t>::max()) {
    if (auto zone = Zone::named(name)) index = add(*std::move(zone));
  }
  names_.put(name, index);
  return index;
}

std::uint16_t FileZones::of_rest() {
  if (rest_) return *rest_;
  if (header_) return *(rest_ = of_offset(static_cast<std::int16_t>(*header_)));
  const std::string& name = format_.empty() ? options_.time_zone : format_;
  auto told = Zone::named(name.empty() ? "UTC" : name);
  return *(rest_ = add(told ? *std::move(told) : Zone::fixed(0)));
}

void FileZones::count(std::uint16_t index) {
  if (rest_ == index) {
    counted_rest_ = true;
  } else if (!counted_) {
    counted_ = index;
  } else if (*counted_ != index) {
    counted_several_ = true;
  }
}

void FileZones::join(const FileZones& part) {
  if (part.counted_rest_) count(of_rest());
  if (part.counted_)
    if (const auto index = of_name(part.zones_[*part.counted_].name())) count(*index);
  counted_several_ |= part.counted_several_;
}

void FileZones::describe(InputInfo& info) {
  const bool from_values = counted_ && !counted_rest_;
  if (from_values || header_) {
    info.time_zone = !from_values       ? zones_[of_rest()].name()
                     : counted_several_ ? "UTC"
                                        : zones_[*counted_].name();
    info.time_zone_source = "value";
    return;
  }
  info.time_zone = zones_[of_rest()].name();
  info.time_zone_source = !format_.empty()             ? "profile"
                          : options_.time_zone.empty() ? "assumed"
                                                       : options_.time_zone_source;
}

}  // namespace whylocked::normalizing
