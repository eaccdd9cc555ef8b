// What the commands that read exports share.
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

// With --redact without names; the second is for messages that are so already, or must not be.
void show(std::vector<Diagnostic> diagnostics, const Arguments& arguments, bool errors_only);
void show_as_they_are(std::vector<Diagnostic> diagnostics, const Arguments& arguments,
                      bool errors_only);

// Loads the site file and the roster, and completes arguments.diagnose from them: zone, policy,
// --since and --until. What has to be said of the site is kept in `told`.
std::variant<Site, ExitStatus> prepare(Arguments& arguments, Diagnostics& told);
// Reads the files of --profile into the options of reading. False: an error, and its diagnostic.
bool load_profiles(Arguments& arguments, Diagnostics& diagnostics);
// The database of --asn-db, if one was named. False: it cannot be read, and that was said.
bool open_asn(const Arguments& arguments, std::unique_ptr<AsnDatabase>& asn);

// The report, or the events, in the format that was asked for.
void write_answer(const Report& report, const Arguments& arguments, Output& output);

}  // namespace whylocked
