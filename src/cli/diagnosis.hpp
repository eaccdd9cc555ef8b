// Functions shared by the commands that read exports.
//
// In:  Arguments.  Out: the site, and options completed from it; messages on standard error.
// Lifetime: none.  Threads: main only.  Failure: the exit status.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/files.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

// Prints messages, under --redact without names; the second prints them unchanged.
void show(std::vector<Diagnostic> diagnostics, const Arguments& arguments, bool errors_only);
void show_as_they_are(std::vector<Diagnostic> diagnostics, const Arguments& arguments,
                      bool errors_only);

// Loads the site file and the roster, and completes arguments.diagnose from them: zone, policy,
// --since and --until. Messages about the site go to `messages`.
std::variant<Site, ExitStatus> prepare(Arguments& arguments, Diagnostics& messages);
// Reads the files of --profile into the options of reading. False: an error, and its diagnostic.
bool load_profiles(Arguments& arguments, Diagnostics& diagnostics);
// The database of --asn-db, if one was named. False: it cannot be read; a message was shown.
bool open_asn(const Arguments& arguments, std::unique_ptr<AsnDatabase>& asn);

// The report, or the events, in the requested format.
void write_answer(const Report& report, const Arguments& arguments, Output& output);

}  // namespace whylocked
