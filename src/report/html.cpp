// The report as one page: a summary, an overview, a section for each story, what was read.
#include "report/html_parts.hpp"
#include "report/markup.hpp"
#include "report/page.hpp"
#include "report/sha256.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kStoriesShown = 40, kStoriesListed = 200, kFailuresShown = 20;

// Nothing may be loaded or run; the one stylesheet is known by its digest.
void add_frame(std::string_view title, std::string& out) {
  out += "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n";
  out +=
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
      "style-src 'sha256-" +
      sha256_base64(html_style()) + "'; base-uri 'none'; form-action 'none'\">\n";
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

std::string title_of(const View& view, const std::vector<Block>& blocks) {
  if (blocks.empty()) return "No lockout: whylocked";
  if (blocks.size() > 1)
    return count_words(view.report().summary.lockouts, "lockout") + " explained: whylocked";
  return "Why " + accounts_words(view, blocks.front()) + " locks: whylocked";
}

void add_header(const View& view, std::string& out) {
  out += "<header>\n<h1>Why accounts lock</h1>\n";
  add_element("p", counts_words(view), out);
  if (const std::string period = period_words(view.report()); !period.empty())
    add_element("p class=soft", period, out);
  out += "</header>\n";
}

// A link only where the story is on the page.
void add_overview(const View& view, const std::vector<Block>& blocks, std::string& out) {
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

void add_no_lockout(const View& view, std::string& out) {
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
    const std::size_t glue = words.find(kGlue);
    append_markup(words.substr(0, glue), out);
    if (glue == words.npos) return;
    out += "&nbsp;";
    words.remove_prefix(glue + 1);
  }
}

void append_html(std::string_view words, std::string& out) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    const bool together = word.find(kGlue) != word.npos;
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
  const View view(report);
  const std::vector<Block> blocks = make_blocks(view);
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

}  // namespace whylocked
