// Why: the lines that add up to the score, and what else came into question.
#include <algorithm>
#include <map>

#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kNumber = 7;       // "+30.0" or "-20.0" and two blanks
constexpr double kWorthALine = 0.01;     // probability of another cause
constexpr double kWorthACrowd = 0.1;     // of equals that have less each, together
constexpr std::size_t kOthersShown = 6;  // lines, a line may be a crowd

std::string pad_left(std::string text, std::size_t columns) {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

// Strongest first: the order in which a person would tell it. The sum does not mind.
std::vector<const EvidenceLine*> by_weight(const Cause& cause) {
  std::vector<const EvidenceLine*> lines;
  for (const EvidenceLine& line : cause.evidence) lines.push_back(&line);
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto* a, const auto* b) { return a->db10 > b->db10; });
  return lines;
}

std::string file_and_rows(const View& view, const std::vector<Event>& rows) {
  std::string words;
  std::uint16_t file = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].file == file) {
      words += ',';
    } else {
      if (i > 0) words += ' ';
      words += shown_name(view.short_file(rows[i])) + ':';
      file = rows[i].file;
    }
    words += std::to_string(rows[i].row);
  }
  return words;
}

std::vector<Event> first_events(const View& view, const std::vector<std::uint32_t>& events) {
  std::vector<Event> rows;
  for (std::size_t i = 0; i < events.size() && i < kRowsShown; ++i)
    rows.push_back(view.event(events[i]));
  return rows;
}

// A row of calls an hour has a place like any other.
std::string places_words(const View& view, const EvidenceLine& line) {
  std::vector<Event> rows = first_events(view, line.events);
  for (std::size_t i = 0; i < line.activity.size() && i < kRowsShown; ++i) {
    const ActivityHour& hour = view.report().events.activity[line.activity[i]];
    rows.emplace_back().row = hour.row;
    rows.back().file = hour.file;
  }
  return file_and_rows(view, rows);
}

// Lines often rest on the same rows; they are named at the first of them.
void show_lines(const TextContext& context, const Cause& cause, std::size_t indent) {
  std::vector<std::string> shown;
  for (const EvidenceLine* line : by_weight(cause)) {
    std::string words = shown_text(line->says);
    const std::string places = places_words(context.view, *line);
    const bool again = std::find(shown.begin(), shown.end(), places) != shown.end();
    if (!places.empty() && !again) {
      words += ' ' + context.page.paint(Ink::faint, '[' + places + ']');
      shown.push_back(places);
    }
    context.page.row(indent, pad_left(decibel_words(line->db10), 5), kNumber, words);
  }
}

std::string heading(const TextContext& context, const Block& block) {
  const Diagnosis& lead = *block.lead;
  const auto first = leaders(lead);
  const std::string name = shown_name(first.front().name);
  std::string words;
  if (lead.status == Status::diagnosed) {
    words = "Why";
  } else if (lead.status == Status::tied) {
    words = "Why " + name + "; the others add up to the same";
  } else {
    words = "Why " + name + ", which leads with " + percent_words(first.front().probability);
    if (first.size() > 1) words += " beside " + count_words(first.size() - 1, "other cause");
  }
  if (block.lockouts.size() == 1) return words;
  const Incident& incident = context.view.incident(lead);
  words += " (lockout of " + time_words(incident.locked_at);
  if (block.users.size() > 1) words += ", " + shown_name(context.view.user(incident.user));
  return words + ')';
}

// Causes that nothing tells apart, as one line.
struct Crowd {
  std::vector<CauseInBrief> causes;
};

bool worth_a_line(const Crowd& crowd) {
  const double each = crowd.causes.front().probability;
  return each >= kWorthALine || each * static_cast<double>(crowd.causes.size()) >= kWorthACrowd;
}

std::vector<Crowd> crowds_behind(const Diagnosis& diagnosis) {
  const bool leader_told = diagnosis.status != Status::insufficient_evidence;
  std::vector<Crowd> crowds;
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i) {
    const CauseInBrief cause = diagnosis.causes.brief(i);
    if (leader_told && cause.rank == 1) continue;
    if (cause.rank != rank) crowds.emplace_back();
    rank = cause.rank;
    crowds.back().causes.push_back(cause);
  }
  return crowds;
}

void show_crowd(const TextContext& context, const Crowd& crowd) {
  std::vector<std::string> names;
  for (const CauseInBrief& cause : crowd.causes) names.push_back(shown_name(cause.name));
  const double each = crowd.causes.front().probability;
  std::string words = list_words(names, kTiedNamed);
  if (names.size() > 1) words = "each: " + words;
  context.page.row(kIndent, pad_left(percent_words(each), 5), kNumber, words);
}

}  // namespace

std::string places_words(const View& view, const std::vector<std::uint32_t>& events) {
  return file_and_rows(view, first_events(view, events));
}

void show_evidence(const TextContext& context, const Block& block, bool legend) {
  const auto first = leaders(*block.lead);
  if (first.empty()) return;
  context.page.blank();
  context.page.text(2, heading(context, block), 2);
  const Diagnosis& lead = *block.lead;
  show_lines(context, lead.causes[0], kIndent);
  context.page.row(kIndent, pad_left(decibel_words(first.front().score_db10), 5), kNumber,
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
    show_lines(context, cause, kIndent);
    context.page.row(kIndent, pad_left(decibel_words(cause.score_db10), 5), kNumber, "in all");
  }
}

}  // namespace whylocked
