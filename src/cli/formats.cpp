// check, formats: how files are understood, and what can be.
#include "cli/formats.hpp"

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/diagnosis.hpp"
#include "cli/input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "base/edit_distance.hpp"

namespace whylocked {

namespace {

bool knows_format(const std::string& name, const std::vector<Profile>& own) {
  const auto is = [&](const Profile& profile) { return profile.name == name; };
  return std::any_of(own.begin(), own.end(), is) ||
         std::any_of(built_in_profiles().begin(), built_in_profiles().end(), is);
}

UsageError unknown_format(const std::string& name, const std::vector<Profile>& own) {
  std::vector<std::string_view> names;
  for (const std::vector<Profile>* profiles : {&own, &built_in_profiles()})
    for (const Profile& profile : *profiles) names.push_back(profile.name);
  return {"formats: \"" + name + "\" is no format that is known",
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
      diagnostics.add("profile", {Severity::error,
                                  path,
                                  0,
                                  0,
                                  "time_zone: \"" + profile->time_zone + "\" is not a time zone",
                                  {},
                                  0,
                                  time_zone_hint(profile->time_zone, kAnyZone)});
      return false;
    }
    arguments.diagnose.read.profiles.push_back(*std::move(profile));
  }
  return true;
}

ExitStatus run_check(Arguments arguments) {
  if (arguments.operands.empty()) arguments.operands.emplace_back("-");
  Diagnostics diagnostics;
  if (!load_profiles(arguments, diagnostics)) {
    show(diagnostics.list(), arguments, true);
    return ExitStatus::usage;
  }
  std::vector<FileCheck> files = check_files(arguments.operands, arguments.diagnose.read,
                                             arguments.diagnose.normalize, diagnostics);
  std::vector<Diagnostic> told = diagnostics.list();
  if (arguments.redact) redact(files, told);
  show_as_they_are(std::move(told), arguments, arguments.quiet);
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
  if (!load_profiles(arguments, diagnostics)) {
    show(diagnostics.list(), arguments, true);
    return ExitStatus::usage;
  }
  const std::vector<Profile>& own = arguments.diagnose.read.profiles;
  const std::string name = arguments.operands.empty() ? "" : arguments.operands.front();
  if (!name.empty() && !knows_format(name, own)) return refuse(unknown_format(name, own));
  std::string out;
  write_formats(name, own, arguments.format == "json", terminal_width(), out);
  return print(out, arguments.output);
}

}  // namespace whylocked
