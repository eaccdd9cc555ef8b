// One case: the verdict, its parts, why as bars, when, what else it could be.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html/parts.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kOthersListed = 6, kOthersExplained = 3;
constexpr std::size_t kCasesOpen = 3, kLinesInBrief = 5;

bool is_action(const Part& part) {
  return part.kind == Part::action || part.kind == Part::check || part.kind == Part::source;
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
      "<tr><td><b>{}</b>{}</td><td>{}<br><span class=soft>{}</span>{}</td></tr>\n",
      deciban_words(line.db10), bar(line.db10, largest), html_text(view.shown(line.says())),
      html_text(line.signal == "prior" ? "before any evidence" : factor_words(line.db10)),
      row.rows.empty() ? "" : ' ' + html_element("span class=rows", '[' + row.rows + ']'));
}

// Unless `full`, the strongest lines alone.
std::string evidence_table(const ReportView& view, const Cause& cause, bool full) {
  std::vector<EvidenceRow> rows = evidence_rows(view, cause);
  std::string out =
      "<table class=evidence><thead><tr><th scope=col>Decibans</th><th scope=col>Evidence</th>"
      "</tr></thead><tbody>\n";
  Decibans10 largest = 10;
  for (const EvidenceRow& row : rows) largest = std::max(largest, std::abs(row.line->db10));
  if (!full && rows.size() > kLinesInBrief) rows.resize(kLinesInBrief);
  for (const EvidenceRow& row : rows) out += evidence_line(view, row, largest);
  if (full)
    out += fmt::format(
        "<tr><td><b>{}</b></td><td>total (+10 = ten times as likely, +3 = twice)</td></tr>\n",
        deciban_words(cause.score_db10));
  return out + "</tbody></table>\n";
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
  const std::vector<Part> parts = outline(view, diagnosis, cause, full, 0);
  for (const Part& part : parts)
    if (part.kind == Part::warning)
      out += html_element("p class=conflict", fmt::format("{}: {}", part.label, part.words));
  out += "<dl class=act>";
  for (const Part& part : parts)
    if (is_action(part)) out += html_part(part);
  out += "</dl>\n<dl>";
  for (const Part& part : parts)
    if (!is_action(part) && part.kind != Part::warning) out += html_part(part);
  out += "</dl>\n";
  if (!cause.evidence.empty())
    out += html_element("h3", diagnosis.status == Status::insufficient_evidence
                                  ? "Evidence for " + shown_name(cause.name) + ", " +
                                        percent_words(cause.probability)
                                  : "Why " + shown_name(cause.name)) +
           evidence_table(view, cause, full);
  if (full) add_rhythm(view, one, out);
  if (full) add_timeline(view, one, out);
  out += others(view, diagnosis, full) + "</details>\n";
}

}  // namespace whylocked::report
