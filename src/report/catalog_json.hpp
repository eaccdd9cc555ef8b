// The catalog as JSON: an array of entries, or one.
//
// In:  an integration of the catalog, or nullptr for all.  Out: one JSON document.
// A fact is an object with its value, basis, confidence, source and note; null is "not found".
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>

#include "whylocked/catalog.hpp"

namespace whylocked {

void write_catalog_json(const Integration* one, std::string& out);

}  // namespace whylocked
