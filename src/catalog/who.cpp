// Finds integrations that may call from an address: one table of reasons per kind
// of network, best first.
//
// An integration gets the first reason that holds; integrations with the same reason, or with
// reasons that tie, share a rank. Not listed: integrations that publish their addresses, if the
// address is published by another; and those known to run elsewhere.
#include <algorithm>
#include <utility>
#include <vector>

#include "catalog/tables.hpp"

namespace whylocked {

namespace {

struct Reason {
  std::string_view because;
  bool (*holds)(const Integration&, const Network&);
  bool ties = false;  // shares the rank of the reason before
};

bool in_cloud(const Integration& one, const Network& network) {
  return std::ranges::find(one.clouds, network.operator_id, &CloudPlace::operator_id) !=
         one.clouds.end();
}

bool in_region(const Integration& one, const Network& network, std::string_view region) {
  return one.published.empty() && std::ranges::any_of(one.clouds, [&](const CloudPlace& cloud) {
           return cloud.operator_id == network.operator_id && cloud.region == region;
         });
}

template <Place place>
bool runs(const Integration& one, const Network&) {
  return one.place == place;
}

constexpr Reason kPublished[] = {
    {"publishes this range",
     [](const Integration& one, const Network& network) { return one.id == network.integration; }}};
constexpr Reason kVendor[] = {
    {"its vendor's own network",
     [](const Integration& one, const Network& network) {
       return std::ranges::find(one.operators, network.operator_id) != one.operators.end();
     }},
    {"made by the operator of this network",
     [](const Integration& one, const Network& network) {
       return one.clouds.empty() && std::ranges::count(match_name(network.operator_id), &one,
                                                       &NameMatch::integration) > 0;
     }},
};
constexpr Reason kCloud[] = {
    {"hosted in this cloud and region",
     [](const Integration& one, const Network& network) {
       return !network.region.empty() && in_region(one, network, network.region);
     }},
    {"hosted in this cloud",
     [](const Integration& one, const Network& network) { return in_region(one, network, {}); }},
    {"hosted in this cloud, but publishes other addresses",
     [](const Integration& one, const Network& network) {
       return in_cloud(one, network) && !one.published.empty();
     }},
    {"hosted in this cloud, but in other regions", in_cloud, true},
    {"runs in a vendor's cloud, which one is not known",
     [](const Integration& one, const Network&) {
       return one.place == Place::vendor_cloud && one.clouds.empty() && one.operators.empty() &&
              one.published.empty();
     }},
    {"can run on a server anywhere", runs<Place::either>},
    {"where it runs is not known", runs<Place::unknown>},
};
constexpr Reason kAccess[] = {
    {"runs in the office", runs<Place::premises>},
    {"runs on a person's computer", runs<Place::desktop>, true},
    {"can run on a server in the office", runs<Place::either>},
};
constexpr Reason kInside[] = {
    {"runs in the office", runs<Place::premises>},
    {"can run on a server in the office", runs<Place::either>},
    {"runs on a person's computer", runs<Place::desktop>, true},
};

std::span<const Reason> reasons(const Address& address, const Network& network) {
  constexpr std::span<const Reason> kByKind[] = {kAccess, kCloud,  kCloud,
                                                 kVendor, kAccess, kPublished};
  if (network.kind == OperatorKind::none && address.is_private()) return kInside;
  return kByKind[static_cast<std::size_t>(network.kind)];
}

}  // namespace

std::vector<WhoGroup> who_calls_from(const Address& address) {
  const Network& from = network(network_of(address));
  std::vector<WhoGroup> groups;
  std::vector<bool> named(integrations().size());
  std::uint32_t rank = 1;
  for (const Reason& reason : reasons(address, from)) {
    if (!reason.ties) rank = 1 + static_cast<std::uint32_t>(std::ranges::count(named, true));
    WhoGroup group{rank, reason.because, {}};
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i] || !reason.holds(integrations()[i], from)) continue;
      named[i] = true;
      group.integrations.push_back(&integrations()[i]);
    }
    if (!group.integrations.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace whylocked
