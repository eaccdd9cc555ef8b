// The profiles that a user adds.
//
// In:  Arguments with the names of profile files.  Out: the profiles, in the options of reading.
// Lifetime: none.  Threads: main only.  Failure: false, and an error diagnostic with its place.
#pragma once

#include "cli/arguments.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked {

bool load_profiles(Arguments& arguments, Diagnostics& diagnostics);

}  // namespace whylocked
