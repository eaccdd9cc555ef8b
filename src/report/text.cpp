// The report for people: a summary, then a block a case, the costliest first.
//
// An administrator with a locked account and somebody on the phone reads it: what did it, how sure
// that is and what to do now come first. Reasons, callers and alternatives are cut until a case
// takes kMaxBlockLines lines, or nothing is left to cut; a report takes at most kMaxLines. -v shows
// everything of the kMaxFullBlocks costliest cases.
#include <algorithm>

#include "report/layout.hpp"
#include "report/summary.hpp"
#include "report/timeline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kMaxLines = 200, kMaxBlockLines = 12;
constexpr std::size_t kMaxFullBlocks = 100;  // a thousand lines each may be needed
constexpr std::size_t kLinesAtEnd = 8;       // what follows the cases
constexpr std::size_t kIndent = 3, kLabel = 9, kInner = 5;

struct Context {
  const ReportView& view;
  Clock clock;
  TextLayout& page;
  bool verbose = false;
};

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// How much of a case is shown; reduced until the block fits. The steps of a remedy or a test are
// never left out.
struct Detail {
  std::size_t reasons = 3, callers = 2;
  bool others = true;  // unless a cause is diagnosed they are always shown
};
constexpr Detail kDetails[] = {{},
                               {.callers = 1},
                               {.reasons = 2, .callers = 1},
                               {.reasons = 1, .callers = 1},
                               {.reasons = 1, .callers = 1, .others = false}};

void add_row(const Context& context, std::string_view label, std::string_view words) {
  if (!words.empty()) context.page.row(kIndent, label, kLabel, words);
}

Style style_of(Status status) {
  return status == Status::diagnosed || status == Status::likely ? Style::green : Style::yellow;
}

void add_head(const Context& context, const Diagnosis& diagnosis, std::size_t number) {
  TextLayout& page = context.page;
  page.text(0,
            std::to_string(number) + ". " +
                page.paint(style_of(diagnosis.status), verdict_words(diagnosis)) + ' ' +
                page.paint(Style::faint, '(' + context.view.case_of(diagnosis).id + ')'),
            kIndent);
}

void add_conflicts(const Context& context, const Diagnosis& diagnosis) {
  for (const Conflict& conflict : diagnosis.conflicts)
    add_row(context, "Conflict", context.page.paint(Style::red, conflict_words(conflict)));
}

void add_steps(const Context& context, std::string_view label,
               const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::string number(i == 0 ? label : "");
    number.resize(kLabel, ' ');
    context.page.row(kIndent, number + std::to_string(i + 1) + '.', kLabel + 3,
                     shown_text(steps[i], &context.clock));
  }
}

void add_action(const Context& context, const Diagnosis& diagnosis, const Fix& fix) {
  if (!diagnosis.has_fix()) return;
  add_row(context, "Where", context.page.paint(Style::bold, shown_text(fix.where)));
  add_steps(context, "Do this", fix.steps);
}

void add_reasons(const Context& context, const Cause& cause, std::size_t most) {
  std::string_view label = "Because";
  for (const EvidenceLine* line : strongest_reasons(cause, most)) {
    add_row(context, label, reason_words(*line, context.clock));
    label = "";
  }
}

// Whether the steps of its next test are shown, and not only what they are for.
bool shows_steps(const Context& context, const Diagnosis& diagnosis) {
  return context.verbose || diagnosis.verdict().empty();
}

// The number of the first case that shows the steps of the same test: this one's, or one before it.
std::size_t first_with_test(const Context& context, const Diagnosis& diagnosis) {
  const auto& cases = context.view.report().cases;
  const auto first = std::find_if(cases.begin(), cases.end(), [&](const Diagnosis& other) {
    return &other == &diagnosis || (shows_steps(context, other) && other.next_test &&
                                    other.next_test->says == diagnosis.next_test->says &&
                                    other.next_test->steps == diagnosis.next_test->steps);
  });
  return static_cast<std::size_t>(first - cases.begin()) + 1;
}

