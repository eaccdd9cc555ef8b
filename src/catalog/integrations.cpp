// The list itself: by order, by id, and its enumerations in words.
#include <algorithm>

#include "catalog/tables.hpp"

namespace whylocked {

std::span<const Integration> integrations() { return tables::integrations; }

const Integration* find_integration(std::string_view id) {
  const auto found = std::ranges::find_if(tables::integrations, [&](const Integration& one) {
    return one.id == id || std::ranges::find(one.former_ids, id) != one.former_ids.end();
  });
  return found == tables::integrations.end() ? nullptr : &*found;
}

std::string_view find_cause(std::string_view id) {
  if (const Integration* const one = find_integration(id)) return one->id;
  const auto* const found = std::ranges::find(kCauseIds, id);
  return found == std::end(kCauseIds) ? std::string_view() : *found;
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
