// Prefixes to disjoint ranges, so that a look-up is one binary search.
//
// In:  the rows of networks.csv and the ranges that integrations publish.
// Out: the distinct networks (index 0: none known), and for each family the starts of the ranges
// with the network that owns them; the first start is 0, neighbours differ.
// Published ranges win over everything, then the longest prefix.
// Failure: a prefix given twice with the same right is an error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/generate/data.hpp"
#include "whylocked/address.hpp"

namespace whylocked::embed {

struct NetworkRow {
  std::string operator_id, name, kind, region, integration;
};

struct Range {
  Address start;
  std::size_t network = 0;
};

struct Networks {
  std::vector<NetworkRow> networks;
  std::vector<Range> v4, v6;  // IPv4 in its mapped form
};

Networks flatten(const Data& data, Errors& errors);

}  // namespace whylocked::embed
