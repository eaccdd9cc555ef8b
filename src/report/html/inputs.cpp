// The inputs, how they were understood, and the messages about them.
#include <algorithm>

#include "report/html/parts.hpp"
#include "report/layout.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kInputsShown = 20, kMessagesShown = 50;

std::string zone_words(const InputInfo& input) {
  if (input.time_zone.empty()) return "-";
  struct Source {
    std::string_view name, words;
  };
  constexpr Source kSources[] = {{"value", "written in the times"},
                                 {"profile", "of the format"},
                                 {"option", "--time-zone"},
                                 {"site", "site file"},
                                 {"assumed", "assumed"}};
  std::string words = shown_name(input.time_zone);
  for (const Source& source : kSources)
    if (source.name == input.time_zone_source) words += " (" + std::string(source.words) + ')';
  return words;
}

std::string rows_words(const InputInfo& input) {
  std::string words = count_words(input.rows, "row") + ", " + count_words(input.events, "event");
  if (input.skipped > 0) words += ", " + number_words(input.skipped) + kNoBreak + "skipped";
  if (input.repeated > 0) words += ", " + number_words(input.repeated) + kNoBreak + "duplicates";
  return words;
}

std::string columns_words(const InputInfo& input) {
  std::string words;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (input.columns.number[i] != 0)
      words += (words.empty() ? "" : ", ") + std::string(to_text(static_cast<Field>(i))) +
               " from \"" + shown_name(input.columns.header[i]) + '"';
  return words.empty() ? "-" : words;
}

void add_input(const InputInfo& input, const Clock& clock, std::string& out) {
  out += "<h3><bdi>" + html_text(input.file == "-" ? "standard input" : shown_name(input.file)) +
         "</bdi></h3>\n<dl>";
  std::string format = shown_name(input.format);
  for (const std::string* more : {&input.profile, &input.compression, &input.encoding})
    if (!more->empty()) format += ", " + shown_name(*more);
  if (!input.sheet.empty()) format += ", sheet \"" + shown_name(input.sheet) + '"';
  out += html_fact("Format", format.empty() ? "-" : format);
  out += html_fact("Rows", rows_words(input));
  if (input.events > 0)
    out += html_fact(
        "Period", clock.moment(input.first) + " to " + clock.moment_after(input.last, input.first));
  out += html_fact("Time zone", zone_words(input));
  out += html_fact("Columns", columns_words(input));
  out += "</dl>\n";
}

}  // namespace

void add_inputs(const Report& report, const Clock& clock, std::string& out) {
  const std::size_t shown = std::min(report.inputs.size(), kInputsShown);
  out += "<section id=read>\n<h2>What was read</h2>\n";
  for (std::size_t i = 0; i < shown; ++i) add_input(report.inputs[i], clock, out);
  out += html_more(report.inputs.size(), shown, "file") + "</section>\n";
}

void add_messages(const Report& report, std::string& out) {
  if (report.diagnostics.empty()) return;
  out += "<section id=doubts>\n<h2>Messages</h2>\n<ul>";
  const std::size_t shown = std::min(report.diagnostics.size(), kMessagesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Diagnostic& message = report.diagnostics[i];
    out += "<li>" + html_text(location_words(message) + std::string(to_text(message.severity)) +
                              ": " + shown_text(message.message));
    if (!message.excerpt.empty()) out += ' ' + html_element("code", shown_name(message.excerpt));
    if (!message.hint.empty()) out += html_element("p class=soft", shown_text(message.hint));
    out += "</li>\n";
  }
  out += "</ul>\n" + html_more(report.diagnostics.size(), shown, "message") + "</section>\n";
}

}  // namespace whylocked::report
