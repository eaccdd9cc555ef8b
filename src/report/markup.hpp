// The signs that XML and HTML give a meaning, as entities: for text and for quoted attributes.
//
// In:  UTF-8 without control characters.  Out: the same, appended, inert in markup.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

namespace whylocked {

void append_markup(std::string_view text, std::string& out);

}  // namespace whylocked
