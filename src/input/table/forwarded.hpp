// The caller that a proxy names, as in X-Forwarded-For.
//
// In:  the texts of such a column and of the address beside it.  Out: the caller's address.
// The column may hold several addresses, with ports, or the pairs of RFC 7239 ("for=...;by=...").
// Lifetime: the result is a part of `forwarded`.  Threads: pure.  Failure: an empty text.
#pragma once

#include <string_view>

namespace whylocked::input {

// The first public address, or else the first private one, unless `peer` is public. Empty if there
// is none: 0.0.0.0, "::", loopback and words such as "unknown" name no caller.
std::string_view caller_of(std::string_view forwarded, std::string_view peer);

}  // namespace whylocked::input
