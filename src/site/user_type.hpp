// What a list of users says in its cells: of which type a user is, and in which state.
//
// In:  one cell.  Out: "api" or "person", "inactive" or "locked", or empty where it does not say.
// Words count whole and in any case, so that "API User (system)" is one and "Capital" is none.
// How the grid of Resources/Users writes these is not documented; what is looked for are the words
// of the licences and security levels that the help pages name, in English and German.
// Threads: pure.  Failure: none.
#pragma once

#include <string_view>

namespace whylocked::site {

std::string_view user_type(std::string_view cell);
bool says_inactive(std::string_view cell);  // "no", "inactive": of a column "Active" or "Status"
bool says_locked(std::string_view cell);    // "locked"
bool says_yes(std::string_view cell);       // of a column "Locked"; "locked" is a yes

}  // namespace whylocked::site
