#include "correlate/places.hpp"

#include <algorithm>
#include <utility>

namespace whylocked {

namespace {

// Eight bytes of a text as a number that sorts like the text; zeros after its end.
std::uint64_t eight_bytes(std::string_view text, std::size_t from) {
  std::uint64_t bytes = 0;
  for (std::size_t i = from; i < from + 8; ++i)
    bytes = bytes << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  return bytes;
}

}  // namespace

// Compares the eight bytes after the common prefix of all texts first; that
// decides most comparisons.
std::vector<TextId> users_by_text(const Interner& users) {
  std::size_t same = users.size() > 1 ? users.text(1).size() : 0;
  for (TextId id = 2; id < users.size(); ++id) {
    const std::string_view a = users.text(1).substr(0, same), b = users.text(id);
    same = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                    a.begin());
  }
  std::vector<std::pair<std::uint64_t, TextId>> order;
  order.reserve(users.size());
  for (TextId id = 1; id < users.size(); ++id)
    order.emplace_back(eight_bytes(users.text(id), same), id);
  std::ranges::sort(order, [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : users.text(a.second) < users.text(b.second);
  });
  std::vector<TextId> ids(1, kNone);
  ids.reserve(users.size());
  for (const auto& [bytes, id] : order) ids.push_back(id);
  return ids;
}

Places::Places(const AddressBook& addresses, std::span<const std::uint32_t> network_of_address)
    : places_(addresses.size()) {
  std::vector<std::pair<Address, TextId>> order;
  order.reserve(addresses.size());
  for (TextId id = 1; id < addresses.size(); ++id) order.emplace_back(addresses.at(id), id);
  std::ranges::sort(order);
  std::uint32_t rank = 0, place = 0;
  Address before;
  for (const auto& [here, id] : order) {
    const bool same_64 = rank > 0 && !here.is_v4() && !before.is_v4() && here.high == before.high;
    if (!same_64) ++place;
    places_[id] = {++rank, place, id < network_of_address.size() ? network_of_address[id] : 0,
                   static_cast<std::uint32_t>(here.block())};
    before = here;
  }
}

}  // namespace whylocked
