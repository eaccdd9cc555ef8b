// The command line as a plain value, and the tables of what it may say.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"
#include "whylocked/diagnose.hpp"

namespace whylocked::cli {

// A stable promise: scripts read it.
enum class ExitStatus : std::uint8_t {
  ok = 0,            // also with no lockout, also with skipped rows
  condition = 1,     // a --fail-on condition holds
  usage = 2,         // wrong command line or site file
  input = 3,         // an input cannot be read or understood, or the output not written
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

  std::string format;  // one of the command's; empty: its first
  std::string output = "-";
  std::string site, api_users, resources, asn_db;  // files, or empty
  std::vector<std::string> profiles;               // files
  DiagnoseOptions diagnose;  // but since, until, depth and what the site declares
  std::string since, until;  // read when the zone is known
  std::vector<std::string> fail_on;
  bool strict = false;
  std::string state;            // of watch: file that records reported lockouts; empty: none
  bool once = false;            // watch: read once
  std::int64_t interval_s = 2;  // watch: between two reads
  bool redact = false;
  ReportOptions report;  // --with, and the options of reading as they were given
  std::string baseline;  // a report, or empty
  std::string test;      // of outcome; empty: the next test of the report
  ColorMode color = ColorMode::automatic;
  bool quiet = false, verbose = false;
  bool help = false, version = false;
};

// Thrown where the command line or a file that it names for the site is wrong: one line, without
// capital or full stop, and what to do, which may be empty.
struct UsageError {
  std::string message, hint;
};

// Fills Arguments, every value checked as far as the text alone allows. The first operand may be a
// command's name; without one the command is `diagnose`. A file with the name of a command is given
// as ./events. Throws a UsageError for the first thing that is wrong.
Arguments parse_command_line(int argc, const char* const* argv);

// The tables of commands and options (options.cpp). Parsing, help, completion and "did you mean"
// all follow from them.
using CommandBits = std::uint16_t;
constexpr CommandBits bit_of(Command command) {
  return static_cast<CommandBits>(1u << static_cast<unsigned>(command));
}

struct OptionRow {
  std::string_view group;  // heading in the help
  std::string_view names;  // "-o,--output"
  std::string_view value;  // name of its argument; empty: a flag
  std::string_view says;
  void (*set)(const std::string& value, Arguments& arguments);  // of a flag: "true"
  CommandBits commands;                                         // where it applies
  // The words that it takes, for completion and hints; those that end in "=" go on. Null: any text.
  std::vector<std::string_view> (*words)() = nullptr;
};

struct CommandRow {
  std::string_view name;
  Command command;
  std::string_view operands, says;
  std::vector<std::string_view> formats;  // the first is the default
  ExitStatus (*run)(Arguments arguments);
  std::size_t min_operands = 0, max_operands = SIZE_MAX;
  std::string_view example = {};  // shown where their number is wrong
};

inline constexpr std::string_view kReading = "How to read the files";  // a group of options
inline constexpr std::string_view kAnyZone = "use an IANA name such as Europe/Berlin, or +10:00";

std::span<const OptionRow> option_rows();
std::vector<std::string_view> names_of(const OptionRow& row);  // "-o", "--output"
const OptionRow* option_named(std::string_view name);          // nullptr: none
std::span<const CommandRow> command_rows();
const CommandRow* command_named(std::string_view name);  // nullptr: none
const CommandRow& row_of(Command command);

// The nearest of the names, else all of them.
std::string hint_among(std::string_view value, const std::vector<std::string_view>& names);

// Pages and completion, made from the tables (help.cpp, completion.cpp).
std::string help_page();
std::string short_help();  // for a command line without any argument
std::string version_page(bool verbose);
std::string man_page();  // roff, macros of man(7)

// The script for a shell, from cli/completion.*; empty: no such shell.
std::string_view completion_script(std::string_view shell);

// Words that may complete the last of those typed after the program's name, which may be empty:
// one a line, after a tab what it is. The line "FILES": or a file.
std::string completion_words(std::span<const char* const> typed);

}  // namespace whylocked::cli
