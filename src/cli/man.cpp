// The manual page, from the same tables as the help.
#include <string_view>
#include <utility>

#include "cli/help.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

namespace {

// What src/terminal.cpp and src/normalize/zone_rules.cpp ask the environment for.
constexpr std::pair<std::string_view, std::string_view> kVariables[] = {
    {"NO_COLOR", "any text: no colour, where --color does not tell"},
    {"CLICOLOR_FORCE", "neither empty nor 0: colour, also where standard output is no terminal"},
    {"TERM", "dumb: no colour"},
    {"COLUMNS", "the width of what is printed; else the terminal's, else 80"},
    {"TZDIR", "the folder of the zone database; else where the system has it"},
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
  const std::string_view end = end_of_help();
  const std::size_t examples = end.find("Examples:\n");
  const auto body = [](std::string_view part) { return part.substr(part.find(":\n") + 2); };
  return ".TH WHYLOCKED 1 \"" + std::string(catalog_date()) + "\" \"whylocked " +
         std::string(version()) + "\" \"User commands\"\n" +
         ".SH NAME\nwhylocked \\- names what keeps locking an Autotask account\n"
         ".SH SYNOPSIS\n.B whylocked\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] \\fIFILE\\fR...\n"
         ".SH DESCRIPTION\n" +
         roff(introduction()) + commands() + options() +
         verbatim("EXIT STATUS", body(end.substr(0, examples))) + variables() +
         verbatim("EXAMPLES", body(end.substr(examples)));
}

}  // namespace whylocked
