
#include <algorithm>
#include <charconv>
#include <limits>

#include "base/edit_distance.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
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

// A closed list of words with their values.
template <class Value>
struct Word {
  std::string_view name;
  Value value;
};
constexpr Word<ColorMode> kColorModes[] = {
    {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
constexpr Word<DateOrder> kDateOrders[] = {
    {"mdy", DateOrder::mdy}, {"dmy", DateOrder::dmy}, {"ymd", DateOrder::ymd}};

UsageError wrong(std::string_view option, const std::string& value, std::string_view what,
                 std::string hint) {
  return {std::string(option) + ": \"" + value + "\" is not " + std::string(what), std::move(hint)};
}

std::string hint_among(std::string_view value, const std::vector<std::string_view>& names) {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return did_you_mean(nearest_name(value, names), "choose one of " + list);
}

// The texts of an enumeration, up to its last value.
template <class Enum>
std::vector<std::string_view> names_up_to(Enum last) {
  std::vector<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(last); ++value)
    names.push_back(to_text(static_cast<Enum>(value)));
  return names;
}

template <class Value, std::size_t N>
OptionResult choose(std::string_view option, const std::string& value, std::string_view what,
                    const Word<Value> (&words)[N], Value& out) {
  std::vector<std::string_view> names;
  for (const auto& word : words) {
    if (word.name == value) {
      out = word.value;
      return std::nullopt;
    }
    names.push_back(word.name);
  }
  return wrong(option, value, what, hint_among(value, names));
}

OptionResult set_map(const std::string& value, Arguments& out) {
  const auto equals = value.find('=');
  if (equals == value.npos || equals + 1 == value.size())
    return wrong("--map", value, "of the form FIELD=COLUMN", "write it as --map user=Login");
  const std::string name = value.substr(0, equals);
  const auto field = parse_field(name);
  if (!field) {
    if (const auto meant = guess_field(name))  // "ip" is nearer to "address" than to "id"
      return wrong("--map", name, "a field", did_you_mean(to_text(*meant)));
    return wrong("--map", name, "a field",
                 hint_among(name, names_up_to(static_cast<Field>(kFieldCount - 1))));
  }
  for (const auto& [other, column] : out.diagnose.read.map)
    if (other == *field)
      return UsageError{"--map: the field \"" + name + "\" is given twice", "keep one of them"};
  out.diagnose.read.map.emplace_back(*field, value.substr(equals + 1));
  return std::nullopt;
}

// "NAME", or "FILE=NAME" for one of several files.
OptionResult set_time_zone(const std::string& value, Arguments& out) {
  const auto equals = value.rfind('=');
  const std::string zone = equals == value.npos ? value : value.substr(equals + 1);
  if (!known_time_zone(zone))
    return wrong("--time-zone", zone, "a time zone", time_zone_hint(zone, kAnyZone));
  if (equals != value.npos) {
    out.diagnose.zone_of_file[value.substr(0, equals)] = zone;
    return std::nullopt;
  }
  out.diagnose.normalize.time_zone = value;
  out.diagnose.normalize.time_zone_source = "option";
  return std::nullopt;
}

OptionResult set_rows_are(const std::string& value, Arguments& out) {
  out.diagnose.normalize.rows_are = parse_kind(value);
  if (out.diagnose.normalize.rows_are) return std::nullopt;
  return wrong("--rows-are", value, "a kind of event",
               hint_among(value, names_up_to(EventKind::other)));
}

OptionResult set_seconds(std::string_view option, const std::string& value, std::int64_t& out) {
  const auto seconds = parse_duration_s(value);
  if (!seconds)
    return wrong(option, value, "a length of time",
                 "write 15m, 900s or 1h; a plain number is minutes");
  out = *seconds;
  return std::nullopt;
}

OptionResult set_threshold(const std::string& value, Arguments& out) {
  const auto number = parse_whole(value, 1, 1000);
  if (!number) return wrong("--threshold", value, "a whole number from 1 to 1000", {});
  out.diagnose.correlate.threshold = static_cast<std::uint32_t>(*number);
  out.diagnose.correlate.threshold_source = ThresholdSource::option;
  return std::nullopt;
}

OptionResult set_year(const std::string& value, Arguments& out) {
  const auto number = parse_whole(value, 1980, 2099);
  if (!number) return wrong("--year", value, "a year", "write four digits: --year 2026");
  out.diagnose.read.year = static_cast<int>(*number);
  return std::nullopt;
}

OptionResult set_threads(const std::string& value, Arguments& out) {
  const auto number = parse_whole(value, 1, 256);
  if (!number) return wrong("--threads", value, "a number of threads", "write --threads 4");
  out.diagnose.read.threads = out.diagnose.correlate.threads = static_cast<unsigned>(*number);
  return std::nullopt;
}

OptionResult set_user(const std::string& value, Arguments& out) {
  out.diagnose.user = normalize_user(value);
  if (out.diagnose.user.empty()) return UsageError{"--user: the name is empty", {}};
  return std::nullopt;
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

OptionResult add_fail_on(const std::string& value, Arguments& out) {
  if (!condition_holds(value, Report{}))
    return wrong("--fail-on", value, "a condition", condition_hint(value));
  out.fail_on.push_back(value);
  return std::nullopt;
}

template <bool Arguments::*Member>
OptionResult turn_on(const std::string&, Arguments& out) {
  out.*Member = true;
  return std::nullopt;
}

template <std::string Arguments::*Member>
OptionResult keep(const std::string& value, Arguments& out) {
  out.*Member = value;
  return std::nullopt;
}

OptionResult set_with(const std::string& value, Arguments& out) {
  if (value != "groups") return wrong("--with", value, "a part of a report", "write --with groups");
  out.groups = true;
  return std::nullopt;
}

OptionResult set_color(const std::string& value, Arguments& out) {
  return choose("--color", value, "a choice", kColorModes, out.color);
}

OptionResult set_date_order(const std::string& value, Arguments& out) {
  return choose("--date-order", value, "an order", kDateOrders, out.diagnose.normalize.date_order);
}

// An option whose every argument is right: what it does as a lambda.
template <auto kDo>
OptionResult simply(const std::string& value, Arguments& out) {
  kDo(value, out);
  return std::nullopt;
}

constexpr std::string_view kOutput = "Output", kSite = "What you know about the site",
                           kReading = "How to read the files", kShow = "What to show",
                           kScripts = "For scripts";

constexpr OptionRow kOptions[] = {
    {kOutput, "-f,--format", "FORMAT",
     "text, json, jsonl, csv, html, markdown, sarif,\n"
     "junit or ocsf; csv or jsonl of events and groups,\n"
     "ocsf of events; text or json of other commands",
     keep<&Arguments::format>, kEvery},
    {kOutput, "--json", "", "the same as --format json",
     simply<[](const std::string&, Arguments& out) { out.format = "json"; }>, kEvery},
    {kOutput, "-o,--output", "FILE", "write to FILE instead of standard output",
     keep<&Arguments::output>, kEvery & ~kWatch},
    {kOutput, "--color", "WHEN", "auto, always or never", set_color, kEvery},
    {kOutput, "--no-color", "", "the same as --color never",
     simply<[](const std::string&, Arguments& out) { out.color = ColorMode::never; }>, kEvery},
    {kOutput, "-q,--quiet", "", "print errors only", turn_on<&Arguments::quiet>, kEvery},
    {kOutput, "-v,--verbose", "",
     "every cause with all its evidence, callers and rows;\nwhat was read and how long it took",
     turn_on<&Arguments::verbose>, kEvery},

    {kOutput, "--redact", "",
     "replace names with tokens: users, domains, addresses,\nfiles, clients; causes and numbers "
     "stay",
     turn_on<&Arguments::redact>, kShown | kCheck | kWatch},

    {kSite, "--site", "FILE",
     "time zone, lockout policy, offices, products in\nuse, owners of accounts, as JSON; see init",
     keep<&Arguments::site>, kFiles | bit_of(Command::confirm)},
    {kSite, "--api-users", "FILE", "the Integration Center's table of API users",
     keep<&Arguments::api_users>, kFiles},
    {kSite, "--resources", "FILE", "the grid of resources: people and API users",
     keep<&Arguments::resources>, kFiles},
    {kSite, "--asn-db", "FILE", "an .mmdb database that names access networks",
     keep<&Arguments::asn_db>, kShown | kWatch | bit_of(Command::who)},
    {kSite, "--threshold", "N", "failed logins that lock an account", set_threshold, kFiles},
    {kSite, "--lockout-window", "TIME", "pause after which the lock counter restarts",
     [](const std::string& value, Arguments& out) {
       return set_seconds("--lockout-window", value, out.diagnose.correlate.observation_window_s);
     },
     kFiles},

    {kReading, "--map", "FIELD=COLUMN", "use the column as this field; may be repeated", set_map,
     kRead},
    {kReading, "--time-zone", "NAME",
     "zone of times that have none: Europe/Berlin, +10:00;\nFILE=NAME for one of the files",
     set_time_zone, kRead},
    {kReading, "--date-order", "ORDER", "order of day and month: mdy, dmy or ymd", set_date_order,
     kRead},
    {kReading, "--year", "YEAR", "year of the first log line, if timestamps omit it", set_year,
     kRead},
    {kReading, "--sheet", "NAME", "sheet of a workbook, if not the one that fits best",
     simply<[](const std::string& value, Arguments& out) { out.diagnose.read.sheet = value; }>,
     kRead},
    {kReading, "--profile", "FILE", "a format of your own, as JSON; may be repeated",
     simply<[](const std::string& value, Arguments& out) { out.profiles.push_back(value); }>,
     kRead | bit_of(Command::formats)},
    {kReading, "--rows-are", "KIND",
     "the kind of event, for files without such a column:\nlogin_failed, account_locked, ...",
     set_rows_are, kRead},
    {kReading, "--unlimited", "", "lift size limits on pipes and archives",
     simply<[](const std::string&, Arguments& out) {
       out.diagnose.read.unlimited = out.diagnose.normalize.unlimited = true;
     }>,
     kRead},
    {kReading, "--window", "TIME", "length of a group's time window (15m)",
     [](const std::string& value, Arguments& out) {
       return set_seconds("--window", value, out.diagnose.correlate.group_window_s);
     },
     kFiles},
    {kReading, "--threads", "N", "threads at most (those of the machine, up to 8)", set_threads,
     kRead},

    {kShow, "--user", "NAME", "only this account; a part of its name will do", set_user,
     kShown | kWatch},
    {kShow, "--since", "TIME", "only from this time on: 2026-05-19, 2026-05-19T08:00Z",
     keep<&Arguments::since>, kFiles},
    {kShow, "--until", "TIME", "only before this time", keep<&Arguments::until>, kShown},

    {kShow, "--with", "PART", "groups: list them in the JSON too", set_with, kDiagnose},

    {kScripts, "--fail-on", "CONDITION",
     "exit status 1 if: lockout, attack, undiagnosed,\n"
     "tied, cause=ID or kind=KIND; may be repeated",
     add_fail_on, kDiagnose},
    {kScripts, "--baseline", "REPORT",
     "an earlier report as JSON: --fail-on and the reports\ndistinguish what it has from what is "
     "new",
     keep<&Arguments::baseline>, kDiagnose},
    {kScripts, "--strict", "", "exit status 4 if a row was skipped", turn_on<&Arguments::strict>,
     kShown},
    {kScripts, "--state", "FILE", "watch: file recording lockouts already reported",
     keep<&Arguments::state>, kWatch},
    {kScripts, "--once", "", "watch: read once and exit, for scheduled jobs",
     turn_on<&Arguments::once>, kWatch},
    {kScripts, "--interval", "TIME", "watch: time between two reads (2s)",
     [](const std::string& value, Arguments& out) {
       return set_seconds("--interval", value, out.interval_s);
     },
     kWatch},
    {kScripts, "--test", "NAME", "the test that was done, if not the report's next test",
     keep<&Arguments::test>, kOutcome},
    {kScripts, "--version", "", "with -v also compiler, schema and catalog",
     turn_on<&Arguments::version>, kEvery},
    {kScripts, "-h,--help", "", "this page", turn_on<&Arguments::help>, kEvery},
};

constexpr std::string_view kTables[] = {"csv", "jsonl"};
constexpr std::string_view kEvents[] = {"csv", "jsonl", "ocsf"};
constexpr std::string_view kLists[] = {"text"};
constexpr std::string_view kPages[] = {"text", "json"};

std::span<const std::string_view> reports() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const ReportFormat& format : report_formats()) list.push_back(format.name);
    return list;
  }();
  return names;
}

