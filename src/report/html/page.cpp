// The report as one page: a summary, an overview, a section for each story, what was read.
#include <algorithm>

#include "report/html/parts.hpp"
#include "report/escape.hpp"
#include "report/layout.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kStoriesShown = 40, kStoriesListed = 200, kFailuresShown = 20;

// Nothing may be loaded or run; the one stylesheet is known by its digest.
void add_frame(std::string_view title, std::string& out) {
  out += "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n";
  out +=
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
      "style-src 'sha256-" +
      std::string(html_style_digest()) + "'; base-uri 'none'; form-action 'none'\">\n";
  out +=
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=color-scheme content=\"light dark\">\n"
      "<meta name=referrer content=no-referrer>\n"
      "<meta name=format-detection content=\"telephone=no\">\n<meta name=generator content=\"";
  append_attribute("whylocked " + std::string(version()), out);
  out += "\">\n<title>";
  append_attribute(title, out);
  out += "</title>\n<style>";
  out += html_style();
  out += "</style>\n</head>\n<body>\n";
}

std::string title_of(const ReportView& view, const std::vector<CaseGroup>& blocks) {
  if (blocks.empty()) return "No lockout: whylocked";
  if (blocks.size() > 1)
    return count_words(view.report().summary.lockouts, "lockout") + " explained: whylocked";
  return "Why " + accounts_words(view, blocks.front()) + " locks: whylocked";
}

void add_header(const ReportView& view, std::string& out) {
  out += "<header>\n<h1>Why accounts lock</h1>\n";
  add_element("p", counts_words(view), out);
  if (const std::string period = period_words(view.report()); !period.empty())
    add_element("p class=soft", period, out);
  out += "</header>\n";
}

// A link only where the story is on the page.
void add_overview(const ReportView& view, const std::vector<CaseGroup>& blocks, std::string& out) {
  out += "<nav aria-label=Accounts>\n<h2>Accounts</h2>\n<ol class=overview>";
  for (std::size_t i = 0; i < blocks.size() && i < kStoriesListed; ++i) {
    const bool shown = i < kStoriesShown;
    out += "<li>";
    if (shown) out += "<a href=\"#s" + std::to_string(i + 1) + "\">";
    out += "<bdi>";
    append_html(accounts_words(view, blocks[i]), out);
    out += shown ? "</bdi></a> " : "</bdi> ";
    add_element("span", verdict_words(*blocks[i].lead), out);
    out += "</li>\n";
  }
  out += "</ol>\n";
  if (blocks.size() > kStoriesListed)
    add_element("p class=soft", "and " + number_words(blocks.size() - kStoriesListed) + " more",
                out);
  out += "</nav>\n";
}

void add_left_out(std::size_t stories, std::string& out) {
  add_element("p class=note",
              count_words(stories, "more story", "more stories") +
                  " of lockouts left out here: --user NAME shows one account, --format text all",
              out);
}

void add_no_lockout(const ReportView& view, std::string& out) {
  out += "<section id=failures>\n";
  add_element("h2", "No lockout in " + count_words(view.report().summary.events, "event"), out);
  const auto failures = largest_failures(view.report().correlation.groups, kFailuresShown);
  if (!failures.empty())
    out +=
        "<table><thead><tr><th scope=col>Failed logins</th><th scope=col>Most, by account and "
        "address</th></tr></thead><tbody>\n";
  for (const Failures& sum : failures) {
    out += "<tr><td>" + number_words(sum.count) + "</td><td><bdi>";
    append_html(failures_words(view, sum), out);
    out += "</bdi></td></tr>\n";
  }
  out += failures.empty() ? "</section>\n" : "</tbody></table>\n</section>\n";
}

void add_footer(const Report& report, std::string& out) {
  out += "<footer>\n";
  std::string words;
  for (const std::string& column : missing_columns(report))
    words += (words.empty() ? "Not in this export, but would help: " : ", ") + shown_text(column);
  if (!words.empty()) add_element("p", words, out);
  add_element("p",
              "Facts about integrations are of " + std::string(catalog_date()) +
                  ", about addresses of " + std::string(network_table_date()) +
                  ". Times are UTC. This page loads nothing and runs nothing.",
              out);
  out += "</footer>\n";
}

}  // namespace

void append_attribute(std::string_view words, std::string& out) {
  for (;;) {
    const std::size_t glue = words.find(kNoBreak);
    append_markup(words.substr(0, glue), out);
    if (glue == words.npos) return;
    out += "&nbsp;";
    words.remove_prefix(glue + 1);
  }
}

