// Where callers stand: addresses of clouds, vendors, the office, homes and rented servers.
//
// In:  the catalog's network table and a Random.  Out: addresses.
// Office and homes are from the documentation ranges, everything else from the table, so that the
// catalog recognizes it.
// Lifetime: values.  Threads: the list of clouds is made once, safely.  Failure: an empty list.
#pragma once

#include <vector>

#include "simulator/random.hpp"
#include "simulator/world.hpp"

namespace whylocked::sim {

struct Cloud {
  std::string_view operator_id, region;
  OperatorKind kind = OperatorKind::cloud;
};
// A cloud or hoster that no document names.
const Cloud& draw_cloud(Random& random);
// The same for an attacker: rented servers mostly.
const Cloud& draw_hoster(Random& random);

// `count` addresses of an operator's region (empty: any); empty if it has none of the family.
std::vector<Address> draw_addresses(Random& random, std::string_view operator_id,
                                    std::string_view region, bool ipv6, std::size_t count);
// `count` addresses that an integration publishes.
std::vector<Address> draw_published(Random& random, const Integration& one, std::size_t count);

Address draw_office(Random& random, bool ipv6);
Address draw_home(Random& random, bool ipv6);

}  // namespace whylocked::sim
