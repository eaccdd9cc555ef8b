// One case: the verdict, what to do, why as bars, when, who called, what else it could be.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html/parts.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kCallersListed = 10, kOthersListed = 6, kOthersExplained = 3,
                      kUsersShown = 20;
constexpr std::size_t kCasesOpen = 3, kLinesInBrief = 5;

std::string_view verdict_class(const Diagnosis& diagnosis) {
  if (!diagnosis.kinds.empty() && is_attack(diagnosis.kinds.front().first) &&
      !diagnosis.verdict().empty())
    return "attack";
  return to_text(diagnosis.status);
}

void add_conflicts(const Diagnosis& diagnosis, std::string& out) {
  for (const Conflict& conflict : diagnosis.conflicts)
    add_element("p class=conflict", "Conflict: " + conflict_words(conflict), out);
}

void add_facts(const ReportView& view, const Diagnosis& diagnosis, std::string& out) {
  const Case& one = view.case_of(diagnosis);
  const Clock clock = clock_of(view);
  out += "<dl>";
  std::string accounts = accounts_words(view, one, kUsersShown);
  if (diagnosis.account_kind == "api_user") accounts += " (API user)";
  add_fact(one.users.size() == 1 ? "Account" : "Accounts", accounts, out);
  add_fact("Locked", locked_words(view, one), out);
  if (const Incident* lead = view.lead(diagnosis))
    add_fact("Trigger", trigger_words(view, *lead), out);
  for (const Text& caveat : diagnosis.caveats) add_fact("Note", shown_text(caveat, &clock), out);
  add_fact("After", after_words(view, one), out);
  out += "</dl>\n";
}

void add_steps(const std::vector<std::string>& steps, const Clock& clock, std::string& out) {
  if (steps.empty()) return;
  out += "<ol>";
  for (const std::string& step : steps) add_element("li", shown_text(step, &clock), out);
  out += "</ol>\n";
}

// Sources come from the catalog; a link is followed only when somebody clicks it.
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

void add_fix(const Fix& fix, const Clock& clock, std::string& out) {
  if (fix.where.empty() && fix.steps.empty()) return;
  out += "<div class=act><h3>Do this</h3>\n";
  if (!fix.where.empty()) add_element("p class=where", shown_text(fix.where), out);
  add_steps(fix.steps, clock, out);
  add_source(fix.source, out);
  out += "</div>\n";
}

void add_next_test(const Diagnosis& diagnosis, const Clock& clock, std::string& out) {
  const NextTest& test = *diagnosis.next_test;
  out += "<div class=act><h3>Next test</h3>\n";
  add_element("p class=where", shown_text(test.says), out);
  add_steps(test.steps, clock, out);
  if (!test.outcomes.empty()) {
    out += "<ul>";
    for (const Outcome& outcome : test.outcomes)
      add_element("li", outcome_words(diagnosis, outcome), out);
    out += "</ul>\n";
  }
  add_element("p class=soft", worth_words(test.bits), out);
  out += "</div>\n";
}

Decibans10 largest_of(const Cause& cause) {
  Decibans10 largest = 10;
  for (const EvidenceLine& line : cause.evidence) largest = std::max(largest, std::abs(line.db10));
  return largest;
}

// From the middle to the right where the line is evidence for the cause, to the left against it.
void add_bar(Decibans10 db10, Decibans10 largest, std::string& out) {
  out += fmt::format(
      "<svg class=bar viewBox=\"-100 0 200 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class={} d=\"M0 0h{}v10H0z\"/></svg>",
      db10 < 0 ? "against" : "for", db10 * 100 / largest);
}

void add_evidence_row(const EvidenceRow& row, Decibans10 largest, const Clock& clock,
                      std::string& out) {
  out += "<tr><td>";
  add_bar(row.line->db10, largest, out);
  out += "</td><td>";
  append_html(shown_text(row.line->says(), &clock), out);
  out += "<br><span class=soft>";
  append_html(row.line->signal == "prior" ? std::string("before any evidence")
                                          : factor_words(row.line->db10),
              out);
  out += "</span>";
  if (!row.rows.empty()) {
    out += ' ';
    add_element("span class=rows", '[' + row.rows + ']', out);
  }
  out += "</td></tr>\n";
}

// The numbers of the bars, for those who want to add them up.
void add_decibans(const std::vector<EvidenceRow>& rows, const Cause& cause, std::string& out) {
  out += "<details><summary>In decibans</summary><table class=decibans><tbody>";
  for (const EvidenceRow& row : rows) {
    out += "<tr><td>" + decibel_words(row.line->db10) + "</td><td>" + std::string(row.line->signal);
    std::string from;
    for (const NamedProbability& one : row.line->from)
      from += (from.empty() ? ": " : ", ") + std::string(one.name) + ' ' +
              fmt::format("{:.4g}", one.value);
    append_html(from, out);
    out += "</td></tr>";
  }
  out += "<tr><td>" + decibel_words(cause.score_db10) +
         "</td><td>total (+10 = ten times as likely, +3 = twice)</td></tr></tbody></table>"
         "</details>\n";
}