constexpr std::size_t kAny = SIZE_MAX;

const CommandRow kCommands[] = {
    {"diagnose", Command::diagnose, "FILE...", "why accounts were locked (the default)", reports(),
     run_diagnosis},
    {"events", Command::events, "FILE...", "the events as understood, one a row", kEvents,
     run_diagnosis},
    {"groups", Command::groups, "FILE...", "failed logins by user, address and window", kTables,
     run_diagnosis},
    {"watch", Command::watch, "FILE...", "report new lockouts as a log grows", reports(), run_watch,
     1, kAny, "whylocked watch /var/log/auth.log"},
    {"check", Command::check, "FILE...", "how each column of a file is understood", kPages,
     run_check},
    {"formats", Command::formats, "[NAME]", "the known formats, with an example", kPages,
     run_formats, 0, 1, "whylocked formats windows-security"},
    {"catalog", Command::catalog, "[ID]", "facts about an integration, or about all", kPages,
     run_catalog, 0, 1, "whylocked catalog it-glue"},
    {"who", Command::who, "ADDRESS...", "who operates an address, what may call from it", kPages,
     run_who, 1, kAny, "whylocked who 198.51.100.7"},
    {"outcome", Command::outcome, "REPORT CASE FILE...", "what an export made after the test shows",
     kPages, run_outcome, 3, kAny,
     "whylocked outcome report.json C0123456789 after.csv --since 2026-05-20"},
    {"confirm", Command::confirm, "REPORT CASE CAUSE", "write a confirmed cause into the site file",
     kLists, run_confirm, 3, 3, "whylocked confirm report.json C0123456789 hudu --site site.json"},
    {"explain", Command::explain, "[SIGNAL | REPORT CASE]",
     "a signal of the evidence, or a case of a report", kPages, run_explain, 0, 2,
     "whylocked explain report.json C0123456789"},
    {"init", Command::init, "FILE...", "draft a site file from an export", kLists, run_init, 1,
     kAny, "whylocked init export.csv"},
    {"completion", Command::completion, "SHELL", "word completion for bash, zsh or fish", kLists,
     run_completion, 1, 1, "source <(whylocked completion bash)"},
    {"man", Command::man, "", "the manual page, for `man -l -`", kLists, run_page},
    {"help", Command::help, "", "this page", kPages, run_page},
};

}  // namespace

std::span<const OptionRow> option_rows() { return kOptions; }
std::span<const CommandRow> command_rows() { return kCommands; }

std::vector<std::string_view> names_of(const OptionRow& row) {
  const auto comma = row.names.find(',');
  if (comma == row.names.npos) return {row.names};
  return {row.names.substr(0, comma), row.names.substr(comma + 1)};
}

const CommandRow& row_of(Command command) { return kCommands[static_cast<std::size_t>(command)]; }

namespace {

constexpr std::int64_t kYear = 366 * 86400;

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr Unit kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};

}  // namespace

std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t least,
                                        std::int64_t most) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> parse_duration_s(std::string_view text) {
  std::int64_t seconds = 60;
  for (const Unit& unit : kUnits)
    if (text.ends_with(unit.letter)) {
      seconds = unit.seconds;
      text.remove_suffix(1);
      break;
    }
  const auto count = parse_whole(text, 1, kYear / seconds);
  return count ? std::optional(*count * seconds) : std::nullopt;
}

}  // namespace whylocked::cli
