// Maps addresses to networks. The generator flattened all prefixes to disjoint sorted ranges, so
// the range of an address is the last one that starts at or before it.
//
// In a NetworkBook, numbers below the size of the table are the table's, and each added system gets
// the next number. A system whose number the table lists (those of vendors and hosters) keeps the
// table's entry, even for addresses newer than the table.
#include <algorithm>

#include "catalog/tables.hpp"

namespace whylocked {

namespace {

template <class Starts, class Key>
std::size_t range_of(const Starts& starts, const Key& key) {
  return static_cast<std::size_t>(std::ranges::upper_bound(starts, key) - starts.begin()) - 1;
}

}  // namespace

std::uint32_t network_of(const Address& address) {
  if (address.is_v4())
    return tables::v4_owner[range_of(tables::v4_starts, static_cast<std::uint32_t>(address.low))];
  return tables::v6_owner[range_of(tables::v6_starts, address)];
}

const Network& network(std::uint32_t index) {
  return tables::networks[index < tables::networks.size() ? index : 0];
}

struct NetworkBook::System {
  explicit System(const AsnNetwork& as) : id("AS" + std::to_string(as.number)), name(as.name) {
    network.operator_id = id;
    network.name = name.empty() ? id : name;
    if (!name.empty()) network.region = id;  // shown as "Example Broadband AS64496"
  }
  System(const System&) = delete;

  std::string id, name;
  Network network;  // refers to the two above
};

std::uint32_t NetworkBook::number_of(const Address& address, const AsnDatabase* database) {
  const std::uint32_t known = network_of(address);
  if (known != 0 || database == nullptr) return known;
  const auto as = database->find(address);
  if (!as) return 0;
  const auto [own, fresh] = numbers_.emplace(as->number, 0);
  if (!fresh) return own->second;
  const auto listed =
      std::ranges::find(tables::networks, "AS" + std::to_string(as->number), &Network::region);
  auto number = static_cast<std::size_t>(listed - tables::networks.begin());
  if (listed == tables::networks.end()) {
    number += systems_.size();
    systems_.push_back(std::make_shared<const System>(*as));
  }
  return own->second = static_cast<std::uint32_t>(number);
}

const Network& NetworkBook::at(std::uint32_t number) const {
  const std::size_t own = number - tables::networks.size();
  return number >= tables::networks.size() && own < systems_.size() ? systems_[own]->network
                                                                    : network(number);
}

}  // namespace whylocked
