// Why: evidence as bars; then what else came into question, what to do, what to test.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kOthersListed = 6, kOthersExplained = 3;

Decibans10 largest_of(const Cause& cause) {
  Decibans10 largest = 10;
  for (const EvidenceLine& line : cause.evidence) largest = std::max(largest, std::abs(line.db10));
  return largest;
}

// From the middle to the right where the line speaks for the cause, to the left against it.
void add_bar(Decibans10 db10, Decibans10 largest, std::string& out) {
  out += fmt::format(
      "<svg class=bar viewBox=\"-100 0 200 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class={} d=\"M0 0h{}v10H0z\"/></svg>",
      db10 < 0 ? "against" : "for", db10 * 100 / largest);
}

void add_lines(const View& view, const Cause& cause, std::string& out) {
  out +=
      "<table class=evidence><thead><tr><th scope=col>Decibans</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  const Decibans10 largest = largest_of(cause);
  for (const ToldLine& told : told_lines(view, cause)) {
    out += "<tr><td><b>" + decibel_words(told.line->db10) + "</b>";
    add_bar(told.line->db10, largest, out);
    out += "</td><td>";
    append_html(shown_text(told.line->says), out);
    if (!told.places.empty()) {
      out += ' ';
      add_element("span class=rows", '[' + told.places + ']', out);
    }
    out += "</td></tr>\n";
  }
  out += "</tbody><tfoot><tr><td><b>" + decibel_words(cause.score_db10) +
         "</b></td><td>in all; +10 is ten times as likely, +3 twice</td></tr></tfoot></table>\n";
}

std::string crowd_words(const Crowd& crowd) {
  std::vector<std::string> names;
  for (const CauseInBrief& cause : crowd.causes) names.push_back(shown_name(cause.name));
  return (names.size() > 1 ? "each: " : "") + list_words(names, kTiedNamed);
}

void add_chance(double probability, std::string& out) {
  out += "<b>";
  append_html(percent_words(probability), out);
  out += fmt::format(
      "</b><svg class=bar viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class=for d=\"M0 0h{:.1f}v10H0z\"/></svg>",
      100 * probability);
}

void add_steps(const std::vector<std::string>& steps, std::string& out) {
  if (steps.empty()) return;
  out += "<ol>";
  for (const std::string& step : steps) add_element("li", shown_text(step), out);
  out += "</ol>\n";
}

// Sources are of the catalog; a link is followed only when somebody clicks it.
void add_source(std::string_view source, std::string& out) {
  if (source.empty()) return;
  out += "<p class=soft>Source: ";
  const std::string words = shown_text(source);
  if (source.starts_with("https://")) {
    out += "<a rel=\"noreferrer noopener\" href=\"";
    append_attribute(words, out);
    out += "\">";
    append_html(words, out);
    out += "</a>";
  } else {
    append_html(words, out);
  }
  out += "</p>\n";
}

void add_fix(const Fix& fix, std::string& out) {
  if (fix.where.empty() && fix.steps.empty()) return;
  out += "<div class=act><h3>What to do</h3>\n";
  if (!fix.where.empty()) add_element("p class=where", shown_text(fix.where), out);
  add_steps(fix.steps, out);
  add_source(fix.source, out);
  out += "</div>\n";
}

void add_next_test(const Diagnosis& diagnosis, std::string& out) {
  const NextTest& test = *diagnosis.next_test;
  out += "<div class=act><h3>Next test</h3>\n";
  add_element("p class=where", shown_text(test.says), out);
  add_steps(test.steps, out);
  if (!test.outcomes.empty()) {
    out +=
        "<table><thead><tr><th scope=col>If</th><th scope=col>then it is</th></tr></thead>"
        "<tbody>\n";
    for (const Outcome& outcome : test.outcomes) {
      std::vector<std::string> names;
      for (const std::string& id : outcome.then) names.push_back(cause_name(diagnosis, id));
      out += "<tr>";
      add_element("td", shown_text(outcome.if_), out);
      add_element("td", list_words(names, kTiedNamed), out);
      out += "</tr>\n";
    }
    out += "</tbody></table>\n";
  }
  add_element("p class=soft", worth_words(test.bits), out);
  out += "</div>\n";
}

void add_places_of_tie(const Diagnosis& diagnosis, std::string& out) {
  const std::vector<PlaceOfTie> places = places_of_tie(diagnosis);
  if (places.empty()) return;
  out += "<h3>Where the password is kept</h3>\n<dl>";
  for (const PlaceOfTie& place : places) {
    add_element("dt", shown_name(place.name), out);
    add_element("dd", shown_text(place.where), out);
  }
  out += "</dl>\n";
}

}  // namespace

void add_why(const View& view, const Block& block, std::string& out) {
  if (block.lead->causes.empty()) return;
  add_element("h3", why_words(view, block), out);
  add_lines(view, block.lead->causes.front(), out);
}

void add_others(const View& view, const Diagnosis& diagnosis, std::string& out) {
  std::vector<Crowd> crowds = crowds_behind(diagnosis);
  std::erase_if(crowds, [](const Crowd& crowd) { return !worth_a_line(crowd); });
  if (crowds.empty()) return;
  const bool open = diagnosis.status == Status::insufficient_evidence;
  add_element("h3", open ? "Causes in question" : "Other causes", out);
  out +=
      "<table class=evidence><thead><tr><th scope=col>Probability</th><th scope=col>Cause</th>"
      "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < crowds.size() && i < kOthersListed; ++i) {
    out += "<tr><td>";
    add_chance(crowds[i].causes.front().probability, out);
    out += "</td><td>";
    append_html(crowd_words(crowds[i]), out);
    if (i < kOthersExplained && crowds[i].first > 0) {  // the evidence of the first stands above
      const Cause cause = diagnosis.causes[crowds[i].first];
      out += "<details><summary>Evidence";
      if (crowds[i].causes.size() > 1) append_html(" for " + shown_name(cause.name), out);
      out += "</summary>";
      add_lines(view, cause, out);
      out += "</details>";
    }
    out += "</td></tr>\n";
  }
  out += "</tbody></table>\n";
  if (crowds.size() > kOthersListed)
    add_element("p class=soft", "and " + number_words(crowds.size() - kOthersListed) + " more",
                out);
}

void add_advice(const Diagnosis& diagnosis, std::string& out) {
  if (diagnosis.status == Status::diagnosed && !diagnosis.causes.empty())
    add_fix(diagnosis.causes.front().fix, out);
  if (diagnosis.next_test) add_next_test(diagnosis, out);
  if (diagnosis.status == Status::tied) add_places_of_tie(diagnosis, out);
}

}  // namespace whylocked
