// Completion for bash: one function, told by COMP_WORDS.
#include "cli/completion.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kFileNames = "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";

std::string bash_words(const std::vector<std::string>& words) {
  return "mapfile -t COMPREPLY < <(compgen -W '" + joined(words) + "' -- \"$cur\")";
}

std::string bash_options(const CommandRow& command) {
  std::vector<std::string> words;
  for (const OptionRow& option : option_rows())
    if ((option.commands & bit_of(command.command)) != 0)
      for (const std::string_view name : names_of(option)) words.emplace_back(name);
  return bash_words(words);
}

// Branches for the word behind an option.
std::string bash_values() {
  std::string branches;
  for (const OptionRow& option : option_rows()) {
    if (option.value.empty()) continue;
    std::string pattern;
    for (const std::string_view name : names_of(option))
      pattern += (pattern.empty() ? "" : "|") + std::string(name);
    const auto words = words_after(option);
    const std::string reply = !words.empty()       ? bash_words(words)
                              : names_file(option) ? std::string(kFileNames)
                                                   : "COMPREPLY=()";
    branches += "    " + pattern + ") " + reply + "; return ;;\n";
  }
  return branches;
}

std::string bash_commands(std::string_view between) {
  std::string names;
  for (const CommandRow& row : command_rows())
    names += (names.empty() ? "" : std::string(between)) + std::string(row.name);
  return names;
}

}  // namespace

std::string bash_completion() {
  std::string options, operands;
  for (const CommandRow& row : command_rows()) {
    const std::string name(row.name);
    options += "      " + name + ") " + bash_options(row) + " ;;\n";
    if (const auto words = words_after(row); !words.empty())
      operands += "    " + name + ") " + bash_words(words) + "; return ;;\n";
  }
  return R"(# bash completion of whylocked
_whylocked() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local command=diagnose word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in )" +
         bash_commands("|") + R"() command=$word; break ;; esac
  done
  case $prev in
)" + bash_values() +
         R"(  esac
  if [[ $cur == -* ]]; then
    case $command in
)" + options +
         R"(    esac
    return
  fi
  case $command in
)" + operands +
         R"(  esac
  mapfile -t COMPREPLY < <(
    ((COMP_CWORD == 1)) && compgen -W ')" +
         bash_commands(" ") + R"(' -- "$cur"
    compgen -f -- "$cur")
}
complete -o filenames -F _whylocked whylocked
)";
}

}  // namespace whylocked
