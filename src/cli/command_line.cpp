// CLI11 splits argv into options and operands; what they mean is in the table of options.
// Its subcommands are not used: they would take a file called `events` anywhere on the line.
#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/edit_distance.hpp"
#include "cli/options.hpp"
#include "whylocked/site.hpp"

namespace whylocked::cli {

namespace {

// An option as given: which, and with what argument (a flag: once, with none).
struct Given {
  const OptionRow* row = nullptr;
  std::string value;
};

struct SplitLine {
  std::vector<Given> options;
  std::vector<std::string> operands;
};

UsageError unknown_option(const std::string& text) {
  const std::string name = text.substr(0, text.find('='));
  std::vector<std::string_view> known;
  for (const OptionRow& row : option_rows())
    known.push_back(names_of(row).back());  // of the short ones, each is near to each
  return {"unknown option \"" + name + '"',
          did_you_mean(nearest_name(name, known), "`whylocked --help` lists the options")};
}

// An option takes the next argument whatever it looks like, so only the last one can lack its own.
UsageError parse_error(const CLI::ParseError& error, const std::string& last) {
  for (const OptionRow& row : option_rows())
    for (const std::string_view name : names_of(row))
      if (name == last && !row.value.empty())
        return {last + " needs a " + std::string(row.value), {}};
  const std::string what = error.what();
  return {what.substr(0, what.find('\n')), "`whylocked --help` explains the options"};
}

std::variant<SplitLine, UsageError> split(int argc, const char* const* argv) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.allow_windows_style_options(false);  // a slash begins a path
  const auto rows = option_rows();
  std::vector<std::vector<std::string>> values(rows.size());
  std::vector<CLI::Option*> flags(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string names(rows[i].names);
    if (rows[i].value.empty())
      flags[i] = app.add_flag(names)->disable_flag_override();
    else
      app.add_option(names, values[i])->allow_extra_args(false);
  }
  SplitLine line;
  app.add_option("operands", line.operands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parse_error(error, argv[argc - 1]);
  }
  for (const std::string& extra : app.remaining())
    if (extra != "--") return unknown_option(extra);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::string& value : values[i]) line.options.push_back({&rows[i], std::move(value)});
    if (flags[i] != nullptr && flags[i]->count() > 0) line.options.push_back({&rows[i], {}});
  }
  return line;
}

void set_command(std::vector<std::string>& operands, Arguments& arguments) {
  if (operands.empty()) return;
  for (const CommandRow& row : command_rows())
    if (operands.front() == row.name) {
      arguments.command = row.command;
      operands.erase(operands.begin());
      return;
    }
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

OptionResult check_operands(const Arguments& arguments) {
  const CommandRow& command = row_of(arguments.command);
  const std::size_t count = arguments.operands.size();
  const std::string name(command.name), hint = "run `" + std::string(command.example) + '`';
  if (count < command.min_operands)
    return UsageError{name + " needs " + std::string(command.operands), hint};
  if (count > command.max_operands)
    return UsageError{name + " takes " + std::string(command.operands) + ", not " +
                          std::to_string(count) + " words",
                      hint};
  for (const std::string& operand : arguments.operands)
    if (operand.empty()) return UsageError{"an operand is empty", {}};
  return std::nullopt;
}

OptionResult check_format(const Arguments& arguments) {
  const CommandRow& command = row_of(arguments.command);
  if (arguments.format.empty()) return std::nullopt;
  std::string list;
  for (const std::string_view format : command.formats) {
    if (format == arguments.format) return std::nullopt;
    list += (list.empty() ? "" : ", ") + std::string(format);
  }
  return UsageError{
      "--format: " + std::string(command.name) + " has no format " +
          quoted(std::string_view(arguments.format)),
      did_you_mean(nearest_name(arguments.format, {command.formats.begin(), command.formats.end()}),
                   "choose one of " + list)};
}

std::string commands_with(const OptionRow& option) {
  std::string list;
  for (const CommandRow& row : command_rows())
    if ((option.commands & bit_of(row.command)) != 0)
      list += (list.empty() ? "" : ", ") + std::string(row.name);
  return list;
}

OptionResult apply(const SplitLine& line, Arguments& arguments) {
  for (const Given& given : line.options) {
    const std::string name(names_of(*given.row).back());
    if ((given.row->commands & bit_of(arguments.command)) == 0)
      return UsageError{name + " does not apply to " + quoted(row_of(arguments.command).name),
                        "use it with " + commands_with(*given.row)};
    if (given.value.empty() && !given.row->value.empty())
      return UsageError{name + ": the argument is empty", {}};
    if (auto error = given.row->set(given.value, arguments)) return error;
  }
  return std::nullopt;
}

}  // namespace

std::variant<Arguments, UsageError> parse_command_line(int argc, const char* const* argv) {
  auto parsed = split(argc, argv);
  if (auto* error = std::get_if<UsageError>(&parsed)) return std::move(*error);
  auto& line = std::get<SplitLine>(parsed);
  Arguments arguments;
  set_command(line.operands, arguments);
  arguments.operands = std::move(line.operands);
  if (auto error = apply(line, arguments)) return *error;
  if (arguments.help || arguments.version || arguments.command == Command::help) return arguments;
  if (auto error = check_operands(arguments)) return *error;
  if (auto error = check_format(arguments)) return *error;
  return arguments;
}

}  // namespace whylocked::cli
