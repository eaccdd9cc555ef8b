// diagnose, events, groups: one pipeline, left at different depths.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/edit_distance.hpp"
#include "base/parallel.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/progress.hpp"
#include "whylocked/learn.hpp"

namespace whylocked::cli {

namespace {

// The first word may be a mistyped command rather than a file.
void reject_mistyped_command(const Arguments& arguments) {
  if (arguments.command != Command::diagnose || arguments.operands.empty()) return;
  const std::string& word = arguments.operands.front();
  if (word == "-" || word.find_first_of("./\\") != word.npos) return;
  std::vector<std::string_view> names;
  for (const CommandRow& row : command_rows()) names.push_back(row.name);
  const std::string_view nearest = nearest_name(word, names);
  std::error_code ignored;
  if (nearest.empty() || std::filesystem::exists(word, ignored)) return;
  throw UsageError{"no file or command \"" + word + '"', did_you_mean(nearest)};
}

// A zone for a file that is not an input is a typo.
void reject_unknown_zone_file(const Arguments& arguments) {
  const auto& operands = arguments.operands;
  for (const auto& entry : arguments.diagnose.zone_of_file) {
    const std::string& file = entry.first;
    const bool known = std::ranges::any_of(operands, [&](const std::string& path) {
      return file == path || file.starts_with(path + '/');
    });
    if (known) continue;
    throw UsageError{"--time-zone: \"" + file + "\" is not one of the files",
                     did_you_mean(nearest_name(file, {operands.begin(), operands.end()}))};
  }
}

// --since and --until, now that the zone is known.
void read_times(const Arguments& arguments, DiagnoseOptions& options) {
  const std::string& zone = options.correlate.time_zone;
  for (const auto& [name, text, time] : {std::tuple("--since", &arguments.since, &options.since),
                                         std::tuple("--until", &arguments.until, &options.until)}) {
    if (text->empty()) continue;
    *time = parse_time_point(*text, zone);
    if (!*time)
      throw UsageError{std::string(name) + ": \"" + *text + "\" is not a time",
                       "write 2026-05-19, 2026-05-19T08:00 or 2026-05-19T08:00:00Z"};
  }
  if (options.since && options.until && *options.since >= *options.until)
    throw UsageError{"--since is not before --until", {}};
}

Depth depth_of(Command command) {
  if (command == Command::events) return Depth::events;
  return command == Command::groups ? Depth::groups : Depth::diagnosis;
}

const ReportFormat& format_of(const Arguments& arguments) {
  return *find_report_format(arguments.format, depth_of(arguments.command));
}

// Errors outrank skipped rows, and skipped rows outrank findings.
ExitStatus status_of(const DiagnoseResult& result, const Arguments& arguments) {
  if (!result.ok) return ExitStatus::input;
  if (arguments.diagnose.selection_required && result.report.nothing_selected)
    return ExitStatus::usage;
  const auto skipped = [](const InputInfo& input) { return input.skipped > 0; };
  const auto& inputs = result.report.inputs;
  if (arguments.strict && std::ranges::any_of(inputs, skipped)) return ExitStatus::skipped_rows;
  const auto holds = [&](const std::string& condition) {
    return condition_holds(condition, result.report).value_or(false);
  };
  return std::ranges::any_of(arguments.fail_on, holds) ? ExitStatus::condition : ExitStatus::ok;
}

// Each thread renders a stretch of groups and writes it after all earlier ones.
void write_groups_in_parallel(const Report& report, const Arguments& arguments, Output& output) {
  constexpr std::size_t kMaxText = 4u << 20, kRowsAtOnce = 1024;
  const unsigned threads = thread_count(arguments.diagnose.read.threads);
  GroupBook& groups = *arguments.diagnose.groups;
  groups.order(report.events.users, report.events.addresses);
  const auto filter = group_filter(arguments.diagnose, report);
  const bool jsonl = arguments.format == "jsonl";
  if (!jsonl) output.write(kGroupHeader);
  std::vector<std::string> texts(threads);
  const auto print = [&](std::size_t stretch, unsigned thread, const auto& my_turn) {
    std::string& text = texts[thread];
    const auto write = [&] {
      my_turn();
      output.write(text);
      text.clear();
    };
    std::vector<Group> all = groups.stretch(stretch);
    filter(all);
    for (std::span<const Group> rest = all; !rest.empty();) {
      const auto some = rest.first(std::min(rest.size(), kRowsAtOnce));
      append_groups(report, some, jsonl, text);
      rest = rest.subspan(some.size());
      if (text.size() >= kMaxText) write();
    }
    write();
  };
  parallel_in_order(groups.stretches(), threads, print);
}

// The ids in the --baseline report; none without the option.
std::optional<std::vector<std::string>> load_baseline(const Arguments& arguments) {
  if (arguments.baseline.empty()) return std::nullopt;
  Diagnostics diagnostics;
  auto ids = read_baseline(read_file(arguments.baseline, arguments, ExitStatus::usage),
                           arguments.baseline, diagnostics);
  if (!ids) give_up(diagnostics, arguments, ExitStatus::usage);
  return ids;
}

// A large report consists of millions of pieces, and exiting frees them faster than destructors.
DiagnoseResult& keep_until_exit(DiagnoseResult result) {
  static auto& kept = *new std::vector<std::unique_ptr<DiagnoseResult>>;
  return *kept.emplace_back(std::make_unique<DiagnoseResult>(std::move(result)));
}

ExitStatus write_result(const DiagnoseResult& result, const Arguments& arguments) {
  const bool for_programs = !format_of(arguments).for_people;
  show_as_they_are(result.report.diagnostics, arguments, for_programs || arguments.quiet);
  // For logs: if nobody reads the report itself, or if a gate must give its reason.
  const bool gate = !arguments.fail_on.empty() || !arguments.baseline.empty();
  if (result.ok && !arguments.quiet && arguments.command == Command::diagnose &&
      (gate || for_programs)) {
    std::string line;
    write_summary_line(result.report, line);
    write_message(line);
  }
  // Without events there is nothing to show a person, but a program still gets its document.
  if (!result.ok && !for_programs && result.report.summary.events == 0) return ExitStatus::input;
  Output output(arguments.output);
  if (arguments.diagnose.groups != nullptr)
    write_groups_in_parallel(result.report, arguments, output);
  else
    write_answer(result.report, arguments, output);
  const ExitStatus written = finish(output);
  return written == ExitStatus::ok ? status_of(result, arguments) : written;
}

}  // namespace

void write_answer(const Report& report, const Arguments& arguments, Output& output) {
  std::string out;
  ReportOptions options = arguments.report;
  options.color = arguments.output == "-" ? wants_color(arguments.color, Stream::out)
                                          : arguments.color == ColorMode::always;
  options.width = terminal_width();
  options.all_causes = arguments.verbose;
  if (arguments.redact) options.reading.clear();  // it may name columns and files
  options.flush = [&](std::string& some) {
    output.write(some);
    some.clear();
  };
  write_report(format_of(arguments), report, options, out);
  output.write(out);
}

std::unique_ptr<AsnDatabase> open_asn(const Arguments& arguments) {
  if (arguments.asn_db.empty()) return nullptr;
  Diagnostics diagnostics;
  auto asn = AsnDatabase::open(arguments.asn_db, diagnostics);
  if (!asn) give_up(diagnostics, arguments, ExitStatus::input);
  return asn;
}

Site prepare(Arguments& arguments, Diagnostics& messages) {
  const auto require = [&](bool loaded) {
    if (!loaded) give_up(messages, arguments, ExitStatus::usage);
  };
  std::optional<Site> site = Site();
  if (const std::string& file = arguments.site; !file.empty())
    site = parse_site(read_file(file, arguments, ExitStatus::usage), file, messages);
  require(site.has_value());
  for (const auto& [file, kind] : {std::pair(arguments.resources, RosterKind::resources),
                                   {arguments.api_users, RosterKind::api_users}})
    require(file.empty() || load_roster(file, kind, *site, messages));
  load_profiles(arguments);
  reject_unknown_zone_file(arguments);
  apply_site(*site, arguments.diagnose);
  read_times(arguments, arguments.diagnose);
  return *std::move(site);
}

ExitStatus run_diagnosis(Arguments arguments) {
  reject_mistyped_command(arguments);
  Log log(arguments.verbose);
  Diagnostics declared;
  const Site site = prepare(arguments, declared);
  const auto baseline = load_baseline(arguments);
  const auto asn = open_asn(arguments);
  DiagnoseOptions& options = arguments.diagnose;
  options.depth = depth_of(arguments.command);
  options.asn = asn.get();
  GroupBook groups(options.correlate.group_window_s);
  // Streamed groups keep no events, but tokens are numbered by events.
  if (options.depth == Depth::groups && !arguments.redact) options.groups = &groups;
  options.correlate.every_group = arguments.report.groups;
  options.on_stage = [&](std::string_view stage) { log.stage_ended(stage); };

  DiagnoseResult& result = keep_until_exit([&] {
    const ProgressBar progress(!arguments.quiet, options.read.progress);
    return diagnose(arguments.operands, options, site);
  }());
  const std::vector<Diagnostic> before = declared.list();
  result.report.diagnostics.insert(result.report.diagnostics.begin(), before.begin(), before.end());
  if (baseline) mark_known(*baseline, result.report);
  if (arguments.redact) redact(result.report);
  if (baseline && arguments.redact) mark_known(*baseline, result.report);  // it may be redacted too
  log.inputs(result.report.inputs);
  const ExitStatus status = write_result(result, arguments);
  log.stage_ended("report");
  return status;
}

}  // namespace whylocked::cli
