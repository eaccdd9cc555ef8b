// Commands and options as tables, and the setters of their values.
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/edit_distance.hpp"
#include "base/number.hpp"
#include "cli/commands.hpp"
#include "whylocked/site.hpp"

namespace whylocked::cli {

namespace {

constexpr CommandBits kEvery = 0xffff;
constexpr CommandBits kDiagnose = bit_of(Command::diagnose);
constexpr CommandBits kOutcome = bit_of(Command::outcome);
constexpr CommandBits kShown = kDiagnose | bit_of(Command::events) | bit_of(Command::groups);
constexpr CommandBits kCheck = bit_of(Command::check);
constexpr CommandBits kWatch = bit_of(Command::watch);
constexpr CommandBits kFiles = kShown | kOutcome | kWatch | bit_of(Command::init);
constexpr CommandBits kRead = kFiles | kCheck;

[[noreturn]] void reject(const std::string& value, std::string_view what, std::string hint) {
  throw UsageError{fmt::format("\"{}\" is not {}", value, what), std::move(hint)};
}

// The names of an enumeration up to its last value.
template <class Enum>
std::vector<std::string_view> names_up_to(Enum last) {
  std::vector<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(last); ++value)
    names.push_back(to_text(static_cast<Enum>(value)));
  return names;
}

// The index of a word in a closed list, which matches an enumeration.
std::size_t index_among(const std::string& word, const std::vector<std::string_view>& words,
                        std::string_view what) {
  const auto at = std::ranges::find(words, word);
  if (at == words.end()) reject(word, what, hint_among(word, words));
  return static_cast<std::size_t>(at - words.begin());
}

std::int64_t whole(const std::string& text, std::int64_t min, std::int64_t max,
                   std::string_view what, std::string_view hint) {
  const auto value = parse_whole<std::int64_t>(text);
  if (!value || *value < min || *value > max) reject(text, what, std::string(hint));
  return *value;
}

// "900s", "15m", "1h"; a plain number is minutes. At least one second, at most a year.
std::int64_t seconds(const std::string& text) {
  constexpr std::int64_t kYear = 366 * 86400;
  std::string_view digits = text;
  std::int64_t unit = 60;
  for (const auto& [letter, length] : {std::pair('s', 1), {'m', 60}, {'h', 3600}, {'d', 86400}})
    if (text.ends_with(letter)) {
      unit = length;
      digits.remove_suffix(1);
    }
  const auto count = parse_whole<std::int64_t>(digits);
  if (!count || *count < 1 || *count > kYear / unit)
    reject(text, "a duration", "write 15m, 900s or 1h; a plain number means minutes");
  return *count * unit;
}

void set_map(const std::string& value, Arguments& out) {
  const auto equals = value.find('=');
  if (equals == value.npos || equals + 1 == value.size())
    reject(value, "of the form FIELD=COLUMN", "write it as --map user=Login");
  const std::string name = value.substr(0, equals);
  const auto field = parse_field(name);
  if (!field) reject(name, "a field", field_hint(name));
  for (const auto& [other, column] : out.diagnose.read.map)
    if (other == *field)
      throw UsageError{"the field \"" + name + "\" is given twice", "keep one of them"};
  out.diagnose.read.map.emplace_back(*field, value.substr(equals + 1));
}

// "NAME", or "FILE=NAME" for one of several files.
void set_time_zone(const std::string& value, Arguments& out) {
  const auto equals = value.rfind('=');
  const std::string zone = equals == value.npos ? value : value.substr(equals + 1);
  if (!known_time_zone(zone)) reject(zone, "a time zone", time_zone_hint(zone, kAnyZone));
  if (equals != value.npos) {
    out.diagnose.zone_of_file[value.substr(0, equals)] = zone;
    return;
  }
  out.diagnose.normalize.time_zone = value;
  out.diagnose.normalize.time_zone_source = "option";
}

void set_user(const std::string& value, Arguments& out) {
  if (!out.diagnose.user.empty())
    throw UsageError{"one account at a time",
                     "name a part that they share, such as --user @example.com"};
  out.diagnose.user = normalize_user(value);
  if (out.diagnose.user.empty()) throw UsageError{"the name is empty", {}};
}

std::string condition_hint(const std::string& value) {
  const auto equals = value.find('=');
  const std::string front = value.substr(0, equals == value.npos ? 0 : equals + 1);
  const std::string argument = value.substr(front.size());
  if (front == "cause=") {
    const std::string_view id = nearest_cause(argument);
    return did_you_mean(id.empty() ? std::string() : front + std::string(id),
                        "`whylocked catalog` lists the ids");
  }
  return front == "kind=" ? hint_among(argument, names_up_to(CauseCategory::several))
                          : hint_among(value, condition_names());
}

void add_fail_on(const std::string& value, Arguments& out) {
  if (!condition_holds(value, Report{})) reject(value, "a condition", condition_hint(value));
  out.fail_on.push_back(value);
  out.diagnose.selection_required = true;
}

std::vector<std::string_view> kinds() { return names_up_to(EventKind::other); }
std::vector<std::string_view> parts() { return {"groups", "accounts"}; }
std::vector<std::string_view> color_modes() { return {"auto", "always", "never"}; }
std::vector<std::string_view> date_orders() { return {"mdy", "dmy", "ymd"}; }

std::vector<std::string_view> all_formats() {
  std::set<std::string_view> formats;
  for (const CommandRow& row : command_rows())
    formats.insert(row.formats.begin(), row.formats.end());
  return {formats.begin(), formats.end()};
}

template <auto Member>
void turn_on(const std::string&, Arguments& out) {
  out.*Member = true;
}

template <auto Member>
void keep(const std::string& value, Arguments& out) {
  out.*Member = value;
}

constexpr std::string_view kOutput = "Output", kSite = "What you know about the site",
                           kShow = "What to show", kScripts = "For scripts";

std::vector<std::string_view> formats_at(Depth depth) {
  std::vector<std::string_view> names;
  for (const ReportFormat& format : report_formats())
    if (format.depth == depth) names.push_back(format.name);
  return names;
}

const std::string kFormatWords = [] {
  const auto names = formats_at(Depth::diagnosis);
  return fmt::format(
      "{} or {}; csv or jsonl of events and groups, ocsf of events; text or json of other commands",
      fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}();

const OptionRow kOptions[] = {
    {kOutput, "-f,--format", "FORMAT", kFormatWords, keep<&Arguments::format>, kEvery, all_formats},
    {kOutput, "--json", "", "same as --format json",
     [](const std::string&, Arguments& out) { out.format = "json"; }, kEvery},
    {kOutput, "-o,--output", "FILE", "write to FILE instead of standard output",
     keep<&Arguments::output>, kEvery & ~kWatch},
    {kOutput, "--color", "WHEN", "auto, always or never",
     [](const std::string& value, Arguments& out) {
       out.color = static_cast<ColorMode>(index_among(value, color_modes(), "a choice"));
     },
     kEvery, color_modes},
    {kOutput, "--no-color", "", "same as --color never",
     [](const std::string&, Arguments& out) { out.color = ColorMode::never; }, kEvery},
    {kOutput, "-q,--quiet", "", "print errors only", turn_on<&Arguments::quiet>, kEvery},
    {kOutput, "-v,--verbose", "",
     "show every cause with all its evidence, callers and rows, and how long each stage took",
     turn_on<&Arguments::verbose>, kEvery},

    {kOutput, "--redact", "",
     "replace names of users, domains, addresses, files and clients with tokens; keep causes and "
     "numbers",
     turn_on<&Arguments::redact>, kShown | kCheck | kWatch},

    {kSite, "--site", "FILE",
     "your time zone, lockout policy, offices, products and account owners, as JSON; see init",
     keep<&Arguments::site>, kFiles | bit_of(Command::confirm)},
    {kSite, "--api-users", "FILE", "Autotask's table of API users (Integration Center)",
     keep<&Arguments::api_users>, kFiles},
    {kSite, "--resources", "FILE", "Autotask's grid of resources: people and API users",
     keep<&Arguments::resources>, kFiles},
    {kSite, "--asn-db", "FILE", "an .mmdb database of AS numbers, to name access networks",
     keep<&Arguments::asn_db>, kShown | kWatch | bit_of(Command::who)},
    {kSite, "--threshold", "N", "failed logins that lock an account",
     [](const std::string& value, Arguments& out) {
       out.diagnose.correlate.threshold =
           static_cast<std::uint32_t>(whole(value, 1, 1000, "a whole number from 1 to 1000", {}));
       out.diagnose.correlate.threshold_source = ThresholdSource::option;
     },
     kFiles},
    {kSite, "--lockout-window", "TIME",
     "time without failures after which the lock counter restarts",
     [](const std::string& value, Arguments& out) {
       out.diagnose.correlate.observation_window_s = seconds(value);
     },
     kFiles},

    {kReading, "--map", "FIELD=COLUMN", "read FIELD from this column; may be repeated", set_map,
     kRead},
    {kReading, "--time-zone", "NAME",
     "zone of times without one: Europe/Berlin or +10:00; FILE=NAME for a single file",
     set_time_zone, kRead},
    {kReading, "--date-order", "ORDER", "order of day and month: mdy, dmy or ymd",
     [](const std::string& value, Arguments& out) {
       out.diagnose.normalize.date_order = static_cast<DateOrder>(
           1 + index_among(value, date_orders(), "an order"));  // 0: automatic
     },
     kRead, date_orders},
    {kReading, "--year", "YEAR", "year of the first log line, if timestamps omit it",
     [](const std::string& value, Arguments& out) {
       out.diagnose.read.year =
           static_cast<int>(whole(value, 1980, 2099, "a year", "write four digits: --year 2026"));
     },
     kRead},
    {kReading, "--sheet", "NAME", "sheet of a workbook, if not the best match",
     [](const std::string& value, Arguments& out) { out.diagnose.read.sheet = value; }, kRead},
    {kReading, "--profile", "FILE", "your own format, as JSON; may be repeated",
     [](const std::string& value, Arguments& out) { out.profiles.push_back(value); },
     kRead | bit_of(Command::formats)},
    {kReading, "--rows-are", "KIND",
     "kind of event, for files without such a column: login_failed, account_locked, ...",
     [](const std::string& value, Arguments& out) {
       out.diagnose.normalize.rows_are =
           static_cast<EventKind>(index_among(value, kinds(), "a kind of event"));
     },
     kRead, kinds},
    {kReading, "--unlimited", "", "lift size limits on pipes and archives",
     [](const std::string&, Arguments& out) {
       out.diagnose.read.unlimited = out.diagnose.normalize.unlimited = true;
     },
     kRead},
    {kReading, "--window", "TIME", "length of a group's time window (15m)",
     [](const std::string& value, Arguments& out) {
       out.diagnose.correlate.group_window_s = seconds(value);
     },
     kFiles},

    {kShow, "--user", "NAME", "only this account; part of its name is enough", set_user,
     kShown | kWatch},
    {kShow, "--since", "TIME", "only from this time on: 2026-05-19 or 2026-05-19T08:00Z",
     keep<&Arguments::since>, kFiles},
    {kShow, "--until", "TIME", "only before this time", keep<&Arguments::until>, kShown},

    {kShow, "--with", "PART", "include all groups or accounts in the JSON; may be repeated",
     [](const std::string& value, Arguments& out) {
       (index_among(value, parts(), "a part of a report") == 0 ? out.report.groups
                                                               : out.report.accounts) = true;
     },
     kDiagnose, parts},

    {kScripts, "--fail-on", "CONDITION",
     "exit with status 1 on: lockout, attack (named or 80 % likely), undiagnosed, tied, "
     "cause=ID or kind=KIND; may be repeated",
     add_fail_on, kDiagnose, condition_names},
    {kScripts, "--baseline", "REPORT",
     "an earlier JSON report; --fail-on considers new lockouts only, and reports mark them",
     keep<&Arguments::baseline>, kDiagnose},
    {kScripts, "--strict", "", "exit with status 4 if a row was skipped",
     turn_on<&Arguments::strict>, kShown},
    {kScripts, "--state", "FILE", "watch: file recording lockouts already reported",
     keep<&Arguments::state>, kWatch},
    {kScripts, "--once", "", "watch: read once and exit, for scheduled jobs",
     turn_on<&Arguments::once>, kWatch},
    {kScripts, "--interval", "TIME", "watch: time between reads (2s)",
     [](const std::string& value, Arguments& out) { out.interval_s = seconds(value); }, kWatch},
    {kScripts, "--test", "NAME", "outcome: the test that was made, if not the report's next test",
     keep<&Arguments::test>, kOutcome},
    {kScripts, "--threads", "N", "maximum number of threads (one per processor, up to 8)",
     [](const std::string& value, Arguments& out) {
       out.diagnose.read.threads = out.diagnose.correlate.threads =
           static_cast<unsigned>(whole(value, 1, 256, "a number of threads", "write --threads 4"));
     },
     kRead},
    {kScripts, "--version", "", "print the version; with -v also compiler, schema and catalog",
     turn_on<&Arguments::version>, kEvery},
    {kScripts, "-h,--help", "", "show this page", turn_on<&Arguments::help>, kEvery},
};

const std::vector<std::string_view> kLists = {"text"}, kPages = {"text", "json"};
constexpr std::size_t kAny = SIZE_MAX;

const CommandRow kCommands[] = {
    {"diagnose", Command::diagnose, "FILE...", "find out why accounts were locked (the default)",
     formats_at(Depth::diagnosis), run_diagnosis},
    {"events", Command::events, "FILE...", "list events as read, one per row",
     formats_at(Depth::events), run_diagnosis},
    {"groups", Command::groups, "FILE...", "count failed logins by user, address and window",
     formats_at(Depth::groups), run_diagnosis},
    {"watch", Command::watch, "FILE...", "report new lockouts as a log grows",
     formats_at(Depth::diagnosis), run_watch, 1, kAny, "whylocked watch /var/log/auth.log"},
    {"check", Command::check, "FILE...", "show how each column of a file is read", kPages,
     run_check},
    {"formats", Command::formats, "[NAME]", "list known formats, or show one with an example",
     kPages, run_formats, 0, 1, "whylocked formats windows-security"},
    {"catalog", Command::catalog, "[ID]", "list integrations, or show all facts about one", kPages,
     run_catalog, 0, 1, "whylocked catalog it-glue"},
    {"who", Command::who, "ADDRESS...", "show who operates an address and what may call from it",
     kPages, run_who, 1, kAny, "whylocked who 198.51.100.7"},
    {"outcome", Command::outcome, "REPORT CASE FILE...",
     "judge a test by an export made afterwards", kPages, run_outcome, 3, kAny,
     "whylocked outcome report.json C0123456789 after.csv --since 2026-05-20"},
    {"confirm", Command::confirm, "REPORT CASE CAUSE", "add a confirmed cause to the site file",
     kLists, run_confirm, 3, 3, "whylocked confirm report.json C0123456789 hudu --site site.json"},
    {"explain", Command::explain, "[SIGNAL | REPORT CASE]",
     "explain a signal, or a case of a report", kPages, run_explain, 0, 2,
     "whylocked explain report.json C0123456789"},
    {"init", Command::init, "FILE...", "draft a site file from an export", kLists, run_init, 1,
     kAny, "whylocked init export.csv"},
    {"completion", Command::completion, "SHELL", "print completions for bash, zsh or fish", kLists,
     run_completion, 1, 1, "source <(whylocked completion bash)"},
    {"man", Command::man, "", "print the manual page, for `man -l -`", kLists, run_page},
    {"help", Command::help, "", "show this page", kPages, run_page},
};

}  // namespace

std::span<const OptionRow> option_rows() { return kOptions; }
std::span<const CommandRow> command_rows() { return kCommands; }

std::vector<std::string_view> names_of(const OptionRow& row) {
  const auto comma = row.names.find(',');
  if (comma == row.names.npos) return {row.names};
  return {row.names.substr(0, comma), row.names.substr(comma + 1)};
}

const OptionRow* option_named(std::string_view name) {
  for (const OptionRow& row : kOptions)
    for (const std::string_view known : names_of(row))
      if (known == name) return &row;
  return nullptr;
}

const CommandRow* command_named(std::string_view name) {
  for (const CommandRow& row : kCommands)
    if (row.name == name) return &row;
  return nullptr;
}

const CommandRow& row_of(Command command) { return kCommands[static_cast<std::size_t>(command)]; }

std::string hint_among(std::string_view value, const std::vector<std::string_view>& names) {
  return did_you_mean(nearest_name(value, names),
                      fmt::format("choose one of {}", fmt::join(names, ", ")));
}

}  // namespace whylocked::cli
