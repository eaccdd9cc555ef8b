// Addresses to networks: the generator flattened all prefixes to disjoint sorted ranges, so the
// range that holds an address is the last one that starts at or before it.
#include <algorithm>

#include "catalog/tables.hpp"

namespace whylocked {

namespace {

template <class Starts, class Key>
std::size_t range_of(const Starts& starts, const Key& key) {
  return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), key) -
                                  starts.begin()) -
         1;
}

Address v4(std::uint32_t bits) { return {0, 0xffff00000000ULL | bits}; }

Address just_before(const Address& a) { return {a.low == 0 ? a.high - 1 : a.high, a.low - 1}; }

}  // namespace

std::uint32_t network_of(const Address& address) {
  if (address.is_v4())
    return tables::v4_owner[range_of(tables::v4_starts, static_cast<std::uint32_t>(address.low))];
  return tables::v6_owner[range_of(tables::v6_starts, address)];
}

const Network& network(std::uint32_t index) {
  return tables::networks[index < tables::networks.size() ? index : 0];
}

std::vector<AddressRange> ranges_of(std::string_view operator_id, std::string_view region) {
  std::vector<bool> wanted(tables::networks.size());
  for (std::size_t i = 1; i < wanted.size(); ++i)
    wanted[i] = tables::networks[i].operator_id == operator_id &&
                (region.empty() || tables::networks[i].region == region);
  std::vector<AddressRange> ranges;
  for (std::size_t i = 0; i + 1 < tables::v4_starts.size(); ++i)
    if (wanted[tables::v4_owner[i]])
      ranges.push_back({v4(tables::v4_starts[i]), v4(tables::v4_starts[i + 1] - 1)});
  for (std::size_t i = 0; i + 1 < tables::v6_starts.size(); ++i)
    if (wanted[tables::v6_owner[i]])
      ranges.push_back({tables::v6_starts[i], just_before(tables::v6_starts[i + 1])});
  return ranges;
}

std::string_view network_date(std::string_view operator_id) {
  if (operator_id.starts_with("integration:")) return tables::date;
  const auto found = std::lower_bound(
      tables::operators.begin(), tables::operators.end(), operator_id,
      [](const tables::Operator& one, std::string_view key) { return one.id < key; });
  if (found == tables::operators.end() || found->id != operator_id) return {};
  return found->date;
}

std::string_view network_table_date() { return tables::networks_date; }

std::string_view network_attribution() { return tables::attribution; }

}  // namespace whylocked
