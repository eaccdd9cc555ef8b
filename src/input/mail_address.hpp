// Which of the IP addresses in a text it is about.
//
// In:  the words of a notice.  Out: one address as written, without port.
// What is written behind "version" is none. A public address is taken before a private one; of
// those, one behind "IP", "address", "from" and their like before others; else the first.
// Lifetime: a view into the text.  Threads: pure.  Failure: empty, if there is none.
#pragma once

#include <string_view>

namespace whylocked::input {

std::string_view address_of(std::string_view text);

}  // namespace whylocked::input
