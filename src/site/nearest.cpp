#include <algorithm>
#include <vector>

#include "base/edit_distance.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

// Zones of the places where most users are; the program knows all others as well.
constexpr std::string_view kCommonZones[] = {"UTC",
                                             "America/New_York",
                                             "America/Chicago",
                                             "America/Denver",
                                             "America/Phoenix",
                                             "America/Los_Angeles",
                                             "America/Anchorage",
                                             "America/Toronto",
                                             "America/Vancouver",
                                             "America/Halifax",
                                             "America/Sao_Paulo",
                                             "Europe/London",
                                             "Europe/Dublin",
                                             "Europe/Berlin",
                                             "Europe/Vienna",
                                             "Europe/Zurich",
                                             "Europe/Paris",
                                             "Europe/Madrid",
                                             "Europe/Rome",
                                             "Europe/Amsterdam",
                                             "Europe/Brussels",
                                             "Europe/Copenhagen",
                                             "Europe/Stockholm",
                                             "Europe/Oslo",
                                             "Europe/Helsinki",
                                             "Europe/Warsaw",
                                             "Africa/Johannesburg",
                                             "Asia/Dubai",
                                             "Asia/Kolkata",
                                             "Asia/Manila",
                                             "Asia/Singapore",
                                             "Asia/Tokyo",
                                             "Australia/Perth",
                                             "Australia/Brisbane",
                                             "Australia/Adelaide",
                                             "Australia/Sydney",
                                             "Australia/Melbourne",
                                             "Pacific/Auckland",
                                             "Pacific/Honolulu"};

}  // namespace

std::string_view nearest_cause(std::string_view text) {
  if (const auto matches = match_name(text); matches.size() == 1)
    return matches.front().integration->id;
  std::vector<std::string_view> ids(std::begin(kCauseIds), std::end(kCauseIds));
  for (const Integration& integration : integrations()) ids.push_back(integration.id);
  return nearest_name(text, ids);
}

std::string_view nearest_time_zone(std::string_view name) {
  std::vector<std::string_view> zones(std::begin(kCommonZones), std::end(kCommonZones));
  if (const auto zone = nearest_name(name, zones); !zone.empty()) return zone;
  // "New York", "berlin": the place alone.
  std::vector<std::string_view> places;
  for (const std::string_view zone : zones) places.push_back(zone.substr(zone.find('/') + 1));
  const auto place = nearest_name(name, places);
  if (place.empty()) return {};
  return zones[static_cast<std::size_t>(std::find(places.begin(), places.end(), place) -
                                        places.begin())];
}

std::string time_zone_hint(std::string_view name, std::string_view otherwise) {
  if (!known_time_zone(kCommonZones[1]))  // UTC needs no database
    return "no database of zones was found; TZDIR names its folder, and +10:00 needs none";
  return did_you_mean(nearest_time_zone(name), std::string(otherwise));
}

}  // namespace whylocked
