// Numbers of sign-in logs: results, and Windows' ids of events.
//
// In:  "50126", "AADSTS50126: ...", "401", "0xC000006A", "c000006a", "3221225578", "-1073741718",
//      "0x00000018", "%%2313"; "4625".
// Out: whether the attempt worked, and why not; what an event is, and which component wrote it.
// Lifetime: values.  Threads: pure.  Failure: nullopt for an unknown number.
// A new code is a row of a table in codes.cpp, where the sources are named.
#pragma once

#include <optional>
#include <string_view>

#include "normalize/event/words.hpp"

namespace whylocked::normalize {

std::optional<PhraseParse> parse_code(std::string_view text);
std::optional<PhraseParse> parse_event_id(std::string_view text);

}  // namespace whylocked::normalize
