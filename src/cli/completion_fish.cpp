// Completion for fish: a line for each command and option.
#include "cli/completion.hpp"

namespace whylocked {

namespace {

std::string fish_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '\'';
}

// Where the option applies: behind one of its commands, or nowhere near the others.
std::string fish_condition(const OptionRow& option) {
  std::string others;
  for (const CommandRow& row : command_rows())
    if ((option.commands & bit_of(row.command)) == 0) others += ' ' + std::string(row.name);
  return others.empty() ? "" : " -n 'not __fish_seen_subcommand_from" + others + '\'';
}

std::string fish_option(const OptionRow& option) {
  std::string line = "complete -c whylocked" + fish_condition(option);
  for (const std::string_view name : names_of(option))
    line += name.starts_with("--") ? " -l " + std::string(name.substr(2))
                                   : " -s " + std::string(name.substr(1));
  const auto words = words_after(option);
  if (!words.empty())
    line += " -x -a " + fish_text(joined(words));
  else if (!option.value.empty())
    line += names_file(option) ? " -r -F" : " -x";
  return line + " -d " + fish_text(option.says) + '\n';
}

}  // namespace

std::string fish_completion() {
  std::string text = "# fish completion of whylocked\n";
  for (const CommandRow& row : command_rows()) {
    const std::string name(row.name);
    text += "complete -c whylocked -n __fish_use_subcommand -a " + name + " -d " +
            fish_text(row.says) + '\n';
    if (const auto words = words_after(row); !words.empty())
      text += "complete -c whylocked -n '__fish_seen_subcommand_from " + name + "' -f -a " +
              fish_text(joined(words)) + '\n';
  }
  for (const OptionRow& option : option_rows()) text += fish_option(option);
  return text;
}

}  // namespace whylocked
