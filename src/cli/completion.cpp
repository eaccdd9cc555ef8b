// The words that may stand behind an option or a command.
#include "cli/completion.hpp"

#include <algorithm>
#include <set>

#include "whylocked/attribute_old.hpp"
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
  return {};
}

std::vector<std::string> words_after(const CommandRow& command) {
  switch (command.command) {
    case Command::catalog:
      return names(integrations(), [](const Integration& one) { return one.id; });
    case Command::formats:
      return names(built_in_profiles(), [](const Profile& one) { return one.name; });
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

}  // namespace whylocked
