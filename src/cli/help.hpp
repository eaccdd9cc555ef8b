// The pages that the program prints about itself, made from the tables of commands and options, and
// completion of command lines.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace whylocked::cli {

std::string help_page();
std::string short_help();  // for a command line without any argument
std::string version_page(bool verbose);
std::string man_page();  // roff, macros of man(7)

// The script for a shell, from cli/completion.*; empty: no such shell.
std::string_view completion_script(std::string_view shell);

// Words that may complete the last of those typed after the program's name, which may be empty:
// one a line, after a tab what it is. The line "FILES": or a file.
std::string completion_words(std::span<const char* const> typed);

}  // namespace whylocked::cli
