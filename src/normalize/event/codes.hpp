// Numeric codes of sign-in logs.
//
// In:  "50126", "401", "0xC000006A".  Out: whether the attempt worked, and why not.
// Sources: Microsoft, "Microsoft Entra authentication and authorization error codes" (50xxx; 0 is
// success) and "4625: An account failed to log on" (0xC...); HTTP status of the Autotask REST API:
// 401 is a refused login, 403 a login that was good but lacks a right, 500 tells nothing.
// Lifetime: values.  Threads: pure.  Failure: nullopt for an unknown code.
#pragma once

#include <optional>
#include <string_view>

#include "normalize/event/words.hpp"

namespace whylocked::normalize {

std::optional<PhraseParse> parse_code(std::string_view text);

}  // namespace whylocked::normalize
