// catalog, who, help, version: what needs no export.
#include <algorithm>

#include "base/edit_distance.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/files.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"
#include "whylocked/catalog.hpp"

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

ExitStatus give_up(const Diagnostics& diagnostics, const Arguments& arguments, ExitStatus status) {
  show(diagnostics.list(), arguments, true);
  return status;
}

ExitStatus usage_error(const UsageError& error) {
  std::string text = "whylocked: " + escape_terminal(error.message) + '\n';
  if (!error.hint.empty()) text += "hint: " + escape_terminal(error.hint) + '\n';
  write_message(text);
  return ExitStatus::usage;
}

ExitStatus run_catalog(Arguments arguments) {
  const std::string id = arguments.operands.empty() ? "" : arguments.operands.front();
  if (!id.empty() && find_integration(id) == nullptr)
    return usage_error({"catalog: \"" + id + "\" is not an id of the catalog",
                        did_you_mean(nearest_cause(id), "`whylocked catalog` lists the ids")});
  std::string out;
  write_catalog(id, arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

ExitStatus run_who(Arguments arguments) {
  for (const std::string& address : arguments.operands)
    if (!parse_address(address))
      return usage_error({"who: \"" + address + "\" is not an address",
                          "write it as 198.51.100.7 or 2001:db8::7"});
  std::unique_ptr<AsnDatabase> asn;
  if (!open_asn(arguments, asn)) return ExitStatus::input;
  std::string out;
  write_who(arguments.operands, asn.get(), arguments.format == "json", out);
  return print(out, arguments.output);
}

// A case of a report: `explain REPORT CASE`.
ExitStatus explain_case(const Arguments& arguments) {
  Diagnostics diagnostics;
  const std::string& file = arguments.operands[0];
  std::string out;
  const auto text = read_small_file(file, diagnostics);
  const bool found =
      text && write_case(*text, file, arguments.operands[1], terminal_width(), diagnostics, out);
  show(diagnostics.list(), arguments, true);
  return found ? print(out, arguments.output) : ExitStatus::input;
}

ExitStatus run_explain(Arguments arguments) {
  if (arguments.operands.size() == 2) return explain_case(arguments);
  const std::string name = arguments.operands.empty() ? "" : arguments.operands.front();
  std::vector<std::string_view> known;
  for (const SignalInfo& signal : explain_signals()) known.push_back(signal.name);
  if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end())
    return usage_error(
        {"explain: \"" + name + "\" is not a signal",
         did_you_mean(nearest_name(name, known), "`whylocked explain` lists the signals")});
  std::string out;
  write_explain(name, arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

ExitStatus run_init(Arguments arguments) {
  Diagnostics diagnostics;
  const auto ready = prepare(arguments, diagnostics);
  if (const auto* status = std::get_if<ExitStatus>(&ready)) return *status;
  const DiagnoseResult result =
      diagnose(arguments.operands, arguments.diagnose, std::get<Site>(ready));
  show(result.report.diagnostics, arguments, arguments.quiet);
  if (!result.ok) return ExitStatus::input;
  std::string out;
  write_site_draft(result.report, out);
  return print(out, arguments.output);
}

ExitStatus run_completion(Arguments arguments) {
  const std::string& shell = arguments.operands.front();
  if (const auto script = completion_script(shell)) return print(*script, arguments.output);
  return usage_error(
      {"completion: \"" + shell + "\" is not a known shell", "choose bash, zsh or fish"});
}

ExitStatus run_page(Arguments arguments) {
  if (arguments.help) return print(help_page(), arguments.output);
  if (arguments.version) return print(version_page(arguments.verbose), arguments.output);
  return print(arguments.command == Command::man ? man_page() : help_page(), arguments.output);
}

// check, formats: how files are understood, and what can be.

namespace {

bool knows_format(const std::string& name, const std::vector<Profile>& own) {
  const auto& built_in = built_in_profile_names();
  return std::any_of(own.begin(), own.end(),
                     [&](const Profile& profile) { return profile.name == name; }) ||
         std::find(built_in.begin(), built_in.end(), name) != built_in.end();
}

UsageError unknown_format(const std::string& name, const std::vector<Profile>& own) {
  std::vector<std::string_view> names = built_in_profile_names();
  for (const Profile& profile : own) names.push_back(profile.name);
  return {"formats: \"" + name + "\" is not a known format",
          did_you_mean(nearest_name(name, names), "`whylocked formats` lists them")};
}

}  // namespace

bool load_profiles(Arguments& arguments, Diagnostics& diagnostics) {
  for (const std::string& path : arguments.profiles) {
    const auto bytes = read_small_file(path, diagnostics);
    if (!bytes) return false;
    auto profile = parse_profile(*bytes, path, diagnostics);
    if (!profile) return false;
    if (!profile->time_zone.empty() && !known_time_zone(profile->time_zone)) {
      diagnostics.add("profile",
                      {.severity = Severity::error,
                       .file = path,
                       .message = "time_zone: \"" + profile->time_zone + "\" is not a time zone",
                       .hint = time_zone_hint(profile->time_zone, kAnyZone)});
      return false;
    }
    arguments.diagnose.read.profiles.push_back(*std::move(profile));
  }
  return true;
}

ExitStatus run_check(Arguments arguments) {
  if (arguments.operands.empty()) arguments.operands.emplace_back("-");
  Diagnostics diagnostics;
  if (!load_profiles(arguments, diagnostics))
    return give_up(diagnostics, arguments, ExitStatus::usage);
  std::vector<FileCheck> files = check_files(arguments.operands, arguments.diagnose.read,
                                             arguments.diagnose.normalize, diagnostics);
  std::vector<Diagnostic> messages = diagnostics.list();
  if (arguments.redact) redact(files, messages);
  show_as_they_are(std::move(messages), arguments, arguments.quiet);
  std::string out;
  write_check(files, arguments.format == "json", terminal_width(), out);
  const ExitStatus status = print(out, arguments.output);
  const bool understood = std::all_of(files.begin(), files.end(),
                                      [](const FileCheck& file) { return file.understood; });
  return status != ExitStatus::ok || (understood && !diagnostics.has_errors()) ? status
                                                                               : ExitStatus::input;
}

ExitStatus run_formats(Arguments arguments) {
  Diagnostics diagnostics;
  if (!load_profiles(arguments, diagnostics))
    return give_up(diagnostics, arguments, ExitStatus::usage);
  const std::vector<Profile>& own = arguments.diagnose.read.profiles;
  const std::string name = arguments.operands.empty() ? "" : arguments.operands.front();
  if (!name.empty() && !knows_format(name, own)) return usage_error(unknown_format(name, own));
  std::string out;
  write_formats(name, own, arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

}  // namespace whylocked::cli
