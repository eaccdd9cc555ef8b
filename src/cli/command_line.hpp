// The command line to Arguments.
//
// In:  argc and argv of main.  Out: Arguments, or the one thing that is wrong with it.
// The first operand may be a command's name; without one the command is `diagnose`. A file with the
// name of a command is given as ./events.
// Lifetime: the result owns its text.  Threads: main only.  Failure: a UsageError.
#pragma once

#include <variant>

#include "cli/arguments.hpp"

namespace whylocked {

std::variant<Arguments, UsageError> parse_command_line(int argc, const char* const* argv);

}  // namespace whylocked
