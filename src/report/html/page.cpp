// The report as one page: a summary, case cards, all accounts on one timeline, each case, and the
// inputs.
#include <fmt/format.h>

#include "report/escape.hpp"
#include "report/html/parts.hpp"
#include "report/layout.hpp"

namespace whylocked::report {

namespace {

// Limits for cases in full, cases that open, and cards. A page of the maximum size stays under 2 MB
// with names of usual length.
constexpr std::size_t kFullCases = 40, kCasesShown = 250, kCardsShown = 60;

// Nothing may be loaded or run; the style sheet is allowed by its digest.
constexpr std::string_view kFrame = R"(<!doctype html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'">
<meta name=viewport content="width=device-width, initial-scale=1">
<meta name=color-scheme content="light dark">
<meta name=referrer content=no-referrer>
<meta name=format-detection content="telephone=no">
<meta name=generator content="whylocked {}">
<title>{}</title>
<style>{}</style>
</head>
<body>
)";

std::string title_of(const ReportView& view) {
  const auto& cases = view.report().cases;
  if (cases.empty()) return "No lockout: whylocked";
  if (cases.size() > 1) return count_words(cases.size(), "case") + " of locked accounts: whylocked";
  return "Why " + accounts_words(view, view.case_of(cases.front()), 3) + " locks: whylocked";
}

void add_header(const ReportView& view, std::string& out) {
  out += "<header>\n<h1>Why accounts lock</h1>\n";
  for (const std::string& line : summary_lines(view)) out += html_element("p", line);
  out += "</header>\n";
}

// By cost: lockouts times accounts.
void add_cards(const ReportView& view, std::string& out) {
  const auto& cases = view.report().cases;
  out += "<nav aria-label=Cases>\n<h2>Cases</h2>\n<ol class=cards>";
  for (std::size_t i = 0; i < cases.size() && i < kCardsShown; ++i) {
    const Case& one = view.case_of(cases[i]);
    const std::size_t count = one.incidents.size();
    const std::string lockouts = count == 0 ? "no lockout" : count_words(count, "lockout");
    out += fmt::format("<li class={}><a href=\"#c{}\">{}</a>{}</li>\n", html_class(cases[i]), i + 1,
                       html_text(verdict_words(cases[i])),
                       html_element("span", lockouts + ", " + accounts_words(view, one, 3)));
  }
  out += "</ol>\n" + html_more(cases.size(), kCardsShown, "case") + "</nav>\n";
}

// Writes nothing without items.
std::string html_list(std::string_view tag, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = fmt::format("<{}>", tag);
  for (const std::string& item : items) out += html_element("li", item);
  return out + fmt::format("</{}>\n", tag);
}

void add_nothing_found(const ReportView& view, std::string& out) {
  std::vector<std::string> lines = nothing_found(view);
  out += "<section id=nothing>\n" + html_element("h2", lines.front());
  lines.erase(lines.begin());
  out += html_list("ul", lines) + "</section>\n";
}

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
  const auto add = [&](std::string_view label, std::string words) {
    if (!words.empty()) out += html_part({.label = label, .words = std::move(words)});
  };
  add("Format", input.format.empty() ? "-" : form_words(input));
  add("Known as", shown_name(input.profile));
  add("Rows", rows_words(input));
  if (input.events > 0)
    add("Period", clock.moment(input.first) + " to " + clock.moment_after(input.last, input.first));
  add("Time zone", zone_words(input));
  add("Columns", columns_words(input));
  out += "</dl>\n";
}

void add_inputs(const ReportView& view, std::string& out) {
  const auto& inputs = view.report().inputs;
  out += "<section id=read>\n<h2>What was read</h2>\n";
  for (std::size_t i = 0; i < inputs.size() && i < kInputsShown; ++i)
    add_input(inputs[i], view.clock(), out);
  out += html_more(inputs.size(), kInputsShown, "file") + "</section>\n";
}

void add_messages(const std::vector<Diagnostic>& messages, std::string& out) {
  if (messages.empty()) return;
  out += "<section id=doubts>\n<h2>Messages</h2>\n<ul>";
  for (std::size_t i = 0; i < messages.size() && i < kMessagesShown; ++i) {
    const Diagnostic& message = messages[i];
    out += "<li>" + html_text(location_words(message) + std::string(to_text(message.severity)) +
                              ": " + shown_text(message.message));
    if (!message.excerpt.empty()) out += ' ' + html_element("code", shown_name(message.excerpt));
    if (!message.hint.empty()) out += html_element("p class=soft", shown_text(message.hint));
    out += "</li>\n";
  }
  out += "</ul>\n" + html_more(messages.size(), kMessagesShown, "message") + "</section>\n";
}

void add_footer(const ReportView& view, const ReportOptions& options, std::string& out) {
  out += "<footer>\n";
  if (const std::string words = surer_words(view, options); !words.empty())
    out += html_element("p", "To be more certain: " + words);
  for (const std::string& line : basis_lines(view)) out += html_element("p", line);
  out += html_element("p", "This page loads nothing and runs nothing.") + "</footer>\n";
}

}  // namespace

std::string html_attribute(std::string_view words) {
  std::string out;
  append_markup(words, out);
  return out;
}

std::string html_text(std::string_view words) {
  std::string out;
  for (;;) {
    const std::size_t blank = words.find(' ');
    const std::string word = html_attribute(words.substr(0, blank));
    const bool together = words.substr(0, blank).find(kNoBreak) != words.npos;
    out += together ? "<span class=keep>" + word + "</span>" : word;
    if (blank == words.npos) return out;
    out += ' ';
    words.remove_prefix(blank + 1);
  }
}

std::string html_element(std::string_view open, std::string_view words) {
  return fmt::format("<{}>{}</{}>{}", open, html_text(words), open.substr(0, open.find(' ')),
                     open[0] == 's' ? "" : "\n");  // inline elements
}

std::string html_part(const Part& part) {
  std::string out = html_element("dt", part.label) + "<dd>";
  if (part.kind == Part::source && part.words.starts_with("https://"))
    out += fmt::format("<a rel=\"noreferrer noopener\" href=\"{}\">{}</a>",
                       html_attribute(part.words), html_text(part.words));
  else
    out += html_text(part.words);
  return out + html_list("ol", part.steps) + html_list("ul", part.items) + "</dd>\n";
}

std::string html_more(std::size_t all, std::size_t shown, std::string_view noun) {
  if (all <= shown) return {};
  return html_element("p class=soft",
                      "and " + count_words(all - shown, "more " + std::string(noun)));
}

void write_html(const ReportView& view, const ReportOptions& options, std::string& out) {
  const Report& report = view.report();
  out += fmt::format(kFrame, html_style_digest(), html_attribute(version()),
                     html_attribute(title_of(view)), html_style());
  add_header(view, out);
  out += "<main>\n";
  if (report.cases.size() > 1) add_cards(view, out);
  if (report.cases.empty()) add_nothing_found(view, out);
  for (std::size_t i = 0; i < report.cases.size() && i < kCasesShown; ++i)
    add_case(view, report.cases[i], i + 1, i < kFullCases, out);
  if (report.cases.size() > kCasesShown)
    out += html_element("p class=note", left_out_words(view, kCasesShown) +
                                            ": --user NAME shows one account, --format json all");
  if (view.lockouts().size() > 1 && (report.cases.size() > 1 || report.summary.accounts > 1))
    add_accounts_timeline(view, out);
  add_messages(report.diagnostics, out);
  add_inputs(view, out);
  out += "</main>\n";
  add_footer(view, options, out);
  out += "</body>\n</html>\n";
}

}  // namespace whylocked::report
