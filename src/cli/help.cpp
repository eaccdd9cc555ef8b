// Help, version and manual page.
#include <fmt/ranges.h>

#include <utility>

#include "cli/command_line.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked::cli {

namespace {

constexpr std::string_view kIntroduction =
    "Names the integration that keeps locking an Autotask account, from an export of\n"
    "failed logins and lockouts. FILE is a table (CSV, JSON, xlsx), mail or a log, also\n"
    "compressed, in a zip archive or a folder; - or none is standard input.\n";

constexpr std::string_view kEnd = R"(
Exit status:
  0  finished, also with no lockout     1  a --fail-on condition holds
  2  wrong usage or site file           3  an input cannot be read or understood
  4  rows were skipped under --strict   70 a bug   130 interrupted

Examples:
  whylocked export.csv
      why each account in the export was locked, and what to do now
  whylocked --site site.json --api-users api-users.csv --json export.csv
      the same with what you know about your site, for another program
  whylocked --user svc-sync@example.com --fail-on cause=it-glue exports/*.csv
      one account; exit status 1 if IT Glue locked it
)";

constexpr std::size_t kUsageColumn = 33, kOptionColumn = 29;  // column of descriptions

std::string usage() {
  std::string text = "Usage:\n";
  for (const CommandRow& row : command_rows()) {
    if (row.command == Command::help) continue;
    const std::string_view name = row.command == Command::diagnose ? "[OPTIONS]" : row.name;
    text +=
        labelled_row(2, fmt::format("whylocked {} {}", name, row.operands), kUsageColumn, row.says);
  }
  return text;
}

// "-o, --output FILE"
std::string heading(const OptionRow& row) {
  return fmt::format("{}{}{}", fmt::join(names_of(row), ", "), row.value.empty() ? "" : " ",
                     row.value);
}

}  // namespace

std::string help_page() {
  std::string text = std::string(kIntroduction) + '\n' + usage();
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (row.group != group) text += '\n' + std::string(group = row.group) + ":\n";
    const std::size_t indent = row.names.starts_with("--") ? 6 : 2;  // aligns with long names
    text += labelled_row(indent, heading(row), kOptionColumn, row.says);
  }
  return text + std::string(kEnd);
}

std::string short_help() {
  return usage() + "\n`whylocked --help` lists the options and shows examples.\n";
}

std::string version_page(bool verbose) {
  std::string text = "whylocked " + std::string(version()) + '\n';
  if (!verbose) return text;
#if defined(__clang__)
  text += "compiler: clang " __clang_version__ "\n";
#elif defined(__GNUC__)
  text += "compiler: g++ " __VERSION__ "\n";
#endif
  text += "schema: " + std::string(kSchemaVersion) + '\n';
  text += "catalog: " + std::to_string(integrations().size()) + " integrations, " +
          std::string(kCatalogInfo.date) + '\n';
  text += "networks: " + std::string(kCatalogInfo.attribution) + '\n';
  return text;
}

// The manual page, from the same tables as the help.
namespace {

// Read by src/cli/terminal.cpp and src/normalize/time/.
constexpr std::pair<std::string_view, std::string_view> kVariables[] = {
    {"NO_COLOR", "any text: no color, unless --color says otherwise"},
    {"CLICOLOR_FORCE", "neither empty nor 0: color, even if standard output is not a terminal"},
    {"TERM", "dumb: no color"},
    {"COLUMNS", "width of the output; else that of the terminal, else 80"},
    {"TZDIR", "folder of the time zone database; else the system's"},
};

// Escapes text for roff: a line must not begin like a request, and "-" is a minus, not a hyphen.
std::string roff(std::string_view text) {
  std::string out;
  bool front = true;
  for (const char c : text) {
    if (front && (c == '.' || c == '\'')) out += "\\&";
    front = c == '\n';
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

std::string item(std::string_view term, std::string_view says) {
  return ".TP\n.B " + roff(term) + '\n' + roff(says) + '\n';
}

}  // namespace

std::string man_page() {
  std::string text =
      fmt::format(".TH WHYLOCKED 1 \"{}\" \"whylocked {}\" \"User commands\"\n", kCatalogInfo.date,
                  version()) +
      ".SH NAME\nwhylocked \\- names what keeps locking an Autotask account\n"
      ".SH SYNOPSIS\n.B whylocked\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] \\fIFILE\\fR...\n"
      ".SH DESCRIPTION\n" +
      roff(kIntroduction) + ".SH COMMANDS\n";
  for (const CommandRow& row : command_rows())
    text += item(fmt::format("{} {}", row.name, row.operands), row.says);
  text += ".SH OPTIONS\n";
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (row.group != group) text += ".SS " + roff(group = row.group) + '\n';
    text += item(heading(row), row.says);
  }
  // A part of the help page, with its lines unchanged.
  const auto verbatim = [](std::string_view title, std::string_view part) {
    return fmt::format(".SH {}\n.nf\n{}.fi\n", title, roff(part.substr(part.find(":\n") + 2)));
  };
  const std::size_t examples = kEnd.find("Examples:\n");
  text += verbatim("EXIT STATUS", kEnd.substr(0, examples)) + ".SH ENVIRONMENT\n";
  for (const auto& [name, says] : kVariables) text += item(name, says);
  return text + verbatim("EXAMPLES", kEnd.substr(examples));
}

}  // namespace whylocked::cli
