// simulate: the list of scenarios, or one of them played into a folder.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "whylocked/nearest.hpp"
#include "whylocked/simulate.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

namespace fs = std::filesystem;

ExitStatus cannot_write(const std::string& error) {
  write_message("whylocked: " + escape_terminal(error) + '\n');
  return ExitStatus::input;
}

std::string list_of_scenarios() {
  std::size_t width = 0;
  for (const ScenarioInfo& one : scenarios()) width = std::max(width, one.name.size());
  std::string text;
  for (const ScenarioInfo& one : scenarios()) {
    text += one.name;
    text.append(width + 2 - one.name.size(), ' ');
    text += one.story;
    text += '\n';
  }
  return text;
}

bool is_scenario(const std::string& name) {
  return std::any_of(scenarios().begin(), scenarios().end(),
                     [&](const ScenarioInfo& one) { return one.name == name; });
}

UsageError unknown_scenario(const std::string& name) {
  std::vector<std::string_view> names;
  for (const ScenarioInfo& one : scenarios()) names.push_back(one.name);
  return {"simulate: \"" + name + "\" is not a scenario",
          did_you_mean(nearest_name(name, names), "`whylocked simulate` lists the scenarios")};
}

struct OutputFile {
  std::string_view name, option;  // the option that hands it to a diagnosis; empty: none
  const std::string& bytes;
};

ExitStatus write_files(const Arguments& arguments, const std::vector<OutputFile>& files) {
  const fs::path folder = arguments.output;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot_write(arguments.output + ": cannot create: " + error.message());
  std::string command = "whylocked";
  for (const OutputFile& file : files) {
    const std::string path = (folder / file.name).string();
    if (file.bytes.empty()) {
      fs::remove(path, error);  // of an earlier simulation
      continue;
    }
    if (const auto failure = write_output(path, file.bytes)) return cannot_write(*failure);
    if (!file.option.empty())
      command += ' ' + std::string(file.option) + ' ' + quote_for_shell(path);
  }
  command += ' ' + quote_for_shell((folder / "export.csv").string());
  if (!arguments.quiet) write_message("diagnose it: " + escape_terminal(command) + '\n');
  return ExitStatus::ok;
}

}  // namespace

ExitStatus run_simulate(const Arguments& arguments) {
  if (arguments.operands.empty()) return print(list_of_scenarios(), arguments.output);
  const std::string& name = arguments.operands.front();
  if (!is_scenario(name)) return refuse(unknown_scenario(name));
  if (arguments.output == "-")
    return refuse({"simulate needs a folder for its files", "add --output FOLDER"});
  const Simulation simulation = simulate(name, arguments.seed);
  const std::string truth = truth_json(name, arguments.seed, simulation);
  return write_files(arguments, {{"site.json", "--site", simulation.site_json},
                                 {"api-users.csv", "--api-users", simulation.api_users_csv},
                                 {"truth.json", {}, truth},
                                 {"export.csv", {}, simulation.export_csv}});
}

}  // namespace whylocked
