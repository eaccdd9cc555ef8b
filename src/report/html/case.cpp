// One story: the verdict, the facts, when, who called, why, what to do.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html/parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kCallersInTable = 10;

void add_fact_row(std::string_view label, std::string_view words, std::string& out) {
  if (words.empty()) return;
  add_element("dt", label, out);
  add_element("dd", words, out);
}

// A verdict that is a product is a name; others are words and begin a sentence.
std::string_view verdict_class(const Diagnosis& diagnosis) {
  if (diagnosis.status != Status::diagnosed || diagnosis.causes.empty())
    return to_text(diagnosis.status);
  const CauseKind kind = diagnosis.causes.brief(0).kind;
  if (kind == CauseKind::attack) return "attack words";
  return kind == CauseKind::integration ? "diagnosed" : "diagnosed words";
}

void add_head(const ReportView& view, const CaseGroup& block, std::string& out) {
  out += "<h2><bdi>";
  append_html(accounts_words(view, block), out);
  out += "</bdi>";
  if (block.lead->account_kind == "api_user" && block.users.size() == 1)
    out += " <small>API user</small>";
  out += "</h2>\n<p class=\"verdict ";
  out += verdict_class(*block.lead);
  out += "\">";
  append_html(verdict_words(*block.lead), out);
  out += "</p>\n";
}

void add_fact_rows(const ReportView& view, const CaseGroup& block, std::string& out) {
  out += "<dl>";
  if (block.users.size() > 1) {
    std::vector<std::string> names;
    for (const TextId user : block.users) names.push_back(shown_name(view.user(user)));
    add_fact_row("Accounts", list_words(names, kUsersListed), out);
  }
  add_fact_row("Locked", locked_words(view, block), out);
  add_fact_row("Trigger", trigger_words(view, view.incident(*block.lead)), out);
  for (const std::string& caveat : block.lead->caveats)
    add_fact_row("Note", shown_text(caveat), out);
  if (const std::uint64_t after = attempts_after(view, block); after > 0)
    add_fact_row("After",
                 count_words(after, "more attempt") + " while locked: " +
                     (after == 1 ? "an effect, not a cause" : "effects, not causes"),
                 out);
  out += "</dl>\n";
}

std::string habits_words(const ReportView& view, const Contribution& blame) {
  std::vector<std::string> words;
  if (const std::string beat = beat_words(view.origin(blame).rhythm); !beat.empty())
    words.push_back(beat);
  if (view.succeeded_before(blame)) words.emplace_back("got in before");
  if (blame.failed_after_lock > 0)
    words.push_back(count_words(blame.failed_after_lock, "try", "tries") + " while locked");
  if (const std::uint32_t users = view.origin(blame).users_failed; users > 1)
    words.push_back("failed on " + count_words(users, "account"));
  std::string list;
  for (const std::string& one : words) list += (list.empty() ? "" : "; ") + one;
  return list;
}

void add_cell(std::string_view label, std::string_view words, std::string& out) {
  out += "<td data-label=\"";
  append_attribute(label, out);
  out += "\"><bdi>";
  append_html(words, out);
  out += "</bdi></td>";
}

void add_caller(const ReportView& view, const Incident& incident, const Contribution& blame, std::string& out) {
  out += "<tr>";
  add_cell("Caller", caller_words(view, view.origin(blame)), out);
  const std::string part = part_words(view, incident, blame);
  add_cell("Part", part.empty() ? "none that counted" : part, out);
  const std::string habits = habits_words(view, blame);
  add_cell("Seen", habits.empty() ? "-" : habits, out);
  out += "</tr>\n";
}

void add_callers(const ReportView& view, const Incident& incident, std::string& out) {
  if (incident.contributions.empty()) return;
  out +=
      "<h3>Who called</h3>\n<table class=callers><thead><tr><th scope=col>Caller</th>"
      "<th scope=col>Part in the lockout</th><th scope=col>Seen</th></tr></thead><tbody>\n";
  const std::size_t shown = std::min(incident.contributions.size(), kCallersInTable);
  for (std::size_t i = 0; i < shown; ++i) add_caller(view, incident, incident.contributions[i], out);
  out += "</tbody></table>\n";
  if (incident.contributions.size() > shown)
    add_element("p class=soft", "and " + number_words(incident.contributions.size() - shown) + " more",
                out);
}

}  // namespace

void add_story(const ReportView& view, const CaseGroup& block, std::size_t number, std::string& out) {
  out += "<section class=story id=s" + std::to_string(number) + ">\n";
  add_head(view, block, out);
  add_fact_rows(view, block, out);
  add_advice(*block.lead, out);
  add_why(view, block, out);
  add_timeline(view, block, out);
  add_callers(view, view.incident(*block.lead), out);
  add_others(view, *block.lead, out);
  out += "</section>\n";
}

// Why: evidence as bars; then what else came into question, what to do, what to test.

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

void add_lines(const ReportView& view, const Cause& cause, std::string& out) {
  out +=
      "<table class=evidence><thead><tr><th scope=col>Decibans</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  const Decibans10 largest = largest_of(cause);
  for (const EvidenceRow& told : evidence_rows(view, cause)) {
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

std::string tie_group_words(const TieGroup& crowd) {
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

void add_why(const ReportView& view, const CaseGroup& block, std::string& out) {
  if (block.lead->causes.empty()) return;
  add_element("h3", why_words(view, block), out);
  add_lines(view, block.lead->causes.front(), out);
}

void add_others(const ReportView& view, const Diagnosis& diagnosis, std::string& out) {
  std::vector<TieGroup> crowds = other_ties(diagnosis);
  std::erase_if(crowds, [](const TieGroup& crowd) { return !worth_a_line(crowd); });
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
    append_html(tie_group_words(crowds[i]), out);
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
