// CLI11 splits argv into options and operands; the table of options says what they mean. Its
// subcommands are not used, as they would match a file called `events` anywhere on the line.
#include "cli/command_line.hpp"

#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/edit_distance.hpp"

namespace whylocked::cli {

namespace {

UsageError unknown_option(const std::string& text) {
  const std::string name = text.substr(0, text.find('='));
  std::vector<std::string_view> known;
  for (const OptionRow& row : option_rows())
    known.push_back(names_of(row).back());  // long names only: all short names are near each other
  return {fmt::format("unknown option \"{}\"", name),
          did_you_mean(nearest_name(name, known), "`whylocked --help` lists the options")};
}

// An option takes the next argument whatever it looks like, so only the last one can lack its
// value.
UsageError parse_error(const CLI::ParseError& error, const std::string& last) {
  const OptionRow* const row = option_named(last);
  if (row != nullptr && !row->value.empty())
    return {fmt::format("{} needs a {}", last, row->value), {}};
  const std::string what = error.what();
  return {what.substr(0, what.find('\n')), "`whylocked --help` explains the options"};
}

// The values of options by row, and the operands.
std::vector<CLI::Option*> split(CLI::App& app, int argc, const char* const* argv,
                                std::vector<std::string>& operands) {
  app.set_help_flag();
  app.allow_extras();
  app.allow_windows_style_options(false);  // a slash begins a path
  std::vector<CLI::Option*> options;
  for (const OptionRow& row : option_rows())
    options.push_back(row.value.empty()
                          ? app.add_flag(std::string(row.names))->disable_flag_override()
                          : app.add_option(std::string(row.names))
                                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                                ->allow_extra_args(false));
  app.add_option("operands", operands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    throw parse_error(error, argv[argc - 1]);
  }
  for (const std::string& extra : app.remaining())
    if (extra != "--") throw unknown_option(extra);
  return options;
}

void apply(const OptionRow& row, const CLI::Option& option, Arguments& arguments) {
  if (option.count() == 0) return;
  const std::string_view name = names_of(row).back();
  if ((row.commands & bit_of(arguments.command)) == 0) {
    std::vector<std::string_view> commands;
    for (const CommandRow& command : command_rows())
      if ((row.commands & bit_of(command.command)) != 0) commands.push_back(command.name);
    throw UsageError{
        fmt::format("{} does not apply to \"{}\"", name, row_of(arguments.command).name),
        fmt::format("use it with {}", fmt::join(commands, ", "))};
  }
  for (const std::string& value : option.results()) try {
      if (value.empty()) throw UsageError{"the argument is empty", {}};
      row.set(value, arguments);
      if (row.group == kReading)
        arguments.report.reading += fmt::format(
            " {}{}", name, row.value.empty() ? std::string() : ' ' + quote_for_shell(value));
    } catch (const UsageError& error) {
      throw UsageError{fmt::format("{}: {}", name, error.message), error.hint};
    }
}

void check_operands(const Arguments& arguments) {
  const CommandRow& command = row_of(arguments.command);
  const std::size_t count = arguments.operands.size();
  const std::string hint = fmt::format("run `{}`", command.example);
  if (count < command.min_operands)
    throw UsageError{fmt::format("{} needs {}", command.name, command.operands), hint};
  if (count > command.max_operands)
    throw UsageError{
        fmt::format("{} takes {}, not {} words", command.name, command.operands, count), hint};
  if (std::ranges::count(arguments.operands, "") > 0) throw UsageError{"an operand is empty", {}};
  for (const std::string& operand : arguments.operands) {
    std::error_code no_such_file;
    if (std::filesystem::equivalent(operand, arguments.output, no_such_file))
      throw UsageError{fmt::format("--output is the input \"{}\", which it would replace", operand),
                       "write to another file"};
  }
}

void check_format(const Arguments& arguments) {
  const CommandRow& command = row_of(arguments.command);
  const std::vector<std::string_view>& known = command.formats;
  if (arguments.format.empty() || std::ranges::find(known, arguments.format) != known.end()) return;
  throw UsageError{fmt::format("--format: {} has no format \"{}\"", command.name, arguments.format),
                   hint_among(arguments.format, known)};
}

}  // namespace

Arguments parse_command_line(int argc, const char* const* argv) {
  Arguments arguments;
  CLI::App app;
  const std::vector<CLI::Option*> options = split(app, argc, argv, arguments.operands);
  std::vector<std::string>& operands = arguments.operands;
  const CommandRow* const row = operands.empty() ? nullptr : command_named(operands.front());
  if (row != nullptr) {
    arguments.command = row->command;
    operands.erase(operands.begin());
  }
  for (std::size_t i = 0; i < options.size(); ++i) apply(option_rows()[i], *options[i], arguments);
  if (arguments.help || arguments.version || arguments.command == Command::help) return arguments;
  check_operands(arguments);
  check_format(arguments);
  return arguments;
}

}  // namespace whylocked::cli
