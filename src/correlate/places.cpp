#include "correlate/places.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "correlate/radix.hpp"

namespace whylocked {

namespace {

// Texts in order, character by character, the first first: each is looked at about as often as it
// has characters, however many there are.
class TextSort {
 public:
  explicit TextSort(std::size_t count) : texts_(count), other_(count) {}

  std::vector<TextId> sorted(const Interner& users) {
    for (TextId id = 0; id < texts_.size(); ++id) texts_[id] = {users.text(id), id};
    open_.push_back({0, texts_.size(), 0});
    while (!open_.empty()) {
      const Part part = open_.back();
      open_.pop_back();
      part.to - part.from <= kFew ? sort_few(part) : split(part);
    }
    std::vector<TextId> ids(texts_.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = texts_[i].id;
    return ids;
  }

 private:
  static constexpr std::size_t kFew = 32;
  struct Text {
    std::string_view text;
    TextId id;
  };
  struct Part {
    std::size_t from, to, same;  // texts [from, to) agree in so many characters
  };

  void sort_few(const Part& part) {
    std::sort(begin(part.from), begin(part.to), [&](const Text& a, const Text& b) {
      return a.text.substr(part.same) < b.text.substr(part.same);
    });
  }

  // Into those that end here and those with each next byte.
  void split(const Part& part) {
    std::array<std::size_t, 258> starts{};
    const auto key = [&](const Text& t) -> std::size_t {
      return part.same == t.text.size() ? 0 : 1u + static_cast<unsigned char>(t.text[part.same]);
    };
    for (std::size_t i = part.from; i < part.to; ++i) ++starts[key(texts_[i]) + 1];
    for (std::size_t k = 0; k < 257; ++k) starts[k + 1] += starts[k];
    const auto ends = starts;
    for (std::size_t k = 1; k < 257; ++k)
      if (ends[k] == 0 && ends[k + 1] == part.to - part.from)  // all go on with the same byte
        return open_.push_back({part.from, part.to, part.same + 1});
    for (std::size_t i = part.from; i < part.to; ++i)
      other_[part.from + starts[key(texts_[i])]++] = texts_[i];
    std::copy(begin_other(part.from), begin_other(part.to), begin(part.from));
    for (std::size_t k = 1; k < 257; ++k)
      if (ends[k + 1] > ends[k] + 1)
        open_.push_back({part.from + ends[k], part.from + ends[k + 1], part.same + 1});
  }

  std::vector<Text>::iterator begin(std::size_t i) {
    return texts_.begin() + static_cast<std::ptrdiff_t>(i);
  }
  std::vector<Text>::iterator begin_other(std::size_t i) {
    return other_.begin() + static_cast<std::ptrdiff_t>(i);
  }

  std::vector<Text> texts_, other_;
  std::vector<Part> open_;
};

std::vector<TextId> addresses_in_order(const AddressBook& addresses) {
  std::vector<Keyed> order(addresses.size() - 1);
  for (TextId id = 1; id < addresses.size(); ++id) order[id - 1] = {addresses.at(id).low, id};
  sort_by_key(order);
  for (Keyed& item : order) item.key = addresses.at(item.id).high;
  sort_by_key(order);
  std::vector<TextId> ids(1, kNone);
  ids.reserve(addresses.size());
  for (const Keyed& item : order) ids.push_back(item.id);
  return ids;
}

}  // namespace

std::vector<TextId> users_by_text(const Interner& users) {
  return TextSort(users.size()).sorted(users);
}

Places::Places(const AddressBook& addresses, std::span<const std::uint32_t> network_of_address)
    : networks_(network_of_address), rank_(addresses.size()), place_(addresses.size()) {
  if (addresses.size() == 0) return;
  const std::vector<TextId> ids = addresses_in_order(addresses);
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
