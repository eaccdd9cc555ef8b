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

std::string list(std::string_view tag, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = fmt::format("<{}>", tag);
  for (const std::string& item : items) out += html_element("li", item);
  return out + fmt::format("</{}>\n", tag);
}

std::string steps(const ReportView& view, const std::vector<std::string>& steps) {
  std::vector<std::string> items;
  for (const std::string& step : steps) items.push_back(view.shown(step));
  return list("ol", items);
}

// Sources come from the catalog; a link is followed only when somebody clicks it.
std::string source_line(std::string_view source) {
  if (source.empty()) return {};
  const std::string words = shown_text(source);
  const std::string link = source.starts_with("https://")
                               ? fmt::format("<a rel=\"noreferrer noopener\" href=\"{}\">{}</a>",
                                             html_attribute(words), html_text(words))
                               : html_text(words);
  return "<p class=soft>Source: " + link + "</p>\n";
}

std::string fix_box(const ReportView& view, const Fix& fix) {
  if (fix.where.empty() && fix.steps.empty()) return {};
  return "<div class=act><h3>Do this</h3>\n" +
         (fix.where.empty() ? ""
                            : html_element("p class=where", "Where: " + shown_text(fix.where))) +
         steps(view, fix.steps) + source_line(fix.source) + "</div>\n";
}

std::string test_box(const ReportView& view, const Diagnosis& diagnosis) {
  const NextTest& test = *diagnosis.next_test;
  std::vector<std::string> outcomes;
  for (const Outcome& outcome : test.outcomes)
    outcomes.push_back(outcome_words(diagnosis, outcome));
  return fmt::format("<div class=act><h3>{}</h3>\n",
                     diagnosis.status == Status::diagnosed ? "Check" : "Next test") +
         html_element("p class=where", shown_text(test.says)) + steps(view, test.steps) +
         list("ul", outcomes) + "</div>\n";
}

// From the middle to the right where the line is evidence for the cause, to the left against it.
std::string bar(Decibans10 db10, Decibans10 largest) {
  return fmt::format(
      "<svg class=bar viewBox=\"-100 0 200 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class={} d=\"M0 0h{}v10H0z\"/></svg>",
      db10 < 0 ? "against" : "for", db10 * 100 / largest);
}

std::string evidence_line(const ReportView& view, const EvidenceRow& row, Decibans10 largest) {
  const EvidenceLine& line = *row.line;
  return fmt::format(
      "<tr><td>{}</td><td>{}<br><span class=soft>{}</span>{}</td></tr>\n", bar(line.db10, largest),
      html_text(view.shown(line.says())),
      html_text(line.signal == "prior" ? "before any evidence" : factor_words(line.db10)),
      row.rows.empty() ? "" : ' ' + html_element("span class=rows", '[' + row.rows + ']'));
}

// The numbers of the bars, for those who want to add them up.
std::string decibans_table(const std::vector<EvidenceRow>& rows, const Cause& cause) {
  std::string out = "<details><summary>In decibans</summary><table class=decibans><tbody>";
  for (const EvidenceRow& row : rows) {
    std::vector<std::string> from;
    for (const NamedProbability& one : row.line->from)
      from.push_back(fmt::format("{} {:.4g}", one.name, one.value));
    out += fmt::format("<tr><td>{}</td><td>{}{}{}</td></tr>", deciban_words(row.line->db10),
                       row.line->signal, from.empty() ? "" : ": ",
                       html_text(fmt::format("{}", fmt::join(from, ", "))));
  }
  return out + "<tr><td>" + deciban_words(cause.score_db10) +
         "</td><td>total (+10 = ten times as likely, +3 = twice)</td></tr></tbody></table>"
         "</details>\n";
}

// Unless `full`, the strongest lines alone.
std::string evidence_table(const ReportView& view, const Cause& cause, bool full) {
  std::vector<EvidenceRow> rows = evidence_rows(view, cause);
  std::string out =
      "<table class=evidence><thead><tr><th scope=col>Weight</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  Decibans10 largest = 10;
  for (const EvidenceRow& row : rows) largest = std::max(largest, std::abs(row.line->db10));
  if (!full && rows.size() > kLinesInBrief) rows.resize(kLinesInBrief);
  for (const EvidenceRow& row : rows) out += evidence_line(view, row, largest);
  return out + "</tbody></table>\n" + (full ? decibans_table(rows, cause) : "");
}

