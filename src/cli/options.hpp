// The table of options: what an option is called, where it applies, what it does, how it is
// explained. Parsing, help and "did you mean" all follow from it; a new option is a row.
//
// In:  an option's value as text.  Out: Arguments changed, or a UsageError.
// Lifetime: static.  Threads: const.  Failure: a UsageError with the nearest known name.
#pragma once

#include <cstdint>
#include <optional>
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

using OptionResult = std::optional<UsageError>;  // none: accepted

struct OptionRow {
  std::string_view group;  // heading in the help; empty: hidden
  std::string_view names;  // "-o,--output"
  std::string_view value;  // name of its argument; empty: a flag
  std::string_view says;   // \n where the help begins a new line
  OptionResult (*set)(const std::string& value, Arguments& arguments);
  CommandBits commands;  // where it applies
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
std::span<const CommandRow> command_rows();
const CommandRow& row_of(Command command);

// Texts of option arguments to values; nullopt if the text is something else.

// "900s", "15m", "1h"; a plain number is minutes. At least one second, at most a year.
std::optional<std::int64_t> parse_duration_s(std::string_view text);

// Decimal digits alone, from `least` to `most`.
std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t least,
                                        std::int64_t most);

}  // namespace whylocked::cli
