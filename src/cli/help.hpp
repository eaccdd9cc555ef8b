// The pages that the program prints about itself, made from the tables of commands and options.
//
// In:  nothing.  Out: text for standard output (80 columns).  Lifetime: plain strings.
// Threads: pure.  Failure: none.
#pragma once

#include <string>

namespace whylocked {

std::string help_page();
std::string short_help();  // for a command line without any argument
std::string version_page(bool verbose);

}  // namespace whylocked
