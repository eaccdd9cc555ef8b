// The text report: a summary, then the cases, costliest first.
//
// Its reader is an administrator with a locked account and a user on the phone, so the cause, its
// certainty and what to do come first. Steps shared by several remedies appear once, at the end. -v
// shows everything, and more cases.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/outline.hpp"
#include "report/timeline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kMaxCases = 15, kMaxFullCases = 100;  // of at most a dozen lines, of any
constexpr std::size_t kReasons = 2,
                      kLines = 11;  // a case has one reason beyond that
constexpr double kWorthExplaining = .01;
constexpr std::size_t kIndent = 3, kLabel = 9, kInner = 5;

// The case that shows each list of steps.
using ShownSteps = std::map<std::vector<std::string>, std::size_t>;

// Shortens a part for case `index`: shared steps appear at the end of the report, and steps of an
// earlier case are not repeated.
void shorten(Part& part, std::size_t index, bool verbose, ShownSteps& shown) {
  part.steps.resize(part.steps.size() - part.shared);
  if (!verbose && part.kind != Part::reason) part.items.clear();
  if (part.steps.empty()) return;
  if (verbose && part.kind == Part::action) return;
  const bool hidden = part.kind == Part::check && !verbose;
  const std::size_t first = hidden ? index : shown.try_emplace(part.steps, index).first->second;
  std::string& words = part.words;
  if (hidden)
    words += " Steps: -v.";
  else if (first < index)
    words = fmt::format("{} case{}{}{}", words.empty() ? "as in" : words + " Steps:", kNoBreak,
                        first + 1, words.empty() ? "" : ".");
  if (hidden || first < index) part.steps.clear();
}

