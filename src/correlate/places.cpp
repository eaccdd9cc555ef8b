#include "correlate/places.hpp"

#include <algorithm>
#include <numeric>

namespace whylocked {

std::vector<TextId> users_by_text(const Interner& users) {
  std::vector<TextId> ids(users.size());
  std::iota(ids.begin(), ids.end(), 0u);
  std::sort(ids.begin(), ids.end(),
            [&](TextId a, TextId b) { return users.text(a) < users.text(b); });
  return ids;
}

Places::Places(const AddressBook& addresses, std::span<const std::uint32_t> network_of_address)
    : networks_(network_of_address), rank_(addresses.size()), place_(addresses.size()) {
  std::vector<TextId> ids(addresses.size());
  std::iota(ids.begin(), ids.end(), 0u);
  if (ids.empty()) return;
  std::sort(ids.begin() + 1, ids.end(),
            [&](TextId a, TextId b) { return addresses.at(a) < addresses.at(b); });
  std::uint32_t place = 0;
  for (std::uint32_t rank = 1; rank < ids.size(); ++rank) {
    const Address& before = addresses.at(ids[rank - 1]);
    const Address& here = addresses.at(ids[rank]);
    const bool same_64 = rank > 1 && !here.is_v4() && !before.is_v4() && here.high == before.high;
    rank_[ids[rank]] = rank;
    place_[ids[rank]] = same_64 ? place : ++place;
  }
}

}  // namespace whylocked
