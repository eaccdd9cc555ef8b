// Completion of command lines: a short script for each shell, which asks the program for words.
//
// In:  what has been typed.  Out: a script, or words.  Lifetime: plain values.  Threads: pure.
// Failure: none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace whylocked::cli {

std::optional<std::string> completion_script(std::string_view shell);  // nullopt: no such shell

// Words that may stand for the last of those typed after the program's name, which may be empty:
// one a line, after a tab what it is. The line "FILES": or a file.
std::string completion_words(std::span<const char* const> typed);

}  // namespace whylocked::cli
