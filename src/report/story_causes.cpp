// Why: the lines of a cause, the rows they rest on, the causes that nothing tells apart.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page.hpp"
#include "report/story.hpp"

namespace whylocked {

namespace {

constexpr double kWorthALine = 0.01;  // probability of another cause
constexpr double kWorthACrowd = 0.1;  // of equals that have less each, together
constexpr std::size_t kMaxPlaces = 4;

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

}  // namespace

std::string places_words(const View& view, const std::vector<std::uint32_t>& events) {
  return file_and_rows(view, first_events(view, events));
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

// Strongest first: the order in which a person would tell it. The sum does not mind.
std::vector<ToldLine> told_lines(const View& view, const Cause& cause) {
  std::vector<ToldLine> lines;
  for (const EvidenceLine& line : cause.evidence) lines.push_back({&line, {}});
  std::stable_sort(lines.begin(), lines.end(), [](const ToldLine& a, const ToldLine& b) {
    return a.line->db10 > b.line->db10;
  });
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    std::string places = places_words(view, *line->line);
    const bool again = std::any_of(lines.begin(), line,
                                   [&](const ToldLine& before) { return before.places == places; });
    if (!again) line->places = std::move(places);
  }
  return lines;
}

std::string why_words(const View& view, const Block& block) {
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
  const Incident& incident = view.incident(lead);
  words += " (lockout of " + time_words(incident.locked_at);
  if (block.users.size() > 1) words += ", " + shown_name(view.user(incident.user));
  return words + ')';
}

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
    if (cause.rank != rank) crowds.emplace_back().first = i;
    rank = cause.rank;
    crowds.back().causes.push_back(cause);
  }
  return crowds;
}

std::string cause_name(const Diagnosis& diagnosis, std::string_view id) {
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i)
    if (const CauseInBrief cause = diagnosis.causes.brief(i); cause.id == id)
      return shown_name(cause.name);
  const Integration* product = find_integration(id);
  return product != nullptr ? std::string(product->name) : shown_text(id);
}

// Bits are for those who know them; how many causes an answer leaves is for everybody.
std::string worth_words(double bits) {
  const double factor = std::exp2(bits);
  std::string words = fmt::format("worth {:.1f}{}bits", bits, kGlue);
  if (factor >= 1.5)
    words += ": about one cause in " + number_words(static_cast<std::uint64_t>(factor + 0.5)) +
             " is left";
  return words;
}

// Any of them may hold the old password; looking at each is often quicker than a test.
std::vector<PlaceOfTie> places_of_tie(const Diagnosis& diagnosis) {
  std::vector<PlaceOfTie> places;
  const std::size_t tied = leaders(diagnosis).size();
  for (std::size_t i = 0; i < tied && tied <= kMaxPlaces; ++i) {
    if (diagnosis.causes.brief(i).kind != CauseKind::integration) continue;
    Cause cause = diagnosis.causes[i];
    std::string& where = cause.fix.where;
    if (where.starts_with(cause.name + ": ")) where.erase(0, cause.name.size() + 2);
    places.push_back({cause.name, where});
  }
  return places;
}

}  // namespace whylocked
