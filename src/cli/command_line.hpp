// The command line as a plain value.
//
// In:  filled by parse_command_line, every value checked as far as the text alone allows.
// Out: read by the commands.  Lifetime: plain value.  Threads: main only.
// Failure: none here; a wrong command line is a UsageError instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
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
  bool groups = false, accounts = false;  // --with
  std::string baseline;                   // a report, or empty
  std::string test;                       // of outcome; empty: the next test of the report
  ColorMode color = ColorMode::automatic;
  bool quiet = false, verbose = false;
  bool help = false, version = false;
};

// Thrown where the command line or a file that it names for the site is wrong: one line, without
// capital or full stop, and what to do, which may be empty.
struct UsageError {
  std::string message, hint;
};

// The command line to Arguments.
//
// In:  argc and argv of main.  Out: Arguments.
// The first operand may be a command's name; without one the command is `diagnose`. A file with the
// name of a command is given as ./events.
// Lifetime: the result owns its text.  Threads: main only.
// Failure: throws a UsageError, for the first thing that is wrong.
Arguments parse_command_line(int argc, const char* const* argv);

}  // namespace whylocked::cli
