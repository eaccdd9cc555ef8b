// The report as one page: a summary, cards of the cases, all accounts on one timeline, each case,
// what was read.
#include "report/escape.hpp"
#include "report/html/parts.hpp"
#include "report/layout.hpp"

namespace whylocked::report {

namespace {

// Cases with everything, cases that open, cards. With names of usual length a page of the last kind
// stays under 2 MB.
constexpr std::size_t kFullCases = 40, kCasesShown = 250, kCardsShown = 60;

// Nothing may be loaded or run; the one style sheet is known by its digest.
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

std::string title_of(const ReportView& view) {
  const auto& cases = view.report().cases;
  if (cases.empty()) return "No lockout: whylocked";
  if (cases.size() > 1) return count_words(cases.size(), "case") + " of locked accounts: whylocked";
  return "Why " + accounts_words(view, view.case_of(cases.front()), 3) + " locks: whylocked";
}

void add_header(const ReportView& view, std::string& out) {
  out += "<header>\n<h1>Why accounts lock</h1>\n";
  for (const std::string& line : summary_lines(view)) add_element("p", line, out);
  out += "</header>\n";
}

// A verdict that is a product is a name; others are words and begin a sentence.
std::string_view card_class(const Diagnosis& diagnosis) {
  if (!diagnosis.kinds.empty() && is_attack(diagnosis.kinds.front().first)) return "attack";
  return to_text(diagnosis.status);
}

void add_card(const ReportView& view, const Diagnosis& diagnosis, std::size_t number,
              std::string& out) {
  const Case& one = view.case_of(diagnosis);
  out += "<li class=" + std::string(card_class(diagnosis)) + "><a href=\"#c" +
         std::to_string(number) + "\">";
  append_html(verdict_words(diagnosis), out);
  out += "</a>";
  add_element("span",
              (one.incidents.empty() ? std::string("no lockout")
                                     : count_words(one.incidents.size(), "lockout")) +
                  ", " + accounts_words(view, one, 3),
              out);
  out += "</li>\n";
}

// By what they cost: lockouts times accounts.
void add_cards(const ReportView& view, std::string& out) {
  const auto& cases = view.report().cases;
  out += "<nav aria-label=Cases>\n<h2>Cases</h2>\n<ol class=cards>";
  for (std::size_t i = 0; i < cases.size() && i < kCardsShown; ++i)
    add_card(view, cases[i], i + 1, out);
  out += "</ol>\n";
  if (cases.size() > kCardsShown)
    add_element("p class=soft", "and " + count_words(cases.size() - kCardsShown, "more case"), out);
  out += "</nav>\n";
}

void add_left_out(const ReportView& view, std::string& out) {
  const auto& cases = view.report().cases;
  if (cases.size() <= kCasesShown) return;
  std::size_t lockouts = 0;
  for (std::size_t i = kCasesShown; i < cases.size(); ++i)
    lockouts += view.case_of(cases[i]).incidents.size();
  add_element("p class=note",
              "and " + count_words(cases.size() - kCasesShown, "more case") + " with " +
                  count_words(lockouts, "lockout") +
                  ": --user NAME shows one account, --format json all",
              out);
}

void add_nothing_found(const ReportView& view, std::string& out) {
  const std::vector<std::string> lines = nothing_found(view);
  out += "<section id=nothing>\n";
  add_element("h2", lines.front(), out);
  if (lines.size() > 1) out += "<ul>";
  for (std::size_t i = 1; i < lines.size(); ++i) add_element("li", lines[i], out);
  out += lines.size() > 1 ? "</ul>\n</section>\n" : "</section>\n";
}

void add_footer(const ReportView& view, std::string& out) {
  out += "<footer>\n";
  if (const std::string words = surer_words(view); !words.empty())
    add_element("p", "To be surer: " + words, out);
  for (const std::string& line : basis_lines(view)) add_element("p", line, out);
  add_element("p", "This page loads nothing and runs nothing.", out);
  out += "</footer>\n";
}

}  // namespace

void append_attribute(std::string_view words, std::string& out) {
  for (;;) {
    const std::size_t at = words.find(kNoBreak);
    append_markup(words.substr(0, at), out);
    if (at == words.npos) return;
    out += "&nbsp;";
    words.remove_prefix(at + 1);
  }
}

void append_html(std::string_view words, std::string& out) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    const bool together = word.find(kNoBreak) != word.npos;
    if (together) out += "<span class=keep>";
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

void add_fact(std::string_view label, std::string_view words, std::string& out) {
  if (words.empty()) return;
  add_element("dt", label, out);
  add_element("dd", words, out);
}

void write_html(const ReportView& view, const ReportOptions&, std::string& out) {
  const Report& report = view.report();
  add_frame(title_of(view), out);
  add_header(view, out);
  out += "<main>\n";
  if (report.cases.size() > 1) add_cards(view, out);
  if (report.cases.empty()) add_nothing_found(view, out);
  if (view.lockouts().size() > 1 && (report.cases.size() > 1 || report.summary.accounts > 1))
    add_accounts_timeline(view, out);
  for (std::size_t i = 0; i < report.cases.size() && i < kCasesShown; ++i)
    add_case(view, report.cases[i], i + 1, i < kFullCases, out);
  add_left_out(view, out);
  add_messages(report, out);
  add_inputs(report, clock_of(view), out);
  out += "</main>\n";
  add_footer(view, out);
  out += "</body>\n</html>\n";
}

}  // namespace whylocked::report
