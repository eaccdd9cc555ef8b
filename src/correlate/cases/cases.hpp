// Lockouts that have one cause, put together.
//
// In:  callers and incidents of all accounts.  Out: Correlation::cases and Incident::case_index.
// Threads: one.  Failure: none.
#pragma once

#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked {

std::vector<Case> make_cases(const Events& events, Correlation& correlation);

}  // namespace whylocked
