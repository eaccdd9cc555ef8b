// The trace of the servers that a mail went through.
//
// In:  a text in which mails are quoted.  Out: the same without what is of no use to anybody here.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

namespace whylocked::input {

// Leaves out what mail systems write on the way, where a text quotes it: lines that begin with
// "Received:" and their continuations. The addresses in them are of mail servers.
std::string without_trace(std::string_view text);

}  // namespace whylocked::input
