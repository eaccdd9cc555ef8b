// Rows below or between the data that are no events: totals, "created on", repeated headers.
//
// In:  a row whose time or user cannot be read.  Out: whether it is such a row.
// They are left out with a note and are not counted as skipped: nothing is lost with them, and
// `--strict` is about data that is.
// Lifetime: values.  Threads: pure.  Failure: false, when in doubt.
#pragma once

#include "whylocked/read.hpp"

namespace whylocked::normalizing {

bool is_no_data(const Row& row, const Columns& columns);

}  // namespace whylocked::normalizing
