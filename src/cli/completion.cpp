// The words that may follow an option or a command, and a script for each shell.
#include <algorithm>
#include <set>

#include "cli/completion.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/diagnose.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

namespace {

std::vector<std::string> all_formats() {
  std::set<std::string> formats;
  for (const CommandRow& row : command_rows())
    formats.insert(row.formats.begin(), row.formats.end());
  return {formats.begin(), formats.end()};
}

std::vector<std::string> all_kinds() {
  std::vector<std::string> kinds;
  for (int kind = 0; kind <= static_cast<int>(EventKind::other); ++kind)
    kinds.emplace_back(to_text(static_cast<EventKind>(kind)));
  return kinds;
}

std::vector<std::string> all_conditions() {
  std::vector<std::string> words;
  for (const std::string_view name : condition_names()) words.emplace_back(name);
  return words;
}

template <class List, class Name>
std::vector<std::string> names(const List& list, Name name) {
  std::vector<std::string> words;
  for (const auto& one : list) words.emplace_back(name(one));
  return words;
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_after(const OptionRow& option) {
  if (option.value == "FORMAT") return all_formats();
  if (option.value == "WHEN") return {"auto", "always", "never"};
  if (option.value == "ORDER") return {"mdy", "dmy", "ymd"};
  if (option.value == "KIND") return all_kinds();
  if (option.value == "CONDITION") return all_conditions();
  if (option.value == "PART") return {"groups"};
  return {};
}

std::vector<std::string> words_after(const CommandRow& command) {
  switch (command.command) {
    case Command::catalog:
      return names(integrations(), [](const Integration& one) { return one.id; });
    case Command::formats:
      return names(built_in_profile_names(), [](std::string_view one) { return one; });
    case Command::explain:
      return names(explain_signals(), [](const SignalInfo& one) { return one.name; });
    case Command::completion:
      return names(shells(), [](const Shell& one) { return one.name; });
    default:
      return {};
  }
}

bool names_file(const OptionRow& option) { return option.value == "FILE"; }

std::span<const Shell> shells() {
  static constexpr Shell kShells[] = {
      {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};
  return kShells;
}

// Completion for bash: one function over COMP_WORDS.

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

// Branches for the word after an option.
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

// Completion for zsh: a list for _arguments.

namespace {

// Inside single quotes, where a bracket ends an explanation and a colon a name.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':')
      out += std::string("\\") + c;
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

// '(-o --output)'{-o,--output}'[says]:FILE:_files'
std::string zsh_option(const OptionRow& option) {
  const auto names = names_of(option);
  const std::string last(names.back());
  std::string text = "  ";
  text += names.size() == 1 ? "'*" + last : "'*'{" + std::string(names.front()) + ',' + last + "}'";
  text += '[' + zsh_text(option.says) + ']';
  if (option.value.empty()) return text + "' \\\n";
  const auto words = words_after(option);
  text += ':' + zsh_text(option.value) + ':';
  text += !words.empty() ? '(' + zsh_text(joined(words)) + ')' : names_file(option) ? "_files" : "";
  return text + "' \\\n";
}

}  // namespace

std::string zsh_completion() {
  std::string commands, operands, options;
  for (const CommandRow& row : command_rows()) {
    commands += "    '" + std::string(row.name) + ':' + zsh_text(row.says) + "'\n";
    if (const auto words = words_after(row); !words.empty())
      operands +=
          "    " + std::string(row.name) + ") compadd -- " + joined(words) + "; return ;;\n";
  }
  for (const OptionRow& option : option_rows()) options += zsh_option(option);
  return "#compdef whylocked\n"
         "_whylocked_operand() {\n"
         "  local -a commands=(\n" +
         commands +
         "  )\n"
         "  case $words[2] in\n" +
         operands +
         "  esac\n"
         "  (( CURRENT == 2 )) && _describe command commands\n"
         "  _files\n"
         "}\n"
         "_arguments -s -S \\\n" +
         options + "  '*:operand:_whylocked_operand'\n";
}

// Completion for fish: a line for each command and option.

namespace {

std::string fish_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '\'';
}

// The option is offered unless a command that lacks it was typed.
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
