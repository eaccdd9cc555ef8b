// Counts that are no numbers of attempts but the counter of the account: 1, 2, 3, then 1 again.
//
// In:  all events in time order.  Out: the same; in a file whose failures all count up or begin at
// one, each is one attempt, and a note names the column.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include <vector>

#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

void undo_running_counts(Events& events, const std::vector<InputInfo>& inputs,
                         Diagnostics& diagnostics);

}  // namespace whylocked::normalize
