// Properties of users and addresses that do not depend on the order of first occurrence.
//
// In:  the interners of an Events and the network of each address.  Out: ranks (by text, by
//      address), and the place of each address. An IPv4 address is its own place; an IPv6 address
//      shares one with its /64, because hosts change the lower half at will.
// Ids of an Interner follow the order of rows; ranks make results equal for equal events.
// Lifetime: owns its tables.  Threads: const access is safe.  Failure: none.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

// All ids of `users`, ordered by text.
std::vector<TextId> users_by_text(const Interner& users);

class Places {
 public:
  Places(const AddressBook& addresses, std::span<const std::uint32_t> network_of_address);

  std::uint32_t rank(TextId address) const { return places_[address].rank; }
  std::uint32_t place(TextId address) const { return places_[address].place; }  // 0: no address
  std::uint32_t network(TextId address) const { return places_[address].network; }
  std::uint32_t block(TextId address) const { return places_[address].block; }

 private:
  struct Place {
    std::uint32_t rank = 0, place = 0, network = 0, block = 0;
  };
  std::vector<Place> places_;  // by address
};

}  // namespace whylocked