void add_next_test(const Context& context, const Diagnosis& diagnosis) {
  if (!diagnosis.next_test) return;
  const NextTest& test = *diagnosis.next_test;
  const std::size_t first = first_with_test(context, diagnosis);
  const bool before = &context.view.report().cases[first - 1] != &diagnosis;
  const bool steps = shows_steps(context, diagnosis) && !test.steps.empty();
  add_row(context, "Next",
          context.page.paint(Style::bold, shown_text(test.says)) +
              (steps && before ? " Steps: case " + std::to_string(first) + '.' : ""));
  if (steps && !before) add_steps(context, "", test.steps);
  if (!context.verbose) return;
  for (const Outcome& outcome : test.outcomes)
    add_row(context, "", outcome_words(diagnosis, outcome));
  add_row(context, "", worth_words(test.bits));
}

void add_short_block(const Context& context, const Diagnosis& diagnosis, std::size_t number,
                     const Cause& cause, const Detail& detail) {
  const ReportView& view = context.view;
  const Case& one = view.case_of(diagnosis);
  add_head(context, diagnosis, number);
  add_conflicts(context, diagnosis);
  if (one.incidents.empty()) {
    add_row(context, "Tried", accounts_words(view, one));
    add_row(context, "Locked", locked_words(view, one));
  } else {
    add_row(context, "Locked", accounts_words(view, one) + ", " + locked_words(view, one));
  }
  add_row(context, "Caller", callers_words(view, one, detail.callers));
  add_action(context, diagnosis, cause.fix);
  add_reasons(context, cause, detail.reasons);
  if (detail.others || diagnosis.status != Status::diagnosed)
    add_row(context, diagnosis.status == Status::insufficient_evidence ? "Perhaps" : "Or else",
            others_words(diagnosis));
  add_next_test(context, diagnosis);
}

// The block with as much detail as fits.
std::string fitted_block(const Context& context, const Diagnosis& diagnosis, std::size_t number) {
  const Cause cause = context.view.leading_cause(diagnosis);
  std::string text;
  for (const Detail& detail : kDetails) {
    text.clear();
    TextLayout page(context.page.width(), context.page.color(), text);
    add_short_block({context.view, context.clock, page}, diagnosis, number, cause, detail);
    if (lines_of(text) <= kMaxBlockLines) break;
  }
  return text;
}

// Everything of a case, for -v.

void add_evidence(const Context& context, const Cause& cause) {
  for (const EvidenceRow& row : evidence_rows(context.view, cause)) {
    std::string words = shown_text(row.line->says(), &context.clock);
    if (!row.rows.empty()) words += ' ' + context.page.paint(Style::faint, '[' + row.rows + ']');
    const std::string number = deciban_words(row.line->db10);
    context.page.row(kInner, std::string(5 - std::min<std::size_t>(5, number.size()), ' ') + number,
                     7, words);
  }
  context.page.row(kInner, deciban_words(cause.score_db10), 7,
                   "total, in decibans (+10 = ten times as likely, +3 = twice)");
}

void add_all_causes(const Context& context, const Diagnosis& diagnosis) {
  for (const Cause& cause : context.view.explain(diagnosis)) {
    context.page.blank();
    context.page.text(kIndent,
                      std::to_string(cause.rank) + ". " + shown_name(cause.name) + ", " +
                          percent_words(cause.probability) + " (" + shown_name(cause.id) + ')',
                      2);
    add_evidence(context, cause);
  }
}

void add_callers(const Context& context, const Diagnosis& diagnosis) {
  const Incident* const lead = context.view.lead(diagnosis);
  if (lead == nullptr)
    return add_row(context, "Callers",
                   callers_words(context.view, context.view.case_of(diagnosis)));
  std::string_view label = "Callers";
  for (const Contribution& part : lead->contributions) {
    const Caller& caller = context.view.caller(part.caller);
    std::string words = caller_words(context.view, caller);
    for (const std::string& more :
         {part_words(context.view, *lead, part), rhythm_words(context.view, caller)})
      if (!more.empty()) words += "; " + more;
    add_row(context, label, words);
    label = "";
  }
  add_row(context, "Trigger", trigger_words(context.view, *lead));
}

