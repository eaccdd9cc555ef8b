// Why: the lines that add up to the score, and what else came into question.
#include <algorithm>
#include <map>

#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kNumber = 7;       // "+30.0" or "-20.0" and two blanks
constexpr std::size_t kOthersShown = 6;  // lines, a line may be a crowd

std::string pad_left(std::string text, std::size_t columns) {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

void show_lines(const TextContext& context, const Cause& cause, std::size_t indent) {
  for (const ToldLine& told : told_lines(context.view, cause)) {
    std::string words = shown_text(told.line->says);
    if (!told.places.empty())
      words += ' ' + context.page.paint(Ink::faint, '[' + told.places + ']');
    context.page.row(indent, pad_left(decibel_words(told.line->db10), 5), kNumber, words);
  }
}

void show_crowd(const TextContext& context, const Crowd& crowd) {
  std::vector<std::string> names;
  for (const CauseInBrief& cause : crowd.causes) names.push_back(shown_name(cause.name));
  const double each = crowd.causes.front().probability;
  std::string words = list_words(names, kTiedNamed);
  if (names.size() > 1) words = "each: " + words;
  context.page.row(kInnerIndent, pad_left(percent_words(each), 5), kNumber, words);
}

}  // namespace

void show_evidence(const TextContext& context, const Block& block, bool legend) {
  const auto first = leaders(*block.lead);
  if (first.empty()) return;
  context.page.blank();
  context.page.text(2, why_words(context.view, block), 2);
  const Diagnosis& lead = *block.lead;
  show_lines(context, lead.causes[0], kInnerIndent);
  context.page.row(kInnerIndent, pad_left(decibel_words(first.front().score_db10), 5), kNumber,
                   legend ? "in all, in decibans: +10 is ten times as likely, +3 twice" : "in all");
}

void show_others(const TextContext& context, const Diagnosis& diagnosis) {
  std::vector<Crowd> crowds = crowds_behind(diagnosis);
  std::erase_if(crowds, [](const Crowd& crowd) { return !worth_a_line(crowd); });
  if (crowds.empty() || context.all_causes) return;
  context.page.blank();
  context.page.text(
      2, diagnosis.status == Status::insufficient_evidence ? "Causes in question" : "Other causes");
  for (std::size_t i = 0; i < crowds.size() && i < kOthersShown; ++i)
    show_crowd(context, crowds[i]);
}

void show_all_causes(const TextContext& context, const Diagnosis& diagnosis) {
  for (std::size_t i = 1; i < diagnosis.causes.size(); ++i) {
    const Cause cause = diagnosis.causes[i];
    context.page.blank();
    context.page.text(2,
                      std::to_string(cause.rank) + ". " + shown_name(cause.name) + ", " +
                          percent_words(cause.probability) + " (" + shown_name(cause.id) + ')',
                      2);
    show_lines(context, cause, kInnerIndent);
    context.page.row(kInnerIndent, pad_left(decibel_words(cause.score_db10), 5), kNumber, "in all");
  }
}

}  // namespace whylocked
