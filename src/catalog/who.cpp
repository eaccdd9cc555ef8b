// Which integrations may call from an address: one table of reasons a kind of place, best first.
//
// An integration takes its first reason that holds; those of one reason, or of reasons that tie,
// share a rank.
// Left out: an integration that publishes its addresses when the address is another's published
// one, and whatever is known to run elsewhere.
#include <algorithm>
#include <utility>
#include <vector>

#include "catalog/tables.hpp"

namespace whylocked {

namespace {

struct Caller {
  const Network& network;
  std::span<const NameMatch> made_by;  // products of the vendor that operates the network
};

using Test = bool (*)(const Integration&, const Caller&);

struct Reason {
  std::string_view because;
  Test holds;
  bool ties = false;  // shares the rank of the reason before
};

template <class Holds>
bool any_cloud(const Integration& one, Holds holds) {
  return std::any_of(one.clouds.begin(), one.clouds.end(), holds);
}

bool publishes(const Integration& one, const Caller& caller) {
  return one.id == caller.network.integration;
}

bool owns(const Integration& one, const Caller& caller) {
  return std::find(one.operators.begin(), one.operators.end(), caller.network.operator_id) !=
         one.operators.end();
}

bool made_by_operator(const Integration& one, const Caller& caller) {
  return one.clouds.empty() &&
         std::any_of(caller.made_by.begin(), caller.made_by.end(),
                     [&](const NameMatch& match) { return match.integration == &one; });
}

bool in_cloud(const Integration& one, const Caller& caller) {
  return any_cloud(one, [&](const CloudPlace& cloud) {
    return cloud.operator_id == caller.network.operator_id;
  });
}

bool in_region(const Integration& one, const Caller& caller) {
  return one.published.empty() && any_cloud(one, [&](const CloudPlace& cloud) {
           return cloud.operator_id == caller.network.operator_id && !cloud.region.empty() &&
                  cloud.region == caller.network.region;
         });
}

bool in_any_region(const Integration& one, const Caller& caller) {
  return one.published.empty() && any_cloud(one, [&](const CloudPlace& cloud) {
           return cloud.operator_id == caller.network.operator_id && cloud.region.empty();
         });
}

bool publishes_other(const Integration& one, const Caller& caller) {
  return in_cloud(one, caller) && !one.published.empty();
}

bool somewhere_in_clouds(const Integration& one, const Caller&) {
  return one.place == Place::vendor_cloud && one.clouds.empty() && one.operators.empty() &&
         one.published.empty();
}

template <Place place>
bool runs(const Integration& one, const Caller&) {
  return one.place == place;
}

constexpr Reason kPublished[] = {{"publishes this range", publishes}};
constexpr Reason kVendor[] = {
    {"its vendor's own network", owns},
    {"made by the operator of this network", made_by_operator},
};
constexpr Reason kCloud[] = {
    {"hosted in this cloud and region", in_region},
    {"hosted in this cloud", in_any_region},
    {"hosted in this cloud, but publishes other addresses", publishes_other},
    {"hosted in this cloud, but in other regions", in_cloud, true},
    {"runs in a vendor's cloud, which one is not known", somewhere_in_clouds},
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
  switch (network.kind) {
    case OperatorKind::published:
      return kPublished;
    case OperatorKind::vendor:
      return kVendor;
    case OperatorKind::cloud:
    case OperatorKind::hoster:
      return kCloud;
    case OperatorKind::gateway:
      return kAccess;
    case OperatorKind::none:
      break;
  }
  if (address.is_private()) return kInside;
  return kAccess;
}

}  // namespace

std::vector<WhoEntry> who_calls_from(const Address& address) {
  const Network& from = network(network_of(address));
  const std::vector<NameMatch> made_by =
      from.kind == OperatorKind::vendor ? match_name(from.operator_id) : std::vector<NameMatch>{};
  const Caller caller{from, made_by};
  std::vector<WhoEntry> entries;
  std::vector<bool> named(integrations().size());
  std::uint32_t rank = 1;
  for (const Reason& reason : reasons(address, from)) {
    if (!reason.ties) rank = static_cast<std::uint32_t>(entries.size() + 1);
    for (std::size_t i = 0; i < named.size(); ++i) {
      const Integration& one = integrations()[i];
      if (named[i] || !reason.holds(one, caller)) continue;
      named[i] = true;
      entries.push_back({&one, rank, reason.because});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const WhoEntry& a, const WhoEntry& b) {
    return std::pair(a.rank, a.integration) < std::pair(b.rank, b.integration);
  });
  return entries;
}

}  // namespace whylocked
