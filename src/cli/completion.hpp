// Scripts by which shells complete command lines, made from the tables of commands and options.
//
// In:  nothing.  Out: a script for the shell.  Lifetime: static.  Threads: const.  Failure: none.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"

namespace whylocked {

struct Shell {
  std::string_view name;
  std::string (*completion)();
};
std::span<const Shell> shells();

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

// Words that may follow an option or a command; empty: any, or a file.
std::vector<std::string> words_after(const OptionRow& option);
std::vector<std::string> words_after(const CommandRow& command);
bool names_file(const OptionRow& option);

std::string joined(const std::vector<std::string>& words);  // with blanks between them

}  // namespace whylocked
