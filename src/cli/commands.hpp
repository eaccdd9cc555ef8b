// The commands: from Arguments to standard output and messages.
//
// In:  checked Arguments.  Out: the exit status, after everything is written.
// Messages and log lines go to standard error, and only the result to the output.
// Failure: the exit status, or an EarlyExit or UsageError, which main() turns into one.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/files.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"
#include "whylocked/site.hpp"

namespace whylocked::cli {

ExitStatus run_diagnosis(Arguments arguments);  // also `events` and `groups`
ExitStatus run_watch(Arguments arguments);
ExitStatus run_check(Arguments arguments);
ExitStatus run_formats(Arguments arguments);
ExitStatus run_catalog(Arguments arguments);
ExitStatus run_who(Arguments arguments);
ExitStatus run_outcome(Arguments arguments);
ExitStatus run_confirm(Arguments arguments);
ExitStatus run_explain(Arguments arguments);
ExitStatus run_init(Arguments arguments);
ExitStatus run_completion(Arguments arguments);
ExitStatus run_page(Arguments arguments);  // help, version, man

// Thrown to end a command with a status, after the reason was printed.
struct EarlyExit {
  ExitStatus status;
};
// Prints the errors among the diagnostics, and throws.
[[noreturn]] void give_up(const Diagnostics& diagnostics, const Arguments& arguments,
                          ExitStatus status);
// Prints "whylocked: message" and a hint; always ExitStatus::usage.
ExitStatus usage_error(const UsageError& error);

// Writes the text to the output named by `path`, and reports a failure.
ExitStatus print(std::string_view text, const std::string& path);
// The same for an output written in pieces.
ExitStatus finish(Output& output);

// Prints messages, without names under --redact; the second prints them unchanged.
void show(std::vector<Diagnostic> diagnostics, const Arguments& arguments, bool errors_only);
void show_as_they_are(std::vector<Diagnostic> diagnostics, const Arguments& arguments,
                      bool errors_only);

// Reads a small file, such as a report or a site file; "-" is standard input. Failure: throws
// EarlyExit with `status`, also for a file over kMaxBytes.
std::string read_file(const std::string& path, const Arguments& arguments, ExitStatus status);
inline constexpr std::size_t kMaxBytes = 256u << 20;  // a report of 50,000 lockouts

// Loads the site file and the roster, and completes arguments.diagnose from them: zone, policy,
// --since and --until. Adds messages about the site to `messages`. Throws like the next two.
Site prepare(Arguments& arguments, Diagnostics& messages);
// Reads the files of --profile into the reading options.
void load_profiles(Arguments& arguments);
// The database of --asn-db; null if not given.
std::unique_ptr<AsnDatabase> open_asn(const Arguments& arguments);

// Writes the report, or the events, in the requested format.
void write_answer(const Report& report, const Arguments& arguments, Output& output);

}  // namespace whylocked::cli