// The evidence for the first cause of a tie.
std::string explained(const ReportView& view, const Diagnosis& diagnosis, const TieGroup& group) {
  const Cause cause = view.explain(diagnosis)[group.first];
  return "<details><summary>Evidence" +
         (group.causes.size() > 1 ? html_text(" for " + shown_name(cause.name)) : "") +
         "</summary>" + evidence_table(view, cause, true) + "</details>";
}

std::string others(const ReportView& view, const Diagnosis& diagnosis, bool full) {
  const std::vector<TieGroup> groups = other_causes(diagnosis);
  if (groups.empty()) return {};
  std::string out =
      "<h3>What else it could be</h3>\n<table class=evidence><thead><tr>"
      "<th scope=col>Probability</th><th scope=col>Cause</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < groups.size() && i < kOthersListed; ++i) {
    const double probability = groups[i].causes.front().probability;
    out += fmt::format(
        "<tr><td><b>{}</b><svg class=bar viewBox=\"0 0 100 10\" preserveAspectRatio=none "
        "aria-hidden=true><path class=for d=\"M0 0h{:.1f}v10H0z\"/></svg></td><td>{}{}</td></tr>\n",
        html_text(percent_words(probability)), 100 * probability, html_text(tie_words(groups[i])),
        full && i < kOthersExplained && groups[i].first > 0 ? explained(view, diagnosis, groups[i])
                                                            : "");
  }
  return out + "</tbody></table>\n" + html_more(groups.size(), kOthersListed);
}

std::string habits_words(const ReportView& view, const CaseCaller& caller) {
  std::string words = rhythm_words(view, *caller.caller);
  words += (words.empty() ? "" : ", ") + count_words(caller.failures, "failure");
  if (caller.successes > 0) words += ", " + count_words(caller.successes, "success", "successes");
  if (caller.caller->users_failed > 1)
    words += ", failed on " + count_words(caller.caller->users_failed, "account");
  return words;
}

std::string callers(const ReportView& view, const Case& one) {
  const std::vector<CaseCaller>& callers = view.callers_of(one);
  if (callers.empty()) return {};
  std::string out = "<h3>Who called</h3>\n<ul class=callers>";
  for (const CaseCaller& caller :
       std::span(callers).first(std::min(callers.size(), kCallersListed)))
    out += fmt::format(
        "<li><bdi>{}</bdi>{}</li>\n", html_text(caller_words(view, *caller.caller)),
        html_element("span class=soft", "; " + habits_words(view, caller) + "; " +
                                            percent_words(caller.share) + " of the case"));
  return out + "</ul>\n" + html_more(callers.size(), kCallersListed);
}

}  // namespace

std::string_view html_class(const Diagnosis& diagnosis) {
  const bool attack = !diagnosis.verdict().empty() && is_attack(diagnosis.kinds.front().first);
  return attack ? "attack" : to_text(diagnosis.status);
}

void add_case(const ReportView& view, const Diagnosis& diagnosis, std::size_t number, bool full,
              std::string& out) {
  const Case& one = view.case_of(diagnosis);
  const Cause cause = view.leading_cause(diagnosis);
  out += fmt::format(
      "<details class=case id=c{}{}>\n"
      "<summary><h2><span class=\"verdict {}\">{}. {}</span> <small><bdi>{}</bdi> {}</small></h2>"
      "</summary>\n",
      number, number <= kCasesOpen ? " open" : "", html_class(diagnosis), number,
      html_text(verdict_words(diagnosis)), html_text(accounts_words(view, one, 3)),
      html_text(one.id));
  for (const Conflict& conflict : diagnosis.conflicts)
    out += html_element("p class=conflict", "Conflict: " + conflict_words(conflict));
  for (const Text& caveat : diagnosis.caveats)
    out += html_element(is_entered(view, diagnosis) ? "p class=conflict" : "p class=note",
                        "Note: " + view.shown(caveat));
  if (diagnosis.has_fix()) out += fix_box(view, cause.fix);
  if (diagnosis.next_test) out += test_box(view, diagnosis);
  out += "<dl>";
  for (const auto& [label, words] : case_facts(view, diagnosis, kUsersShown))
    out += html_fact(label, words);
  out += "</dl>\n";
  if (!cause.evidence.empty())
    out += html_element("h3", diagnosis.status == Status::insufficient_evidence
                                  ? "Evidence for " + shown_name(cause.name) + ", " +
                                        percent_words(cause.probability)
                                  : "Why " + shown_name(cause.name)) +
           evidence_table(view, cause, full);
  if (full) add_rhythm(view, one, out);
  if (full) add_timeline(view, one, out);
  out += callers(view, one) + others(view, diagnosis, full);
  out += "</details>\n";
}

}  // namespace whylocked::report
