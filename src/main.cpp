// whylocked: names what keeps locking an Autotask account, and what to do about it.
#include <exception>

#include "cli/commands.hpp"

namespace whylocked::cli {

namespace {

ExitStatus run(int argc, const char* const* argv) {
  prepare_streams();
  end_on_interrupt();
  if (argc > 2 && std::string_view(argv[1]) == "completion" && std::string_view(argv[2]) == "words")
    return print(completion_words({argv + 3, argv + argc}),
                 "-");  // for the scripts of `completion`
  Arguments arguments = parse_command_line(argc, argv);
  if (arguments.help || arguments.version) return run_page(arguments);
  const CommandRow& command = row_of(arguments.command);
  const bool reads_files = command.operands == "FILE..." && command.min_operands == 0;
  if (reads_files && arguments.operands.empty()) {
    if (is_terminal(Stream::in)) {
      write_message(short_help());  // instead of waiting for an export to be typed
      return ExitStatus::usage;
    }
    arguments.operands.emplace_back("-");
  }
  return command.run(arguments);
}

}  // namespace

}  // namespace whylocked::cli

int main(int argc, char** argv) {
  using namespace whylocked::cli;
  const auto status = [&] {
    try {
      return run(argc, argv);
    } catch (const EarlyExit& early) {
      return early.status;
    } catch (const UsageError& error) {
      return usage_error(error);
    } catch (const std::exception& error) {
      write_message(std::string("whylocked: internal error: ") + error.what() +
                    "\nhint: please report this with the command line that led to it\n");
      return ExitStatus::bug;
    }
  };
  return static_cast<int>(status());
}
