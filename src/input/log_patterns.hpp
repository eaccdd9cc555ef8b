// The lines of Linux sign-in logs that are known.
//
// In:  nothing.  Out: a profile; a newcomer adds a row to its table.
// Lifetime: static.  Threads: const.  Failure: none; a test holds the table to be well-formed.
#pragma once

#include "whylocked/read.hpp"

namespace whylocked::input {

const Profile& linux_auth_profile();

}  // namespace whylocked::input
