// whylocked: why an Autotask account keeps getting locked, which integration does it, what to do.
#include <exception>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/files.hpp"
#include "cli/terminal.hpp"

namespace whylocked {

namespace {

ExitStatus run(const Arguments& arguments) {
  if (arguments.help || arguments.version) return print_page(arguments);
  switch (arguments.command) {
    case Command::diagnose:
    case Command::events:
    case Command::groups:
      return run_diagnosis(arguments);
    case Command::watch:
      return run_watch(arguments);
    case Command::check:
      return run_check(arguments);
    case Command::formats:
      return run_formats(arguments);
    case Command::catalog:
      return run_catalog(arguments);
    case Command::who:
      return run_who(arguments);
    case Command::outcome:
      return run_outcome(arguments);
    case Command::confirm:
      return run_confirm(arguments);
    case Command::explain:
      return run_explain(arguments);
    case Command::init:
      return run_init(arguments);
    case Command::completion:
      return run_completion(arguments);
    case Command::man:
    case Command::help:
      return print_page(arguments);
  }
  return ExitStatus::bug;
}

bool reads_files(Command command) {
  return command == Command::diagnose || command == Command::events || command == Command::groups ||
         command == Command::check;
}

ExitStatus run(int argc, const char* const* argv) {
  prepare_streams();
  end_on_interrupt();
  auto parsed = parse_command_line(argc, argv);
  if (const auto* error = std::get_if<UsageError>(&parsed)) return usage_error(*error);
  const auto& arguments = std::get<Arguments>(parsed);
  const bool nothing_to_do = !arguments.help && !arguments.version && arguments.operands.empty();
  if (nothing_to_do && reads_files(arguments.command) && is_terminal(Stream::in)) {
    write_message(short_help());  // rather than wait for somebody to type an export
    return ExitStatus::usage;
  }
  return run(arguments);
}

}  // namespace

}  // namespace whylocked

int main(int argc, char** argv) {
  using whylocked::ExitStatus;
  try {
    return static_cast<int>(whylocked::run(argc, argv));
  } catch (const std::exception& error) {
    whylocked::write_message(std::string("whylocked: internal error: ") + error.what() +
                             "\nhint: please report this with the command line that led to it\n");
    return static_cast<int>(ExitStatus::bug);
  }
}