void add_timeline(const Context& context, const Case& one) {
  constexpr std::string_view kBars[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::size_t kColumns[] = {60, 45, 36, 30, 20};  // divisors of kSteps
  const std::size_t room = context.page.width() - kIndent - kLabel;
  const std::size_t count = *std::find_if(std::begin(kColumns), std::end(kColumns) - 1,
                                          [&](std::size_t columns) { return columns <= room; });
  const Timeline line = make_timeline(context.view, one);
  std::vector<std::uint64_t> failures(count);
  std::vector<char> sign(count, 0);
  for (std::size_t step = 0; step < kSteps; ++step) {
    const std::size_t at = step * count / kSteps;
    for (const Lane& lane : line.lanes) failures[at] += lane.failures[step];
    if (line.unlocks[step] > 0 && sign[at] == 0) sign[at] = 'U';
    if (line.changes[step] > 0 && sign[at] != 'L') sign[at] = 'C';
    if (line.locks[step] > 0) sign[at] = 'L';
  }
  const std::uint64_t most =
      std::max<std::uint64_t>(1, *std::max_element(failures.begin(), failures.end()));
  std::string row;
  for (std::size_t i = 0; i < count; ++i)
    row += sign[i] != 0 ? std::string(1, sign[i])
                        : std::string(kBars[(failures[i] * 8 + most - 1) / most]);
  const Micros from = line.from / kSecond * kSecond, to = line.to / kSecond * kSecond;
  add_row(context, "When", row);
  add_row(context, "",
          context.clock.moment(from) + " to " + context.clock.moment_after(to, from) +
              "; bars: failed logins, C: change, L: lock, U: unlock");
}

void add_full_block(const Context& context, const Diagnosis& diagnosis, std::size_t number) {
  const ReportView& view = context.view;
  const Case& one = view.case_of(diagnosis);
  const Cause cause = view.leading_cause(diagnosis);
  add_head(context, diagnosis, number);
  add_conflicts(context, diagnosis);
  add_row(context, one.incidents.empty() ? "Tried" : "Account",
          accounts_words(view, one, one.users.size()));
  add_row(context, "Locked", locked_words(view, one, true));
  if (!one.incidents.empty() && one.kind == CaseKind::campaign)
    add_row(context, "Tried", campaign_words(view, one));
  add_callers(context, diagnosis);
  for (const Text& caveat : diagnosis.caveats)
    add_row(context, "Note", shown_text(caveat, &context.clock));
  add_row(context, "After", after_words(view, one));
  add_timeline(context, one);
  add_action(context, diagnosis, cause.fix);
  if (!cause.fix.source.empty() && diagnosis.has_fix())
    add_row(context, "", context.page.paint(Style::faint, shown_text(cause.fix.source)));
  add_next_test(context, diagnosis);
  add_all_causes(context, diagnosis);
}

void add_left_out(const Context& context, std::size_t from) {
  context.page.blank();
  context.page.text(0,
                    left_out_words(context.view, from) +
                        (context.verbose ? ": --format json has all, --user NAME one account"
                                         : ": --format html shows all, --user NAME one account"));
}

void add_cases(const Context& context, std::string& out) {
  const auto& cases = context.view.report().cases;
  std::size_t lines = lines_of(out);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (context.verbose) {
      if (i == kMaxFullBlocks) return add_left_out(context, i);
      context.page.blank();
      add_full_block(context, cases[i], i + 1);
      continue;
    }
    const std::string block = fitted_block(context, cases[i], i + 1);
    lines += lines_of(block) + 1;
    if (lines + kLinesAtEnd > kMaxLines) return add_left_out(context, i);
    context.page.blank();
    context.page.lines(block);
  }
}

void add_end(const Context& context) {
  context.page.blank();
  if (const std::string words = surer_words(context.view); !words.empty())
    context.page.text(0, "To be surer: " + words, 2);
  if (context.verbose)
    for (const std::string& line : basis_lines(context.view)) context.page.text(0, line, 2);
  else if (!context.view.report().cases.empty())
    context.page.text(0, "All evidence: -v");
}

}  // namespace

void write_text(const ReportView& view, const ReportOptions& options, std::string& out) {
  TextLayout page(options.width, options.color, out);
  const Context context{view, clock_of(view), page, options.all_causes};
  for (const std::string& line : summary_lines(view)) page.text(0, line, 2);
  if (view.report().cases.empty()) {
    page.blank();
    for (const std::string& line : nothing_found(view)) page.text(0, line, 2);
  }
  add_cases(context, out);
  add_end(context);
  if (options.flush) options.flush(out);
}

}  // namespace whylocked::report
