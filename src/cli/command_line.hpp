// The command line as a plain value, and the tables that define it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"
#include "whylocked/diagnose.hpp"

namespace whylocked::cli {

// Stable, as scripts depend on it.
enum class ExitStatus : std::uint8_t {
  ok = 0,            // also without lockouts or with skipped rows
  condition = 1,     // a --fail-on condition holds
  usage = 2,         // wrong command line or site file
  input = 3,         // an input cannot be read or understood, or the output cannot be written
  skipped_rows = 4,  // under --strict
  bug = 70,          // EX_SOFTWARE of sysexits.h
};

enum class Command : std::uint8_t {
  diagnose,
  events,
  groups,
  watch,
  check,
  formats,
  catalog,
  who,
  outcome,
  confirm,
  explain,
  init,
  completion,
  man,
  help
};

struct Arguments {
  Command command = Command::diagnose;
  std::vector<std::string> operands;  // files, ids, addresses, a scenario

  std::string format;  // a format of the command; empty: its first
  std::string output = "-";
  std::string site, api_users, resources, asn_db;  // files, or empty
  std::vector<std::string> profiles;               // files
  DiagnoseOptions diagnose;  // without since, until, depth and what the site declares
  std::string since, until;  // parsed once the zone is known
  std::vector<std::string> fail_on;
  bool strict = false;
  std::string state;            // watch: file that records reported lockouts; empty: none
  bool once = false;            // watch: read once
  std::int64_t interval_s = 2;  // watch: between reads
  bool redact = false;
  ReportOptions report;  // --with, and the reading options as given
  std::string baseline;  // a report, or empty
  std::string test;      // outcome: the test made; empty: the report's next test
  ColorMode color = ColorMode::automatic;
  bool quiet = false, verbose = false;
  bool help = false, version = false;
};

// Thrown if the command line or a site file that it names is wrong. The message is one line without
// capital or full stop; the hint may be empty.
struct UsageError {
  std::string message, hint;
};

// Parses argv, and checks every value as far as its text allows. The first operand may be a
// command, which is `diagnose` by default; a file with a command's name is given as ./events.
// Throws a UsageError for the first error.
Arguments parse_command_line(int argc, const char* const* argv);

// The tables of commands and options (options.cpp), from which parsing, help, completion and "did
// you mean" follow.
using CommandBits = std::uint16_t;
constexpr CommandBits bit_of(Command command) {
  return static_cast<CommandBits>(1u << static_cast<unsigned>(command));
}

struct OptionRow {
  std::string_view group;  // heading in the help
  std::string_view names;  // "-o,--output"
  std::string_view value;  // name of its value; empty: a flag
  std::string_view says;
  void (*set)(const std::string& value, Arguments& arguments);  // a flag's value is "true"
  CommandBits commands;                                         // that it applies to
  // Valid values, for completion and hints; a value that ends in "=" takes more text. Null: any
  // text.
  std::vector<std::string_view> (*words)() = nullptr;
};

struct CommandRow {
  std::string_view name;
  Command command;
  std::string_view operands, says;
  std::vector<std::string_view> formats;  // the first is the default
  ExitStatus (*run)(Arguments arguments);
  std::size_t min_operands = 0, max_operands = SIZE_MAX;
  std::string_view example = {};  // shown if their number is wrong
};

inline constexpr std::string_view kReading = "How to read the files";  // a group of options
inline constexpr std::string_view kAnyZone = "use an IANA name such as Europe/Berlin, or +10:00";

std::span<const OptionRow> option_rows();
std::vector<std::string_view> names_of(const OptionRow& row);  // "-o", "--output"
const OptionRow* option_named(std::string_view name);          // nullptr: none
std::span<const CommandRow> command_rows();
const CommandRow* command_named(std::string_view name);  // nullptr: none
const CommandRow& row_of(Command command);

// The nearest name, or all names.
std::string hint_among(std::string_view value, const std::vector<std::string_view>& names);

// Pages and completion, generated from the tables (help.cpp, completion.cpp).
std::string help_page();
std::string short_help();  // for a command line without arguments
std::string version_page(bool verbose);
std::string man_page();  // roff, macros of man(7)

// The completion script for a shell, from cli/completion.*; empty: unknown shell.
std::string_view completion_script(std::string_view shell);

// Completions of the last word typed after the program's name, which may be empty: one per line,
// followed by a tab and its description. The line "FILES" stands for file names.
std::string completion_words(std::span<const char* const> typed);

}  // namespace whylocked::cli
