// The report as a note for a ticket: the verdict, why, what to do, the next test.
#include <algorithm>
#include <string>
#include <string_view>

#include "report/escape.hpp"
#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kBlocksShown = 20;  // a ticket takes some thousand characters
constexpr std::size_t kOthersNoted = 3, kGroupsNoted = 5;
constexpr std::size_t kMaxLink = 300;

std::string names_of(const ReportView& view, const CaseGroup& block) {
  std::vector<std::string> names;
  for (const TextId user : block.users) names.push_back(shown_name(view.user(user)));
  return list_words(names, kUsersListed);
}

void note_fact(std::string_view label, std::string_view words, std::string& out) {
  if (words.empty()) return;
  out += "- **" + std::string(label) + ":** " + markdown_text(words) + '\n';
}

void note_facts(const ReportView& view, const CaseGroup& block, std::string& out) {
  const Incident& incident = view.incident(*block.lead);
  if (block.users.size() > 1) note_fact("Accounts", names_of(view, block), out);
  note_fact("Locked", locked_words(view, block), out);
  if (!incident.contributions.empty()) {
    const Contribution& main = incident.contributions.front();
    std::string words = caller_words(view, view.origin(main));
    const std::string part = part_words(view, incident, main);
    if (!part.empty()) words += "; " + part;
    if (incident.contributions.size() > 1)
      words += "; and " + count_words(incident.contributions.size() - 1, "other caller");
    note_fact("Caller", words, out);
  }
  note_fact("Trigger", trigger_words(view, incident), out);
  for (const std::string& caveat : block.lead->caveats) note_fact("Note", shown_text(caveat), out);
}

void note_row(std::string_view number, std::string_view words, std::string_view places,
              std::string& out) {
  ((out += "| ") += number) += " | ";
  (out += words) += " | ";
  (out += places) += " |\n";
}

void note_evidence(const ReportView& view, const CaseGroup& block, std::string& out) {
  if (block.lead->causes.empty()) return;
  out += "\n**" + markdown_text(why_words(view, block)) + "**\n\n";
  out += "| dB | evidence | rows |\n|---:|:---|:---|\n";
  const Cause cause = block.lead->causes.front();
  for (const EvidenceRow& told : evidence_rows(view, cause))
    note_row(decibel_words(told.line->db10), markdown_text(shown_text(told.line->says), true),
             markdown_code(told.places, true), out);
  note_row("**" + decibel_words(cause.score_db10) + "**",
           "in all, in decibans: +10 is ten times as likely, +3 twice", "", out);
}

void note_steps(const std::vector<std::string>& steps, std::string& out) {
  if (!steps.empty()) out += '\n';
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += std::to_string(i + 1) + ". " + markdown_text(shown_text(steps[i])) + '\n';
}

// Sources are of the catalog; only a plain address becomes a link.
void note_source(std::string_view source, std::string& out) {
  if (source.empty()) return;
  const bool plain = source.starts_with("https://") && source.size() <= kMaxLink &&
                     source.find_first_of("<> |\\`\"") == source.npos &&
                     plain_prefix(source) == source.size();
  out +=
      "\nSource: " + (plain ? '<' + std::string(source) + '>' : markdown_text(shown_text(source))) +
      '\n';
}

void note_fix(const Diagnosis& diagnosis, std::string& out) {
  if (diagnosis.status != Status::diagnosed || diagnosis.causes.empty()) return;
  const Fix fix = diagnosis.causes.front().fix;
  if (fix.where.empty() && fix.steps.empty()) return;
  out += "\n**What to do:** " + markdown_text(shown_text(fix.where)) + '\n';
  note_steps(fix.steps, out);
  note_source(fix.source, out);
}

void note_next_test(const Diagnosis& diagnosis, std::string& out) {
  if (!diagnosis.next_test) return;
  const NextTest& test = *diagnosis.next_test;
  out += "\n**Next test:** " + markdown_text(shown_text(test.says)) + '\n';
  note_steps(test.steps, out);
  if (!test.outcomes.empty()) out += '\n';
  for (const Outcome& outcome : test.outcomes) {
    std::vector<std::string> names;
    for (const std::string& id : outcome.then) names.push_back(cause_name(diagnosis, id));
    out += "- If " + markdown_text(shown_text(outcome.if_)) + ": " +
           markdown_text(list_words(names, kTiedNamed)) + '\n';
  }
  out += "\n*" + markdown_text(worth_words(test.bits)) + "*\n";
}

void add_others(const Diagnosis& diagnosis, std::string& out) {
  const bool open = diagnosis.status == Status::insufficient_evidence;
  std::size_t shown = 0;
  for (const TieGroup& crowd : other_ties(diagnosis)) {
    if (!worth_a_line(crowd) || shown == kOthersNoted) continue;
    if (shown++ == 0) out += open ? "\n**Causes in question:**\n\n" : "\n**Other causes:**\n\n";
    std::vector<std::string> names;
    for (const CauseInBrief& cause : crowd.causes) names.push_back(shown_name(cause.name));
    out += "- " + percent_words(crowd.causes.front().probability) +
           (names.size() > 1 ? " each: " : ": ") + markdown_text(list_words(names, kTiedNamed)) +
           '\n';
  }
}

void note_block(const ReportView& view, const CaseGroup& block, std::string& out) {
  const bool one = block.users.size() == 1;
  const std::string who = accounts_words(view, block);
  out += "\n## " + (one ? markdown_code(who) : markdown_text(who)) +
         (one && block.lead->account_kind == "api_user" ? " (API user)" : "") + "\n\n**" +
         markdown_text(verdict_words(*block.lead)) + "**\n\n";
  note_facts(view, block, out);
  note_evidence(view, block, out);
  note_fix(*block.lead, out);
  note_next_test(*block.lead, out);
  add_others(*block.lead, out);
}

void note_no_lockout(const ReportView& view, std::string& out) {
  const auto failures = largest_failures(view.report().correlation.groups, kGroupsNoted);
  out += "\n**No lockout in " + count_words(view.report().summary.events, "event") + ".**\n";
  if (failures.empty()) return;
  out += "\n| failed logins | of |\n|---:|:---|\n";
  for (const Failures& sum : failures)
    out += "| " + number_words(sum.count) + " | " + markdown_text(failures_words(view, sum), true) +
           " |\n";
}

// Glue is a blank where nobody breaks lines.
void without_glue(std::size_t from, std::string& out) {
  for (std::size_t i = from; i < out.size(); ++i)
    if (out[i] == kNoBreak) out[i] = ' ';
}

}  // namespace

void write_markdown(const Report& report, std::string& out) {
  const std::size_t from = out.size();
  const ReportView view(report);
  const std::vector<CaseGroup> blocks = make_case_groups(view);
  out += "# Why accounts lock\n\n" + markdown_text(counts_words(view)) + "  \n" +
         markdown_text(period_words(report)) + '\n';
  if (blocks.empty()) note_no_lockout(view, out);
  for (std::size_t i = 0; i < blocks.size() && i < kBlocksShown; ++i)
    note_block(view, blocks[i], out);
  if (blocks.size() > kBlocksShown)
    out += "\nAnd " + count_words(blocks.size() - kBlocksShown, "more story", "more stories") +
           " of lockouts, left out here: `--user NAME` shows one account, `--format text` all.\n";
  without_glue(from, out);
}

}  // namespace whylocked
