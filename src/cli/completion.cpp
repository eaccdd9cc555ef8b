// Completion of command lines: a short script per shell that runs `whylocked completion words
// WORD...` and offers the words it prints.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "cli/command_line.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/read.hpp"

namespace whylocked::cli {

namespace {

using Words = std::vector<std::pair<std::string_view, std::string_view>>;  // word, description
constexpr std::string_view kFiles = "FILES";

Words plain(const std::vector<std::string_view>& list) {
  Words words;
  for (const std::string_view word : list) words.emplace_back(word, "");
  return words;
}

Words operands_of(Command command) {
  Words words;
  if (command == Command::catalog) {
    for (const Integration& one : integrations()) words.emplace_back(one.id, one.name);
    return words;
  }
  if (command == Command::formats) return plain(built_in_profile_names());
  if (command == Command::completion) return plain({"bash", "zsh", "fish"});
  if (command == Command::explain)
    for (const SignalInfo& one : explain_signals()) words.emplace_back(one.name, one.looks_at);
  words.emplace_back(kFiles, "");
  return words;
}

Words candidates(std::span<const char* const> before, std::string_view begun) {
  if (!before.empty())
    if (const OptionRow* option = option_named(before.back());
        option != nullptr && !option->value.empty()) {
      if (option->words != nullptr) return plain(option->words());
      return option->value == "FILE" || option->value == "REPORT" ? plain({kFiles}) : Words();
    }
  Command command = Command::diagnose;
  for (const std::string_view word : before)
    if (const CommandRow* const row = command_named(word)) command = row->command;
  Words words;
  if (begun.starts_with('-')) {
    for (const OptionRow& option : option_rows())
      if ((option.commands & bit_of(command)) != 0)
        for (const std::string_view name : names_of(option)) words.emplace_back(name, option.says);
    return words;
  }
  if (before.empty())
    for (const CommandRow& row : command_rows()) words.emplace_back(row.name, row.says);
  const Words operands = operands_of(command);
  words.insert(words.end(), operands.begin(), operands.end());
  return words;
}

}  // namespace

std::string completion_words(std::span<const char* const> typed) {
  const std::string_view last = typed.empty() ? "" : typed.back();
  std::string text;
  for (const auto& [word, says] :
       candidates(typed.first(typed.empty() ? 0 : typed.size() - 1), last))
    if (word == kFiles || word.starts_with(last))
      text += fmt::format("{}{}{}\n", word, says.empty() ? "" : "\t", says);
  return text;
}

}  // namespace whylocked::cli
