// Commands that do not diagnose, and what all commands share.
#include "cli/commands.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "base/edit_distance.hpp"

namespace whylocked::cli {

ExitStatus print(std::string_view text, const std::string& path) {
  Output output(path);
  output.write(text);
  return finish(output);
}

ExitStatus finish(Output& output) {
  const auto error = output.finish();
  if (!error) return ExitStatus::ok;
  write_message("whylocked: " + escape_terminal(*error) + '\n');
  return ExitStatus::input;
}

void show(std::vector<Diagnostic> diagnostics, const Arguments& arguments, bool errors_only) {
  if (arguments.redact) redact(diagnostics);
  show_as_they_are(std::move(diagnostics), arguments, errors_only);
}

void show_as_they_are(std::vector<Diagnostic> diagnostics, const Arguments& arguments,
                      bool errors_only) {
  if (errors_only)
    std::erase_if(diagnostics, [](const Diagnostic& d) { return d.severity != Severity::error; });
  std::string text;
  write_diagnostics(diagnostics, wants_color(arguments.color, Stream::err), message_width(), text);
  write_message(text);
}

void give_up(const Diagnostics& diagnostics, const Arguments& arguments, ExitStatus status) {
  show(diagnostics.list(), arguments, true);
  throw EarlyExit{status};
}

ExitStatus usage_error(const UsageError& error) {
  std::string text = "whylocked: " + escape_terminal(error.message) + '\n';
  if (!error.hint.empty()) text += "hint: " + escape_terminal(error.hint) + '\n';
  write_message(text);
  return ExitStatus::usage;
}

std::string read_file(const std::string& path, const Arguments& arguments, ExitStatus status) {
  const auto fail = [&](std::string message) {
    Diagnostics diagnostics;
    diagnostics.add("input",
                    {.severity = Severity::error, .file = path, .message = std::move(message)});
    give_up(diagnostics, arguments, status);
  };
  if (std::error_code error; path != "-" && std::filesystem::is_directory(path, error))
    fail("is a directory");
  const auto close = [](std::FILE* file) { return file == stdin ? 0 : std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(
      path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) fail("cannot open: " + error_in_words(errno));
  std::string bytes;
  std::array<char, 1u << 16> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
    bytes.append(buffer.data(), n);
    if (bytes.size() > kMaxBytes) fail("too large for a report");
  }
  if (std::ferror(file.get())) fail("cannot read: " + error_in_words(errno));
  return bytes;
}

namespace {

// Returns the operand, or an empty string if there is none; throws if it is not among the names.
// The hint has the names that contain it, or the nearest. `list` is the command that lists them.
std::string optional_name(const Arguments& arguments, std::string_view what, std::string_view list,
                          std::vector<std::string_view> known) {
  constexpr std::size_t kMaxNamed = 20;
  if (arguments.operands.empty()) return {};
  const std::string& name = arguments.operands.front();
  if (std::ranges::find(known, name) != known.end()) return name;
  const std::string_view command = row_of(arguments.command).name;
  std::string_view nearest = nearest_name(name, known);
  std::erase_if(known, [&](std::string_view one) { return one.find(name) == one.npos; });
  if (known.size() == 1) nearest = known.front();
  throw UsageError{
      fmt::format("{}: \"{}\" is not {}", command, name, what),
      known.size() > 1 && known.size() <= kMaxNamed
          ? fmt::format("choose one of {}", fmt::join(known, ", "))
          : did_you_mean(nearest, fmt::format("`whylocked {}` lists {}", command, list))};
}

}  // namespace

ExitStatus run_catalog(Arguments arguments) {
  std::vector<std::string_view> ids;
  for (const Integration& one : integrations()) {
    ids.push_back(one.id);
    ids.insert(ids.end(), one.former_ids.begin(), one.former_ids.end());
  }
  if (!arguments.operands.empty())  // a product's name is enough
    if (const auto named = match_name(arguments.operands.front()); named.size() == 1)
      arguments.operands.front() = named.front().integration->id;
  const std::string id = arguments.operands.empty() ? "" : arguments.operands.front();
  if (!id.empty() && nearest_cause(id) == id && std::ranges::find(ids, id) == ids.end())
    throw UsageError{"catalog: \"" + id + "\" is a cause, not an integration",
                     "`whylocked catalog` lists the ids of integrations"};
  std::string out;
  write_catalog(optional_name(arguments, "an id of the catalog", "the ids", ids),
                arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

ExitStatus run_who(Arguments arguments) {
  std::vector<Address> addresses;
  for (const std::string& text : arguments.operands) {
    const auto address = parse_address(text);
    if (!address)
      throw UsageError{"who: \"" + text + "\" is not an address",
                       "write it as 198.51.100.7 or 2001:db8::7"};
    addresses.push_back(*address);
  }
  std::string out;
  write_who(addresses, open_asn(arguments).get(), arguments.format == "json", out);
  return print(out, arguments.output);
}

ExitStatus run_explain(Arguments arguments) {
  std::string out;
  if (arguments.operands.size() == 2) {
    const std::string& file = arguments.operands[0];
    Diagnostics diagnostics;
    if (!write_case(read_file(file, arguments, ExitStatus::input), file, arguments.operands[1],
                    terminal_width(), diagnostics, out))
      give_up(diagnostics, arguments, ExitStatus::input);
    return print(out, arguments.output);
  }
  std::error_code none;
  if (arguments.operands.size() == 1 &&
      std::filesystem::is_regular_file(arguments.operands[0], none))
    throw UsageError{"explain: a report needs the id of one of its cases or lockouts",
                     "run `" + std::string(row_of(Command::explain).example) + '`'};
  std::vector<std::string_view> signals;
  for (const SignalInfo& signal : explain_signals()) signals.push_back(signal.name);
  write_explain(optional_name(arguments, "a signal", "the signals", signals),
                arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

ExitStatus run_init(Arguments arguments) {
  if (std::error_code none; std::filesystem::is_regular_file(arguments.output, none))
    throw UsageError{fmt::format("init: {} exists; nothing was written", arguments.output),
                     "choose another --output, or add to that file by hand"};
  Diagnostics diagnostics;
  const Site site = prepare(arguments, diagnostics);
  const DiagnoseResult result = diagnose(arguments.operands, arguments.diagnose, site);
  show(result.report.diagnostics, arguments, arguments.quiet);
  if (!result.ok) return ExitStatus::input;
  std::string out;
  write_site_draft(result.report, out);
  return print(out, arguments.output);
}

ExitStatus run_completion(Arguments arguments) {
  const std::string& shell = arguments.operands.front();
  if (const auto script = completion_script(shell); !script.empty())
    return print(script, arguments.output);
  throw UsageError{"completion: \"" + shell + "\" is not a known shell",
                   "choose bash, zsh or fish"};
}

ExitStatus run_page(Arguments arguments) {
  if (arguments.help) return print(help_page(), arguments.output);
  if (arguments.version) return print(version_page(arguments.verbose), arguments.output);
  return print(arguments.command == Command::man ? man_page() : help_page(), arguments.output);
}

void load_profiles(Arguments& arguments) {
  for (const std::string& path : arguments.profiles) {
    Diagnostics diagnostics;
    auto profile = parse_profile(read_file(path, arguments, ExitStatus::usage), path, diagnostics);
    if (profile && !profile->time_zone.empty() && !known_time_zone(profile->time_zone))
      diagnostics.add("profile",
                      {.severity = Severity::error,
                       .file = path,
                       .message = "time_zone: \"" + profile->time_zone + "\" is not a time zone",
                       .hint = time_zone_hint(profile->time_zone, kAnyZone)});
    if (diagnostics.has_errors()) give_up(diagnostics, arguments, ExitStatus::usage);
    arguments.diagnose.read.profiles.push_back(*std::move(profile));
  }
}

ExitStatus run_check(Arguments arguments) {
  load_profiles(arguments);
  Diagnostics diagnostics;
  std::vector<FileCheck> files = check_files(arguments.operands, arguments.diagnose.read,
                                             arguments.diagnose.normalize, diagnostics);
  std::vector<Diagnostic> messages = diagnostics.list();
  if (arguments.redact) redact(files, messages);
  show_as_they_are(std::move(messages), arguments, arguments.quiet);
  std::string out;
  write_check(files, arguments.format == "json", terminal_width(), out);
  const ExitStatus status = print(out, arguments.output);
  const bool understood =
      std::ranges::all_of(files, [](const FileCheck& file) { return file.understood; });
  return status != ExitStatus::ok || (understood && !diagnostics.has_errors()) ? status
                                                                               : ExitStatus::input;
}

ExitStatus run_formats(Arguments arguments) {
  load_profiles(arguments);
  const std::vector<Profile>& own = arguments.diagnose.read.profiles;
  std::vector<std::string_view> names = built_in_profile_names();
  for (const Profile& profile : own) names.push_back(profile.name);
  std::string out;
  write_formats(optional_name(arguments, "a known format", "them", names), own,
                arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

}  // namespace whylocked::cli
