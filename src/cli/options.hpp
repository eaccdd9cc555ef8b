// The table of options: what an option is called, where it applies, what it does, how it is
// explained. Parsing, help and "did you mean" all follow from it; a new option is a row.
//
// In:  an option's value as text.  Out: Arguments changed.
// Lifetime: static.  Threads: const.  Failure: throws a UsageError with the nearest known name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"

namespace whylocked::cli {

using CommandBits = std::uint16_t;
constexpr CommandBits bit_of(Command command) {
  return static_cast<CommandBits>(1u << static_cast<unsigned>(command));
}

struct OptionRow {
  std::string_view group;  // heading in the help; empty: hidden
  std::string_view names;  // "-o,--output"
  std::string_view value;  // name of its argument; empty: a flag
  std::string_view says;   // \n where the help begins a new line
  void (*set)(const std::string& value, Arguments& arguments);  // of a flag: "true"
  CommandBits commands;                                         // where it applies
  // The words that it takes, for completion and hints; those that end in "=" go on. Null: any text.
  std::vector<std::string_view> (*words)() = nullptr;
};

struct CommandRow {
  std::string_view name;
  Command command;
  std::string_view operands, says;
  std::span<const std::string_view> formats;  // the first is the default
  ExitStatus (*run)(Arguments arguments);
  std::size_t min_operands = 0, max_operands = SIZE_MAX;
  std::string_view example = {};  // shown where their number is wrong
};

inline constexpr std::string_view kAnyZone = "use an IANA name such as Europe/Berlin, or +10:00";

std::span<const OptionRow> option_rows();
std::vector<std::string_view> names_of(const OptionRow& row);  // "-o", "--output"
const OptionRow* option_named(std::string_view name);          // nullptr: none
std::span<const CommandRow> command_rows();
const CommandRow* command_named(std::string_view name);  // nullptr: none
const CommandRow& row_of(Command command);

// The nearest of the names, else all of them.
std::string hint_among(std::string_view value, const std::vector<std::string_view>& names);

}  // namespace whylocked::cli
