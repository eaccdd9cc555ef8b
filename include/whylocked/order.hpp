// What sort_events and merge_events (normalize.hpp) do, with several threads.
//
// In:  events as normalize gave them.  Out: the same as with one thread, whatever `threads`.
// Rows that are nearly in order, as exports are, cost two looks at each. Any other order costs a
// merge sort.
// Lifetime: none.  Threads: as many as told, 0 as parallel_for does.  Failure: std::bad_alloc; a
// merge takes room for at most half of the rows, and only for those that are out of order.
#pragma once

#include <vector>

#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

void sort_events(Events& events, unsigned threads);
void merge_events(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics,
                  unsigned threads);

}  // namespace whylocked