std::size_t lines_of(const std::vector<Part>& parts, std::size_t width) {
  std::string text;
  TextLayout page(width, false, text);
  for (const Part& part : parts) add_part(part, page);
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

void add_all_causes(const ReportView& view, const Diagnosis& diagnosis, TextLayout& page) {
  for (const Cause& cause : view.explain(diagnosis)) {
    page.blank();
    if (cause.probability < kWorthExplaining)
      return page.text(kIndent, "Causes below 1 %: --format json");
    page.text(kIndent,
              std::to_string(cause.rank) + ". " + shown_name(cause.name) + ", " +
                  percent_words(cause.probability) + " (" + shown_name(cause.id) + ')',
              2);
    for (const EvidenceRow& row : evidence_rows(view, cause))
      page.row(kInner, fmt::format("{:>5}", deciban_words(row.line->db10)), 7,
               view.shown(row.line->says()) +
                   (row.rows.empty() ? "" : ' ' + page.paint(Style::faint, '[' + row.rows + ']')));
    page.row(kInner, deciban_words(cause.score_db10), 7,
             "total, in decibans (+10 = ten times as likely, +3 = twice)");
  }
}

void add_timeline(const ReportView& view, const Case& one, TextLayout& page) {
  constexpr std::string_view kBars[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::size_t kColumns[] = {60, 45, 36, 30, 20};  // divisors of kSteps
  const std::size_t room = page.width() - kIndent - kLabel;
  const std::size_t count = *std::find_if(std::begin(kColumns), std::end(kColumns) - 1,
                                          [&](std::size_t columns) { return columns <= room; });
  const Timeline line = make_timeline(view, one);
  std::vector<std::uint64_t> failures(count);
  std::vector<char> sign(count, 0);
  for (std::size_t step = 0; step < kSteps; ++step) {
    const std::size_t at = step * count / kSteps;
    for (const Lane& lane : line.lanes) failures[at] += lane.failures[step];
    if (line.unlocks[step] > 0 && sign[at] == 0) sign[at] = 'U';
    if (line.changes[step] > 0 && sign[at] != 'L') sign[at] = 'C';
    if (line.locks[step] > 0) sign[at] = 'L';
  }
  const std::uint64_t most = std::max<std::uint64_t>(1, *std::ranges::max_element(failures));
  std::string row;
  for (std::size_t i = 0; i < count; ++i)
    row += sign[i] != 0 ? std::string(1, sign[i])
                        : std::string(kBars[(failures[i] * 8 + most - 1) / most]);
  const Micros from = line.from / kSecond * kSecond, to = line.to / kSecond * kSecond;
  page.row(kIndent, "When", kLabel, row);
  page.row(kIndent, "", kLabel,
           view.clock().moment(from) + " to " + view.clock().moment_after(to, from) +
               "; bars: failed logins, C: change, L: lock, U: unlock");
}

void add_case(const ReportView& view, std::size_t index, const Cause& leading, bool verbose,
              ShownSteps& shown, TextLayout& page) {
  const Diagnosis& diagnosis = view.report().cases[index];
  const Style style = diagnosis.verdict().empty() ? Style::yellow : Style::green;
  page.blank();
  page.text(0,
            std::to_string(index + 1) + ". " + page.paint(style, verdict_words(diagnosis)) + ' ' +
                page.paint(Style::faint, '(' + view.case_of(diagnosis).id + ')'),
            kIndent);
  std::vector<Part> parts = outline(view, diagnosis, leading, verbose, verbose ? 0 : kReasons);
  if (!verbose)
    std::erase_if(parts, [](const Part& part) {
      return part.kind == Part::detail || part.kind == Part::source;
    });
  for (Part& part : parts) shorten(part, index, verbose, shown);
  if (!verbose && lines_of(parts, page.width()) > kLines)
    for (Part& part : parts)
      if (part.kind == Part::reason && !part.items.empty()) part.items.resize(1);
  for (const Part& part : parts) add_part(part, page);
  if (!verbose) return;
  add_timeline(view, view.case_of(diagnosis), page);
  add_all_causes(view, diagnosis, page);
}

// Steps shared by remedies, with the numbers of their cases unless they apply to all.
void add_shared_steps(const ReportView& view, std::span<const Fix> fixes, TextLayout& page) {
  std::vector<std::pair<std::string, std::vector<std::string>>> steps;
  for (std::size_t i = 0; i < fixes.size(); ++i)
    for (const std::string& step : fixes[i].shared_steps()) {
      auto known = std::ranges::find(steps, step, [](const auto& pair) { return pair.first; });
      if (known == steps.end()) known = steps.insert(steps.end(), {step, {}});
      known->second.push_back(std::to_string(i + 1));
    }
  if (steps.empty()) return;
  page.blank();
  page.text(0, "After that:");
  for (const auto& [step, numbers] : steps)
    page.row(2, "-", 2,
             (numbers.size() == fixes.size()
                  ? ""
                  : (numbers.size() == 1 ? "Case " : "Cases ") + list_words(numbers, 8) + ": ") +
                 view.shown(step));
}

void add_cases(const ReportView& view, bool verbose, TextLayout& page) {
  const std::size_t count = view.report().cases.size();
  const std::size_t shown = std::min(count, verbose ? kMaxFullCases : kMaxCases);
  std::vector<Fix> fixes;
  ShownSteps steps;
  for (std::size_t i = 0; i < shown; ++i) {
    const Diagnosis& one = view.report().cases[i];
    Cause leading = view.leading_cause(one);
    add_case(view, i, leading, verbose, steps, page);
    fixes.push_back(one.has_fix() ? std::move(leading.fix) : Fix());
  }
  add_shared_steps(view, fixes, page);
  if (shown == count) return;
  page.blank();
  page.text(0, left_out_words(view, shown) +
                   (verbose ? ": --format json has all, --user NAME one account"
                            : ": --format html shows all, --user NAME one account"));
}

}  // namespace

void add_part(const Part& part, TextLayout& page) {
  std::string_view label = part.label;
  const auto add_row = [&](const std::string& words, const std::string& number = {}) {
    std::string front(std::exchange(label, ""));
    if (!number.empty()) front.resize(kLabel, ' ');
    page.row(kIndent, front + number, kLabel + (number.empty() ? 0 : number.size() + 1), words);
  };
  const bool is_action = part.kind == Part::action || part.kind == Part::check;
  if (!part.words.empty())
    add_row(part.kind == Part::warning  ? page.paint(Style::red, part.words)
            : part.kind == Part::source ? page.paint(Style::faint, part.words)
            : is_action                 ? page.paint(Style::bold, part.words)
                                        : part.words);
  for (std::size_t i = 0; i < part.steps.size(); ++i)
    add_row(part.steps[i], part.steps.size() > 1 ? std::to_string(i + 1) + '.' : "");
  for (const std::string& item : part.items) add_row(item);
}

void write_text(const ReportView& view, const ReportOptions& options, std::string& out) {
  TextLayout page(options.width, options.color, out);
  for (const std::string& line : summary_lines(view)) page.text(0, line, 2);
  if (view.report().cases.empty()) {
    page.blank();
    for (const std::string& line : nothing_found(view)) page.text(0, line, 2);
  }
  add_cases(view, options.all_causes, page);
  page.blank();
  if (const std::string words = surer_words(view, options); !words.empty())
    page.text(0, "To be more certain: " + words, 2);
  if (options.all_causes)
    for (const std::string& line : basis_lines(view)) page.text(0, line, 2);
  else if (!view.report().cases.empty())
    page.text(0, "Add -v for all evidence");
}

}  // namespace whylocked::report
