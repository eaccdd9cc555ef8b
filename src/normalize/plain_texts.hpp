// Names and addresses in their usual form, without the care that others need.
//
// In:  a text as it stands in a file.  Out: its id, the same as RowTexts would give; or kNone:
//      RowTexts has to look at it.
// Only names of ASCII letters and signs, without anything around them, and IPv4 addresses are
// usual; 0.0.0.0 is not.
// Lifetime: none.  Threads: one a table.  Failure: none.
#pragma once

#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalizing {

inline constexpr std::size_t kLongestPlainName = 64;

TextId intern_plain_name(std::string_view text, Interner& users);
TextId intern_plain_address(std::string_view text, AddressBook& addresses);

}  // namespace whylocked::normalizing
