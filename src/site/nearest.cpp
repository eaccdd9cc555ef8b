// The nearest known name: restricted Damerau-Levenshtein distance (insert, delete, replace, swap of
// neighbours), without regard to case, and only if at most a third of the longer name is wrong.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "whylocked/ascii.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

using ascii::lower;

// Three rows of the table suffice: this one, the one before, and for a swap the one before that.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t wrong = lower(a[i - 1]) != lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

// Zones of the places where most users are; the program knows all others as well.
constexpr std::string_view kCommonZones[] = {
    "UTC",
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
    "Pacific/Honolulu",
};

}  // namespace

std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known) {
  std::string_view nearest;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const std::string_view one : known) {
    const auto [shorter, longer] = std::minmax({name.size(), one.size()});
    const std::size_t limit = std::max<std::size_t>(1, longer / 3);
    // Bounds the work too: a hostile name of a megabyte is never compared.
    if (shorter == 0 || longer - shorter > limit) continue;
    const std::size_t far = distance(name, one);
    // A name of one or two letters is within one edit of too many.
    if (far > limit || far >= least || far >= shorter) continue;
    least = far;
    nearest = one;
  }
  return nearest;
}

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

}  // namespace whylocked
