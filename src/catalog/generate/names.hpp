// All names of all integrations as one sorted list of keys, and how each may stand in a username.
//
// In:  the integrations and the two lists of words.  Out: rows in order of key and strength.
// A text that names one product in several ways (id and vendor, say) is kept once, the strongest.
// Failure: a name, alias or identifier of two products is an error; a shared name or a vendor is
// not: that is what they are for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/generate/data.hpp"

namespace whylocked::embed {

struct NameRow {
  std::string key, text;
  std::size_t integration = 0;
  std::string_view strength;  // "tracking", "product", "vendor", in this order
  std::string_view rule;      // "never", "whole_word", "edge"
};

std::vector<NameRow> name_rows(const Data& data, Errors& errors);

}  // namespace whylocked::embed
