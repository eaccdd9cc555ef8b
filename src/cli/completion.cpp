// Completion of command lines: a short script for each shell, which runs
// `whylocked completion words WORD...` and offers what it prints.
#include <vector>

#include "cli/command_line.hpp"
#include "cli/help.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/read.hpp"

namespace whylocked::cli {

namespace {

// The words for the one being typed, filtered by its beginning.
class Words {
 public:
  explicit Words(std::string_view begun) : begun_(begun) {}

  void add(std::string_view word, std::string_view says = {}) {
    if (!word.starts_with(begun_)) return;
    text_ += word;
    if (!says.empty()) text_ += '\t';
    text_ += says;
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
  if (option.words != nullptr) return words.add_all(option.words());
  if (option.value == "FILE" || option.value == "REPORT") words.add_files();
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
      return words.add_all({"bash", "zsh", "fish"});
    default:
      words.add_files();
  }
}

}  // namespace

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
    if (const CommandRow* const row = command_named(word)) command = row->command;
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
