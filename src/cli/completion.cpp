#include "cli/completion.hpp"

#include <set>
#include <vector>

#include "cli/options.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/diagnose.hpp"
#include "whylocked/read.hpp"

namespace whylocked::cli {

namespace {

// Each shell runs `whylocked completion words WORD...` and offers what it prints.
struct Shell {
  std::string_view name, script;
};
constexpr Shell kShells[] = {
    {"bash", R"(# bash completion of whylocked
_whylocked() {
  local word
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    if [[ $word == FILES ]]; then
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
    else
      COMPREPLY+=("$word")
    fi
  done < <("${COMP_WORDS[0]}" completion words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o filenames -F _whylocked whylocked
)"},
    {"zsh", R"(#compdef whylocked
local line
local -a found
for line in "${(f)$("${words[1]}" completion words "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
  if [[ $line == FILES ]]; then
    _files
  elif [[ -n $line ]]; then
    found+=("${line/$'\t'/:}")
  fi
done
_describe whylocked found
)"},
    {"fish", R"(# fish completion of whylocked
function __whylocked
    set -l typed (commandline -opc)
    set -l last (commandline -ct)
    for line in ($typed[1] completion words $typed[2..] "$last" 2>/dev/null)
        if test "$line" = FILES
            __fish_complete_path "$last"
        else
            echo $line
        end
    end
end
complete -c whylocked -f -a '(__whylocked)'
)"},
};

// The words for the one being typed, filtered by its beginning.
class Words {
 public:
  explicit Words(std::string_view begun) : begun_(begun) {}

  void add(std::string_view word, std::string_view says = {}) {
    if (!word.starts_with(begun_)) return;
    text_ += word;
    if (!says.empty()) text_ += '\t';
    for (const char c : says) text_ += c == '\n' ? ' ' : c;
    text_ += '\n';
  }
  void add_all(const std::vector<std::string_view>& words) {
    for (const std::string_view word : words) add(word);
  }
  void add_files() { text_ += "FILES\n"; }
  std::string take() { return std::move(text_); }

 private:
  std::string_view begun_;
  std::string text_;
};

void add_values(const OptionRow& option, Words& words) {
  if (option.value == "FORMAT") {
    std::set<std::string_view> formats;
    for (const CommandRow& row : command_rows())
      formats.insert(row.formats.begin(), row.formats.end());
    words.add_all({formats.begin(), formats.end()});
  }
  if (option.value == "FILE" || option.value == "REPORT") words.add_files();
  if (option.value == "WHEN") words.add_all({"auto", "always", "never"});
  if (option.value == "ORDER") words.add_all({"mdy", "dmy", "ymd"});
  if (option.value == "PART") words.add("groups");
  if (option.value == "CONDITION") words.add_all(condition_names());
  if (option.value == "KIND")
    for (int kind = 0; kind <= static_cast<int>(EventKind::other); ++kind)
      words.add(to_text(static_cast<EventKind>(kind)));
}

void add_operands(Command command, Words& words) {
  switch (command) {
    case Command::catalog:
      for (const Integration& one : integrations()) words.add(one.id, one.name);
      return;
    case Command::formats:
      return words.add_all(built_in_profile_names());
    case Command::explain:
      for (const SignalInfo& one : explain_signals()) words.add(one.name, one.looks_at);
      return words.add_files();
    case Command::completion:
      for (const Shell& shell : kShells) words.add(shell.name);
      return;
    default:
      words.add_files();
  }
}

const OptionRow* option_named(std::string_view name) {
  for (const OptionRow& row : option_rows())
    for (const std::string_view known : names_of(row))
      if (known == name) return &row;
  return nullptr;
}

}  // namespace

std::optional<std::string> completion_script(std::string_view shell) {
  for (const Shell& known : kShells)
    if (known.name == shell) return std::string(known.script);
  return std::nullopt;
}

std::string completion_words(std::span<const char* const> typed) {
  const std::string_view last = typed.empty() ? "" : typed.back();
  const auto before = typed.first(typed.empty() ? 0 : typed.size() - 1);
  Words words(last);
  if (!before.empty())
    if (const OptionRow* option = option_named(before.back());
        option != nullptr && !option->value.empty()) {
      add_values(*option, words);
      return words.take();
    }
  Command command = Command::diagnose;
  for (const std::string_view word : before)
    for (const CommandRow& row : command_rows())
      if (row.name == word) command = row.command;
  if (last.starts_with('-')) {
    for (const OptionRow& option : option_rows())
      if ((option.commands & bit_of(command)) != 0)
        for (const std::string_view name : names_of(option)) words.add(name, option.says);
    return words.take();
  }
  if (before.empty())
    for (const CommandRow& row : command_rows()) words.add(row.name, row.says);
  add_operands(command, words);
  return words.take();
}

}  // namespace whylocked::cli
