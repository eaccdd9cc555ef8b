// Addresses to networks: the generator flattened all prefixes to disjoint sorted ranges, so the
// range that holds an address is the last one that starts at or before it.
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

std::string_view network_date(std::string_view operator_id) {
  if (operator_id.starts_with("integration:")) return tables::date;
  const auto found =
      std::ranges::lower_bound(tables::operators, operator_id, {}, &tables::Operator::id);
  if (found == tables::operators.end() || found->id != operator_id) return {};
  return found->date;
}

std::string_view network_table_date() { return tables::networks_date; }

std::string_view network_attribution() { return tables::attribution; }

}  // namespace whylocked
