// Which integrations may call from an address: one table of reasons a kind of place, best first.
//
// An integration takes its first reason that holds; the reason's place in the table is its tier.
// Left out: an integration that publishes its addresses when the address is another's published
// one, and whatever is known to run elsewhere.
#include <algorithm>

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
  bool ties = false;  // shares the tier of the reason before
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

std::size_t tier(std::span<const Reason> table, std::size_t reason) {
  while (table[reason].ties) --reason;
  return reason;
}

// Equal tiers share the rank of their first entry, as causes do.
void set_ranks(std::vector<WhoEntry>& entries, const std::vector<std::size_t>& tiers) {
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i].rank =
        i > 0 && tiers[i] == tiers[i - 1] ? entries[i - 1].rank : static_cast<std::uint32_t>(i + 1);
}

}  // namespace

std::vector<WhoEntry> who_calls_from(const Address& address) {
  const Network& from = network(network_of(address));
  const auto table = reasons(address, from);
  const std::vector<NameMatch> made_by =
      from.kind == OperatorKind::vendor ? match_name(from.operator_id) : std::vector<NameMatch>{};
  const Caller caller{from, made_by};
  std::vector<std::size_t> first(integrations().size(), table.size());  // reason that holds
  for (std::size_t i = 0; i < first.size(); ++i)
    for (std::size_t r = 0; r < table.size() && first[i] == table.size(); ++r)
      if (table[r].holds(integrations()[i], caller)) first[i] = r;

  std::vector<WhoEntry> entries;
  std::vector<std::size_t> tiers;
  for (std::size_t t = 0; t < table.size(); ++t)
    for (std::size_t i = 0; i < first.size(); ++i)
      if (first[i] < table.size() && tier(table, first[i]) == t) {
        entries.push_back({&integrations()[i], 1, table[first[i]].because});
        tiers.push_back(t);
      }
  set_ranks(entries, tiers);
  return entries;
}

}  // namespace whylocked
