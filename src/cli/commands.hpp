// The commands: Arguments to bytes on standard output and messages on standard error.
//
// In:  checked Arguments.  Out: the exit status, after everything is written.
// A warning, an error and a log line go to standard error, the result alone to the output.
// Lifetime: none.  Threads: main only.  Failure: the exit status; see ExitStatus.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_line.hpp"
#include "cli/files.hpp"

namespace whylocked {

ExitStatus run_diagnosis(Arguments arguments);  // also `events` and `groups`
ExitStatus run_watch(Arguments arguments);
ExitStatus run_check(Arguments arguments);
ExitStatus run_formats(Arguments arguments);
ExitStatus run_catalog(const Arguments& arguments);
ExitStatus run_who(const Arguments& arguments);
ExitStatus run_outcome(Arguments arguments);
ExitStatus run_confirm(const Arguments& arguments);
ExitStatus run_explain(const Arguments& arguments);
ExitStatus run_init(Arguments arguments);
ExitStatus run_completion(const Arguments& arguments);
ExitStatus print_page(const Arguments& arguments);  // help, version, man

// Writes the text to the output that `path` names, and reports a failure.
ExitStatus print(std::string_view text, const std::string& path);
// The same for an output that was written in pieces.
ExitStatus finish(Output& output);

// Prints "whylocked: message" and a hint; always ExitStatus::usage.
ExitStatus usage_error(const UsageError& error);

}  // namespace whylocked
