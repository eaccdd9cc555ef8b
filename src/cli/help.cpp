#include "cli/help.hpp"
#include "cli/command_line.hpp"

#include <algorithm>
#include <utility>

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

constexpr std::size_t kUsageColumn = 33, kOptionColumn = 29;  // where explanations begin

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

std::string usage() {
  std::string text = "Usage:\n";
  for (const CommandRow& row : command_rows()) {
    if (row.command == Command::help) continue;
    std::string line = "  whylocked ";
    line += row.command == Command::diagnose ? "[OPTIONS]" : std::string(row.name);
    line += ' ' + std::string(row.operands);
    if (line.size() + 2 > kUsageColumn) text += std::exchange(line, {}) + '\n';
    text += padded(std::move(line), kUsageColumn) + std::string(row.says) + '\n';
  }
  return text;
}

std::string explanation(std::string_view says) {
  std::string text;
  for (const char c : says) {
    text += c;
    if (c == '\n') text.append(kOptionColumn, ' ');
  }
  return text + '\n';
}

// Long options line up below those with a short form.
std::string heading(const OptionRow& row) {
  std::string text = row.names.starts_with("--") ? "      " : "  ";
  for (const char c : row.names) text += c == ',' ? std::string(", ") : std::string(1, c);
  if (!row.value.empty()) text += ' ' + std::string(row.value);
  return text;
}

}  // namespace

std::string help_page() {
  std::string text = std::string(kIntroduction) + '\n' + usage();
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (row.group != group) text += '\n' + std::string(group = row.group) + ":\n";
    text += padded(heading(row), kOptionColumn) + explanation(row.says);
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
          std::string(catalog_date()) + '\n';
  text += "networks: " + std::string(network_attribution()) + '\n';
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

// Text as roff reads it back: a line must not begin like a request, a minus is no hyphen.
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

std::string trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  return std::string(text);
}

// A heading of the page, and lines that stay as they are.
std::string verbatim(std::string_view title, std::string_view lines) {
  return ".SH " + std::string(title) + "\n.nf\n" + roff(lines) + ".fi\n";
}

std::string commands() {
  std::string text = ".SH COMMANDS\n";
  for (const CommandRow& row : command_rows())
    text += ".TP\n.B " + roff(std::string(row.name) + ' ' + std::string(row.operands)) + '\n' +
            roff(row.says) + '\n';
  return text;
}

std::string options() {
  std::string text = ".SH OPTIONS\n";
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (row.group.empty()) continue;
    if (row.group != group) text += ".SS " + roff(group = row.group) + '\n';
    text += ".TP\n.B " + roff(trimmed(heading(row))) + '\n' + roff(row.says) + '\n';
  }
  return text;
}

std::string variables() {
  std::string text = ".SH ENVIRONMENT\n";
  for (const auto& [name, says] : kVariables)
    text += ".TP\n.B " + std::string(name) + '\n' + roff(says) + '\n';
  return text;
}

}  // namespace

std::string man_page() {
  const std::size_t examples = kEnd.find("Examples:\n");
  const auto body = [](std::string_view part) { return part.substr(part.find(":\n") + 2); };
  return ".TH WHYLOCKED 1 \"" + std::string(catalog_date()) + "\" \"whylocked " +
         std::string(version()) + "\" \"User commands\"\n" +
         ".SH NAME\nwhylocked \\- names what keeps locking an Autotask account\n"
         ".SH SYNOPSIS\n.B whylocked\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] \\fIFILE\\fR...\n"
         ".SH DESCRIPTION\n" +
         roff(kIntroduction) + commands() + options() +
         verbatim("EXIT STATUS", body(kEnd.substr(0, examples))) + variables() +
         verbatim("EXAMPLES", body(kEnd.substr(examples)));
}

}  // namespace whylocked::cli