void append_html(std::string_view words, std::string& out) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    const bool together = word.find(kNoBreak) != word.npos;
    if (together) out += "<span class=glue>";
    append_attribute(word, out);
    if (together) out += "</span>";
    words.remove_prefix(word.size());
    if (words.empty()) break;
    out += ' ';
    words.remove_prefix(1);
  }
}

void add_element(std::string_view open, std::string_view words, std::string& out) {
  ((out += '<') += open) += '>';
  append_html(words, out);
  ((out += "</") += open.substr(0, open.find(' '))) += '>';
  if (open[0] != 's') out += '\n';  // inside a line: span, small
}

void write_html(const Report& report, std::string& out) {
  const ReportView view(report);
  const std::vector<CaseGroup> blocks = make_case_groups(view);
  add_frame(title_of(view, blocks), out);
  add_header(view, out);
  out += "<main>\n";
  if (blocks.size() > 1) add_overview(view, blocks, out);
  if (blocks.empty()) add_no_lockout(view, out);
  for (std::size_t i = 0; i < blocks.size() && i < kStoriesShown; ++i)
    add_story(view, blocks[i], i + 1, out);
  if (blocks.size() > kStoriesShown) add_left_out(blocks.size() - kStoriesShown, out);
  add_messages(report, out);
  add_inputs(report, out);
  out += "</main>\n";
  add_footer(report, out);
  out += "</body>\n</html>\n";
}

// What was read and how it was understood; what was said about it.

namespace {

constexpr std::size_t kInputsShown = 20, kMessagesShown = 50;

std::string zone_words(const InputInfo& input) {
  if (input.time_zone.empty()) return "-";
  struct Source {
    std::string_view name, words;
  };
  constexpr Source kSources[] = {{"value", "as the times say"},
                                 {"profile", "as the format says"},
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
  if (input.repeated > 0) words += ", " + number_words(input.repeated) + kNoBreak + "told twice";
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

void add_pair(std::string_view label, std::string_view words, std::string& out) {
  add_element("dt", label, out);
  add_element("dd", words, out);
}

void add_input(const InputInfo& input, std::string& out) {
  out += "<h3><bdi>";
  append_html(input.file == "-" ? "standard input" : shown_name(input.file), out);
  out += "</bdi></h3>\n<dl>";
  std::string format = shown_name(input.format);
  for (const std::string* more : {&input.profile, &input.compression, &input.encoding})
    if (!more->empty()) format += ", " + shown_name(*more);
  if (!input.sheet.empty()) format += ", sheet \"" + shown_name(input.sheet) + '"';
  add_pair("Format", format.empty() ? "-" : format, out);
  add_pair("Rows", rows_words(input), out);
  if (input.events > 0)
    add_pair("Period", time_words(input.first) + " to " + time_words_after(input.last, input.first),
             out);
  add_pair("Time zone", zone_words(input), out);
  add_pair("Columns", columns_words(input), out);
  out += "</dl>\n";
}

std::string place_words(const Diagnostic& message) {
  std::string words = shown_name(message.file);
  if (!words.empty() && message.row > 0) words += ':' + std::to_string(message.row);
  if (!words.empty() && message.row > 0 && message.column > 0)
    words += ':' + std::to_string(message.column);
  return words.empty() ? words : words + ": ";
}

}  // namespace

void add_inputs(const Report& report, std::string& out) {
  const std::size_t shown = std::min(report.inputs.size(), kInputsShown);
  out += "<section id=read>\n<h2>What was read</h2>\n";
  for (std::size_t i = 0; i < shown; ++i) add_input(report.inputs[i], out);
  if (report.inputs.size() > shown)
    add_element("p class=soft", "and " + count_words(report.inputs.size() - shown, "more file"),
                out);
  out += "</section>\n";
}

void add_messages(const Report& report, std::string& out) {
  if (report.diagnostics.empty()) return;
  out += "<section id=doubts>\n<h2>What is doubtful</h2>\n<ul>";
  const std::size_t shown = std::min(report.diagnostics.size(), kMessagesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Diagnostic& message = report.diagnostics[i];
    out += "<li>";
    append_html(place_words(message) + std::string(to_text(message.severity)) + ": " +
                    shown_text(message.message),
                out);
    if (!message.excerpt.empty()) {
      out += ' ';
      add_element("code", shown_name(message.excerpt), out);
    }
    if (!message.hint.empty()) add_element("p class=soft", shown_text(message.hint), out);
    out += "</li>\n";
  }
  out += "</ul>\n";
  if (report.diagnostics.size() > shown)
    add_element("p class=soft",
                "and " + count_words(report.diagnostics.size() - shown, "more message"), out);
  out += "</section>\n";
}

}  // namespace whylocked
