// confirm and outcome: what a later look at a report adds.
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "whylocked/learn.hpp"

namespace whylocked::cli {

namespace {

using Json = nlohmann::ordered_json;

// The case named by the first two operands.
PastCase past_of(const Arguments& arguments) {
  const std::string& file = arguments.operands[0];
  Diagnostics diagnostics;
  auto past = read_past_case(read_file(file, arguments, ExitStatus::input), file,
                             arguments.operands[1], diagnostics);
  if (!past) give_up(diagnostics, arguments, ExitStatus::input);
  show(diagnostics.list(), arguments, arguments.quiet);
  return *std::move(past);
}

std::string in_words(const PastCase& past, const TestResult& result) {
  std::string text = fmt::format("Test {} of case {}: {}.\n", result.test, escape_terminal(past.id),
                                 escape_terminal(result.words));
  text += result.outcome.empty() ? "The export does not decide it.\n"
                                 : fmt::format("Outcome: {}.\n", result.outcome);
  if (std::ranges::all_of(result.causes, [](const auto& cause) {
        return std::abs(cause.after - cause.before) < 0.0005;
      }))
    return text + "\nNothing changes: every cause is as likely as before.\n";
  text += "\n  before    now  cause\n";
  for (const auto& cause : result.causes)
    if (cause.before >= 0.01 || cause.after >= 0.01)
      text += fmt::format("  {:5.1f}%  {:5.1f}%  {} ({})\n", 100 * cause.before, 100 * cause.after,
                          escape_terminal(cause.name), escape_terminal(cause.id));
  return text;
}

std::string as_json(const PastCase& past, const TestResult& result, const Report& after) {
  const auto rounded = [](double value) { return std::round(value * 1e6) / 1e6; };
  Json json{{"case", past.id},
            {"users", past.users},
            {"test", result.test},
            {"outcome", result.outcome.empty() ? Json(nullptr) : Json(result.outcome)},
            {"says", result.words},
            {"rows", Json::array()},
            {"causes", Json::array()}};
  for (const std::uint32_t index : result.events) {
    const Event& event = after.events.rows[index];
    json["rows"].push_back({{"file", after.inputs[event.file].file}, {"row", event.row}});
  }
  for (const auto& cause : result.causes)
    json["causes"].push_back({{"id", cause.id},
                              {"name", cause.name},
                              {"before", rounded(cause.before)},
                              {"after", rounded(cause.after)}});
  return escape_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

}  // namespace

ExitStatus run_confirm(Arguments arguments) {
  if (arguments.site.empty())
    throw UsageError{"confirm needs --site FILE", "name the site file to update"};
  const PastCase past = past_of(arguments);
  std::error_code none;
  const std::string site = std::filesystem::exists(arguments.site, none)
                               ? read_file(arguments.site, arguments, ExitStatus::usage)
                               : std::string();
  Diagnostics diagnostics;
  const auto learned = confirm(past, arguments.operands[2], site, arguments.site, diagnostics);
  if (!learned) give_up(diagnostics, arguments, ExitStatus::usage);
  if (learned->learned.empty()) {
    write_message("whylocked: nothing to learn from this; " + arguments.site + " is unchanged\n");
    return ExitStatus::ok;
  }
  const ExitStatus status = print(learned->site_json, arguments.site);
  if (status != ExitStatus::ok) return status;
  std::string text;
  for (const std::string& line : learned->learned)
    text += escape_terminal(arguments.site + ": " + line) + '\n';
  return print(text, arguments.output);
}

ExitStatus run_outcome(Arguments arguments) {
  if (arguments.since.empty())
    throw UsageError{"outcome needs --since TIME",
                     "name the time of the test: --since 2026-05-19T08:00Z"};
  const PastCase past = past_of(arguments);
  const std::string test = arguments.test.empty() ? past.test : arguments.test;
  if (test.empty())
    throw UsageError{"the report has no next test for this case",
                     "name the test that was done: --test rename-account"};
  const auto readable = readable_tests();
  if (std::ranges::find(readable, test) == readable.end())
    throw UsageError{"an export cannot show the outcome of the test \"" + test + '"',
                     fmt::format("--test {}; run whylocked again with what any other test found, "
                                 "such as --api-users FILE",
                                 fmt::join(readable, " or "))};
  if (test != "rename-account" && test != past.test)
    throw UsageError{"the report has no outcomes for the test \"" + test + '"',
                     "name its own test: \"" + past.test + '"'};
  arguments.operands.erase(arguments.operands.begin(), arguments.operands.begin() + 2);
  Diagnostics diagnostics;
  const Site site = prepare(arguments, diagnostics);
  const Micros since = *std::exchange(arguments.diagnose.since, std::nullopt);
  const DiagnoseResult after = diagnose(arguments.operands, arguments.diagnose, site);
  show(after.report.diagnostics, arguments, arguments.quiet);
  if (after.report.events.rows.empty()) return ExitStatus::input;
  const auto result = read_test_result(past, test, after.report.events, after.report.correlation,
                                       since, after.report.events.rows.back().time);
  const bool json = arguments.format == "json";
  const ExitStatus status = print(
      json ? as_json(past, *result, after.report) : in_words(past, *result), arguments.output);
  return status == ExitStatus::ok && !after.ok ? ExitStatus::input : status;
}

}  // namespace whylocked::cli
