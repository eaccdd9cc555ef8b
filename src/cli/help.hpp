// The pages that the program prints about itself, made from the tables of commands and options.
//
// In:  nothing.  Out: text for standard output (80 columns).  Lifetime: plain strings.
// Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

#include "cli/options.hpp"

namespace whylocked::cli {

std::string help_page();
std::string short_help();  // for a command line without any argument
std::string version_page(bool verbose);
std::string man_page();  // roff, macros of man(7)

// Parts that both the help and the manual page have.
std::string_view introduction();
std::string_view end_of_help();             // exit status and examples
std::string heading(const OptionRow& row);  // "  -o, --output FILE"

}  // namespace whylocked::cli
