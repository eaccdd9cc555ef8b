// One case: verdict, parts, causes with their evidence as bars, timeline.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html/parts.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kCausesListed = 7, kCausesExplained = 4;
constexpr double kWorthListing = .01;
constexpr std::size_t kCasesOpen = 3, kReasons = 5;

bool is_action(const Part& part) {
  return part.kind == Part::action || part.kind == Part::check || part.kind == Part::source;
}

// Bars run right from the middle for evidence in favor of the cause, left for evidence against it.
std::string bar(Decibans10 db10, Decibans10 largest) {
  return fmt::format(
      "<svg class=bar viewBox=\"-100 0 200 10\" preserveAspectRatio=none aria-hidden=true>"
      "<path class={} d=\"M0 0h{}v10H0z\"/></svg>",
      db10 < 0 ? "against" : "for", db10 * 100 / largest);
}

std::string evidence_line(const ReportView& view, const EvidenceRow& row, Decibans10 largest) {
  const EvidenceLine& line = *row.line;
  return fmt::format(
      "<tr><td><b>{}</b>{}</td><td>{}<br><span class=soft>{}</span>{}</td></tr>\n",
      deciban_words(line.db10), bar(line.db10, largest), html_text(view.shown(line.says())),
      html_text(line.signal == "prior" ? "before any evidence" : factor_words(line.db10)),
      row.rows.empty() ? "" : ' ' + html_element("span class=rows", '[' + row.rows + ']'));
}

std::string evidence_table(const ReportView& view, const Cause& cause) {
  const std::vector<EvidenceRow> rows = evidence_rows(view, cause);
  std::string out =
      "<table class=evidence><thead><tr><th scope=col>Decibans</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  Decibans10 largest = 10;
  for (const EvidenceRow& row : rows) largest = std::max(largest, std::abs(row.line->db10));
  for (const EvidenceRow& row : rows) out += evidence_line(view, row, largest);
  return out + fmt::format(
                   "<tr><td><b>{}</b></td><td>total (+10 = ten times as likely, +3 = twice)</td>"
                   "</tr>\n</tbody></table>\n",
                   deciban_words(cause.score_db10));
}

// The probable causes, each a row that opens to its evidence; the leading one starts open.
void add_causes(const ReportView& view, const Diagnosis& diagnosis, const Cause& leading,
                std::string& out) {
  out += "<h3>Causes</h3>\n";
  std::size_t listed = 0, left_out = 0;
  for (const Cause& cause : view.explain(diagnosis)) {
    const bool leads = cause.id == leading.id;
    if (cause.probability < kWorthListing && !leads) continue;
    if (++listed > kCausesListed && !leads) {
      ++left_out;
      continue;
    }
    const std::string words =
        html_text(shown_name(cause.name) + ", " + percent_words(cause.probability));
    if (leads || listed <= kCausesExplained)
      out += fmt::format("<details{}><summary>{}</summary>{}</details>\n", leads ? " open" : "",
                         words, evidence_table(view, cause));
    else
      out += "<p>" + words + "</p>\n";
  }
  out += html_more(left_out, 0, "cause");
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
  const std::vector<Part> parts = outline(view, diagnosis, cause, full, full ? 0 : kReasons);
  for (const Part& part : parts)
    if (part.kind == Part::warning)
      out += html_element("p class=conflict", fmt::format("{}: {}", part.label, part.words));
  for (const bool actions : {true, false}) {
    std::string rows;
    for (const Part& part : parts)
      if (part.kind != Part::warning && is_action(part) == actions) rows += html_part(part);
    if (!rows.empty()) out += fmt::format("<dl{}>{}</dl>\n", actions ? " class=act" : "", rows);
  }
  if (full && !cause.evidence.empty()) add_causes(view, diagnosis, cause, out);
  if (full) add_timeline(view, one, out);
  out += "</details>\n";
}

}  // namespace whylocked::report
