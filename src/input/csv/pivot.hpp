// Pivoted tables: the user is named once a group, in its first row or in a row before it.
//
// In:  the beginning of a table and its header.  Out: whether it certainly is such a table.
// Certain: each name comes once, most rows have none, and the times start again with the groups,
// as they do in no log that only lacks the names of unknown users.
// Lifetime: none.  Threads: pure.  Failure: none; a table of another kind has rows without a user,
// which normalize reports.
#pragma once

#include <string_view>

#include "input/csv/header.hpp"

namespace whylocked::input::csv {

bool is_pivoted(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                const ReadOptions& options);

}  // namespace whylocked::input::csv