// Unless `full`, the strongest lines alone.
void add_evidence(const ReportView& view, const Cause& cause, bool full, std::string& out) {
  const Clock clock = clock_of(view);
  std::vector<EvidenceRow> rows = evidence_rows(view, cause);
  if (!full && rows.size() > kLinesInBrief) rows.resize(kLinesInBrief);
  const Decibans10 largest = largest_of(cause);
  out +=
      "<table class=evidence><thead><tr><th scope=col>Weight</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  for (const EvidenceRow& row : rows) add_evidence_row(row, largest, clock, out);
  out += "</tbody></table>\n";
  if (full) add_decibans(rows, cause, out);
}

void add_chance(double probability, std::string& out) {
  out += "<b>";
  append_html(percent_words(probability), out);
  out += fmt::format(
      "</b><svg class=bar viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class=for d=\"M0 0h{:.1f}v10H0z\"/></svg>",
      100 * probability);
}

void add_others(const ReportView& view, const Diagnosis& diagnosis, bool full, std::string& out) {
  const std::vector<TieGroup> groups = other_causes(diagnosis);
  if (groups.empty()) return;
  out +=
      "<h3>What else it could be</h3>\n<table class=evidence><thead><tr>"
      "<th scope=col>Probability</th><th scope=col>Cause</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < groups.size() && i < kOthersListed; ++i) {
    out += "<tr><td>";
    add_chance(groups[i].causes.front().probability, out);
    out += "</td><td>";
    append_html(tie_words(groups[i]), out);
    if (full && i < kOthersExplained && groups[i].first > 0) {
      const Cause& cause = view.explain(diagnosis)[groups[i].first];
      out += "<details><summary>Evidence";
      if (groups[i].causes.size() > 1) append_html(" for " + shown_name(cause.name), out);
      out += "</summary>";
      add_evidence(view, cause, true, out);
      out += "</details>";
    }
    out += "</td></tr>\n";
  }
  out += "</tbody></table>\n";
  if (groups.size() > kOthersListed)
    add_element("p class=soft", "and " + number_words(groups.size() - kOthersListed) + " more",
                out);
}

std::string habits_words(const ReportView& view, const CaseCaller& caller) {
  std::string words = rhythm_words(view, *caller.caller);
  words += (words.empty() ? "" : ", ") + count_words(caller.failures, "failure");
  if (caller.successes > 0) words += ", " + count_words(caller.successes, "success", "successes");
  if (caller.caller->users_failed > 1)
    words += ", failed on " + count_words(caller.caller->users_failed, "account");
  return words;
}

// One line each.
void add_callers(const ReportView& view, const Case& one, std::string& out) {
  const std::vector<CaseCaller> callers = view.callers_of(one);
  if (callers.empty()) return;
  out += "<h3>Who called</h3>\n<ul class=callers>";
  const std::size_t shown = std::min(callers.size(), kCallersListed);
  for (const CaseCaller& caller : std::span(callers).first(shown)) {
    out += "<li><bdi>";
    append_html(caller_words(view, *caller.caller), out);
    out += "</bdi>";
    add_element(
        "span class=soft",
        "; " + habits_words(view, caller) + "; " + percent_words(caller.share) + " of the case",
        out);
    out += "</li>\n";
  }
  out += "</ul>\n";
  if (callers.size() > shown)
    add_element("p class=soft", "and " + number_words(callers.size() - shown) + " more", out);
}

void add_summary(const ReportView& view, const Diagnosis& diagnosis, std::size_t number,
                 std::string& out) {
  const Case& one = view.case_of(diagnosis);
  out += "<summary><h2><span class=\"verdict ";
  out += verdict_class(diagnosis);
  out += "\">" + std::to_string(number) + ". ";
  append_html(verdict_words(diagnosis), out);
  out += "</span> <small><bdi>";
  append_html(accounts_words(view, one, 3), out);
  out += "</bdi> ";
  append_html(one.id, out);
  out += "</small></h2></summary>\n";
}

}  // namespace

void add_case(const ReportView& view, const Diagnosis& diagnosis, std::size_t number, bool full,
              std::string& out) {
  const Case& one = view.case_of(diagnosis);
  const Clock clock = clock_of(view);
  const Cause cause = view.leading_cause(diagnosis);
  out += "<details class=case id=c" + std::to_string(number) +
         (number <= kCasesOpen ? " open>\n" : ">\n");
  add_summary(view, diagnosis, number, out);
  add_conflicts(diagnosis, out);
  if (!diagnosis.verdict().empty()) add_fix(cause.fix, clock, out);
  if (diagnosis.next_test) add_next_test(diagnosis, clock, out);
  add_facts(view, diagnosis, out);
  if (!cause.evidence.empty()) {
    add_element("h3", "Why " + shown_name(cause.name), out);
    add_evidence(view, cause, full, out);
  }
  if (full) add_rhythm(view, one, out);
  if (full) add_timeline(view, one, out);
  add_callers(view, one, out);
  add_others(view, diagnosis, full, out);
  out += "</details>\n";
}

}  // namespace whylocked::report
