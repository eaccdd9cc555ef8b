// The list itself: by order, by id, and its enumerations in words.
#include <algorithm>

#include "catalog/tables.hpp"

namespace whylocked {

std::span<const Integration> integrations() { return tables::integrations; }

const Integration* find_integration(std::string_view id) {
  const auto id_of = [](std::uint16_t index) { return tables::integrations[index].id; };
  const auto found = std::ranges::lower_bound(tables::by_id, id, {}, id_of);
  return found == tables::by_id.end() || id_of(*found) != id ? nullptr
                                                             : &tables::integrations[*found];
}

bool is_cause_id(std::string_view id) {
  return std::ranges::find(kCauseIds, id) != std::end(kCauseIds) || find_integration(id) != nullptr;
}

std::string_view article_source() { return tables::article; }
std::string_view catalog_date() { return tables::date; }

std::string_view to_text(Basis basis) {
  constexpr std::string_view names[] = {"not found", "documented", "seen in the wild", "inferred"};
  return names[static_cast<std::size_t>(basis)];
}

std::string_view to_text(Place place) {
  constexpr std::string_view names[] = {"unknown", "vendor_cloud", "premises", "desktop", "either"};
  return names[static_cast<std::size_t>(place)];
}

std::string_view to_text(ScheduleKind kind) {
  constexpr std::string_view names[] = {"unknown",     "interval", "daily",  "monthly", "event",
                                        "interactive", "manual",   "custom", "variable"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(OperatorKind kind) {
  constexpr std::string_view names[] = {"none",   "cloud",   "hoster",
                                        "vendor", "gateway", "published"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace whylocked
