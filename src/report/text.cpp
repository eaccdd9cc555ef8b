// One block: the account, the verdict, and the facts beside their labels.
#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "report/layout.hpp"
#include "report/wording.hpp"
#include "report/timeline.hpp"

namespace whylocked {

// The parts of the report for people, top to bottom.
//
// In:  a ReportView, a CaseGroup, the options.  Out: lines on a TextLayout.
// The answer comes first, then why, then what to do; what is only of interest to some is one line.
// Lifetime: none.  Threads: pure.  Failure: none.

// What was written before, by what it depends on: most lockouts of an export are alike.
struct TextMemo {
  using Key = std::pair<const void*, const NextTest*>;  // Causes::likeness, Diagnosis::next_test
  std::map<Key, std::string> tails;                     // of blocks: advice and other causes
  std::unordered_map<const void*, std::string> verdicts;
};

// Columns: of a block's lines and their labels ("Trigger" and two blanks), of what explains them.
inline constexpr std::size_t kBlockIndent = 2, kBlockLabel = 9, kInnerIndent = 4;

struct TextContext {
  const ReportView& view;
  TextLayout& page;
  TextMemo& memo;
  bool all_causes = false;
};

// text_summary.cpp
void show_summary(const TextContext& context);
void show_overview(const TextContext& context, const std::vector<CaseGroup>& blocks);
void show_no_lockout(const TextContext& context);
void show_missing(const TextContext& context);

// text_block.cpp: who was locked, by what, when, from where.
// `first`: of the report; it alone explains the unit of its numbers.
void show_block(const TextContext& context, const CaseGroup& block, bool first);
std::string shown_verdict(const TextContext& context, const Diagnosis& diagnosis);

// text_evidence.cpp
void show_evidence(const TextContext& context, const CaseGroup& block, bool legend);
void show_others(const TextContext& context, const Diagnosis& diagnosis);
void show_all_causes(const TextContext& context, const Diagnosis& diagnosis);

// text_callers.cpp
void show_callers(const TextContext& context, const Incident& incident);

// text_timeline.cpp
void show_timeline(const TextContext& context, const CaseGroup& block);

// text_advice.cpp
void show_advice(const TextContext& context, const Diagnosis& diagnosis);

namespace {

// Advice and other causes: nothing in them is of this lockout alone.
void show_tail(const TextContext& context, const Diagnosis& lead) {
  const auto show = [&] {
    show_advice(context, lead);
    show_others(context, lead);
  };
  const void* const like = lead.causes.likeness();
  if (like == nullptr) return show();
  constexpr std::size_t kMaxKept = 1 << 12;
  if (context.memo.tails.size() >= kMaxKept) context.memo.tails.clear();
  std::string& known = context.memo.tails[{like, lead.next_test ? &*lead.next_test : nullptr}];
  if (!known.empty()) return context.page.lines(known);
  const std::size_t from = context.page.size();
  show();
  known = context.page.since(from);
}

void show_head(const TextContext& context, const CaseGroup& block) {
  std::string head = context.page.paint(Style::bold, accounts_words(context.view, block));
  if (block.lead->account_kind == "api_user" && block.users.size() == 1) head += " (API user)";
  context.page.text(0, head);
  if (block.users.size() == 1) return;
  std::vector<std::string> names;
  for (const TextId user : block.users) names.push_back(shown_name(context.view.user(user)));
  context.page.text(kBlockIndent,
                    list_words(names, context.all_causes ? names.size() : kUsersListed));
}

}  // namespace

std::string shown_verdict(const TextContext& context, const Diagnosis& diagnosis) {
  const Wording how{context.page.color(), context.all_causes};
  const void* const like = diagnosis.causes.likeness();
  if (like == nullptr) return verdict_words(diagnosis, how);
  std::string& known = context.memo.verdicts[like];
  if (known.empty()) known = verdict_words(diagnosis, how);
  return known;
}

void show_block(const TextContext& context, const CaseGroup& block, bool first) {
  TextLayout& page = context.page;
  const Incident& incident = context.view.incident(*block.lead);
  show_head(context, block);
  page.row(kBlockIndent, "Cause", kBlockLabel, shown_verdict(context, *block.lead));
  page.row(kBlockIndent, "Locked", kBlockLabel,
           locked_words(context.view, block, context.all_causes));
  show_callers(context, incident);
  if (const std::string trigger = trigger_words(context.view, incident); !trigger.empty())
    page.row(kBlockIndent, "Trigger", kBlockLabel, trigger);
  for (const std::string& caveat : block.lead->caveats)
    page.row(kBlockIndent, "Note", kBlockLabel, shown_text(caveat));
  if (const std::uint64_t after = attempts_after(context.view, block); after > 0)
    page.row(kBlockIndent, "After", kBlockLabel,
             count_words(after, "more attempt") + " while locked: " +
                 (after == 1 ? "an effect, not a cause" : "effects, not causes"));
  // Of the first story only, as it looks at every event; --format html draws all of them.
  if (first) show_timeline(context, block);
  show_evidence(context, block, first);
  show_tail(context, *block.lead);
  if (context.all_causes) show_all_causes(context, *block.lead);
}

// The frame of the report: what was read, which stories there are, what a fuller export would tell.

namespace {

constexpr std::size_t kGroupsShown = 5;

// Who operates an address is known as of a date.
void show_date(const TextContext& context) {
  context.page.text(0, "Facts about integrations are of " + std::string(catalog_date()) +
                           ", about addresses of " + std::string(network_table_date()) + '.');
}

}  // namespace

void show_summary(const TextContext& context) {
  context.page.text(0, counts_words(context.view));
  if (const std::string period = period_words(context.view.report()); !period.empty())
    context.page.text(0, period);
}

void show_overview(const TextContext& context, const std::vector<CaseGroup>& blocks) {
  TextLayout& page = context.page;
  std::size_t widest = 0;
  for (const CaseGroup& block : blocks)
    widest = std::max(widest, accounts_words(context.view, block).size());
  page.blank();
  for (const CaseGroup& block : blocks)
    page.row(2, accounts_words(context.view, block), std::min(widest, page.width() / 2) + 2,
             shown_verdict(context, *block.lead));
}

void show_no_lockout(const TextContext& context) {
  const Report& report = context.view.report();
  TextLayout& page = context.page;
  page.blank();
  page.text(0, page.paint(Style::bold,
                          "No lockout in " + count_words(report.summary.events, "event") + '.'));
  const std::vector<Failures> failures = largest_failures(report.correlation.groups, kGroupsShown);
  if (failures.empty()) return;
  page.blank();
  page.text(0, "Most failed logins");
  const std::size_t number = number_words(failures.front().count).size();
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const std::string count = number_words(failures[i].count);
    page.row(2, std::string(number - count.size(), ' ') + count, number + 2,
             failures_words(context.view, failures[i]));
  }
}

void show_missing(const TextContext& context) {
  if (context.view.report().lockouts.empty()) return;
  const std::vector<std::string> columns = missing_columns(context.view.report());
  context.page.blank();
  if (columns.empty()) return show_date(context);
  std::string words = "Not in this export, but would help: ";
  for (const std::string& column : columns)
    words += (&column == &columns.front() ? "" : ", ") + shown_text(column);
  context.page.text(0, words);
  show_date(context);
}

// Who called: address, place, client, its part in the lockout, its beat.

namespace {

constexpr std::size_t kCallersShown = 3;

std::string blame_words(const ReportView& view, const Incident& incident, const Contribution& blame) {
  const Caller& origin = view.origin(blame);
  std::string words = caller_words(view, origin);
  if (const std::string part = part_words(view, incident, blame); !part.empty())
    words += "; " + part;
  if (const std::string beat = beat_words(origin.rhythm); !beat.empty()) words += "; " + beat;
  return words;
}

}  // namespace

void show_callers(const TextContext& context, const Incident& incident) {
  const std::size_t shown = context.all_causes ? incident.contributions.size()
                                               : std::min(incident.contributions.size(), kCallersShown);
  double rest = 0;
  for (std::size_t i = 0; i < incident.contributions.size(); ++i) {
    if (i >= shown)
      rest += incident.contributions[i].share;
    else
      context.page.row(kBlockIndent,
                       i > 0       ? ""
                       : shown > 1 ? "Callers"
                                   : "Caller",
                       kBlockLabel, blame_words(context.view, incident, incident.contributions[i]));
  }
  if (incident.contributions.size() > shown)
    context.page.row(kBlockIndent, "", kBlockLabel,
                     "and " + number_words(incident.contributions.size() - shown) + " more, " +
                         percent_words(rest) + " of the lockout together");
}

// Why: the lines that add up to the score, and what else came into question.

namespace {

constexpr std::size_t kNumber = 7;       // "+30.0" or "-20.0" and two blanks
constexpr std::size_t kOthersShown = 6;  // lines, a line may be a crowd

std::string pad_left(std::string text, std::size_t columns) {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

void show_lines(const TextContext& context, const Cause& cause, std::size_t indent) {
  for (const EvidenceRow& told : evidence_rows(context.view, cause)) {
    std::string words = shown_text(told.line->says);
    if (!told.places.empty())
      words += ' ' + context.page.paint(Style::faint, '[' + told.places + ']');
    context.page.row(indent, pad_left(decibel_words(told.line->db10), 5), kNumber, words);
  }
}

void show_tie(const TextContext& context, const TieGroup& crowd) {
  std::vector<std::string> names;
  for (const CauseInBrief& cause : crowd.causes) names.push_back(shown_name(cause.name));
  const double each = crowd.causes.front().probability;
  std::string words = list_words(names, kTiedNamed);
  if (names.size() > 1) words = "each: " + words;
  context.page.row(kInnerIndent, pad_left(percent_words(each), 5), kNumber, words);
}

}  // namespace

void show_evidence(const TextContext& context, const CaseGroup& block, bool legend) {
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
  std::vector<TieGroup> crowds = other_ties(diagnosis);
  std::erase_if(crowds, [](const TieGroup& crowd) { return !worth_a_line(crowd); });
  if (crowds.empty() || context.all_causes) return;
  context.page.blank();
  context.page.text(
      2, diagnosis.status == Status::insufficient_evidence ? "Causes in question" : "Other causes");
  for (std::size_t i = 0; i < crowds.size() && i < kOthersShown; ++i)
    show_tie(context, crowds[i]);
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

// When it happened, in one row: the failures of a step as a bar, changes, locks and unlocks as
// letters above all.

namespace {

constexpr std::size_t kTimelineColumns[] = {90, 60, 45, 36, 30, 20};  // each a divisor of kSteps
constexpr std::string_view kBars[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

struct Column {
  std::uint64_t failures = 0;
  bool change = false, lock = false, unlock = false;
};

std::vector<Column> columns_of(const Timeline& line, std::size_t count) {
  std::vector<Column> columns(count);
  for (std::size_t step = 0; step < kSteps; ++step) {
    Column& column = columns[step * count / kSteps];
    for (const Lane& lane : line.lanes) column.failures += lane.failures[step];
    column.change |= line.changes[step] > 0;
    column.lock |= line.locks[step] > 0;
    column.unlock |= line.unlocks[step] > 0;
  }
  return columns;
}

// Rounded up, so that a single failure is seen.
std::string_view bar(std::uint64_t failures, std::uint64_t most) {
  constexpr std::uint64_t kHighest = std::size(kBars) - 1;
  return most == 0 ? kBars[0] : kBars[(failures * kHighest + most - 1) / most];
}

}  // namespace

void show_timeline(const TextContext& context, const CaseGroup& block) {
  TextLayout& page = context.page;
  const std::size_t room = page.width() - kBlockIndent - kBlockLabel;
  const std::size_t count =
      *std::find_if(std::begin(kTimelineColumns), std::end(kTimelineColumns) - 1,
                    [&](std::size_t columns) { return columns <= room; });
  const Timeline line = make_timeline(context.view, block);
  const std::vector<Column> columns = columns_of(line, count);
  std::uint64_t most = 0;
  for (const Column& column : columns) most = std::max(most, column.failures);
  std::string row;
  bool change = false, unlock = false;
  for (const Column& column : columns) {
    row += column.lock     ? "L"
           : column.change ? "C"
           : column.unlock ? "U"
                           : bar(column.failures, most);
    change |= column.change && !column.lock;
    unlock |= column.unlock && !column.lock && !column.change;
  }
  const Micros from = line.from / kSecond * kSecond, to = line.to / kSecond * kSecond;
  page.row(kBlockIndent, "When", kBlockLabel, row);
  page.row(kBlockIndent, "", kBlockLabel,
           time_words(from) + " to " + time_words_after(to, from) + ": bars are failed logins, " +
               (change ? "C a change, " : "") + "L a lock" + (unlock ? ", U an unlock" : ""));
}

// What to do: the fix of a cause that is known, the next test of one that is not.

namespace {

constexpr std::size_t kStep = 3;  // "1. "

void show_steps(const TextContext& context, const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i)
    context.page.row(kInnerIndent, std::to_string(i + 1) + '.', kStep, shown_text(steps[i]));
}

void show_fix(const TextContext& context, const Fix& fix) {
  TextLayout& page = context.page;
  if (fix.where.empty() && fix.steps.empty()) return;
  page.blank();
  page.text(2, "What to do: " + page.paint(Style::bold, shown_text(fix.where)), 2);
  show_steps(context, fix.steps);
  if (!fix.source.empty()) page.text(kInnerIndent, page.paint(Style::faint, shown_text(fix.source)));
}

void show_next_test(const TextContext& context, const Diagnosis& diagnosis) {
  const NextTest& test = *diagnosis.next_test;
  TextLayout& page = context.page;
  page.blank();
  page.text(2, "Next test: " + page.paint(Style::bold, shown_text(test.says)), 2);
  show_steps(context, test.steps);
  for (const Outcome& outcome : test.outcomes) {
    std::vector<std::string> names;
    for (const std::string& id : outcome.then) names.push_back(cause_name(diagnosis, id));
    page.text(kInnerIndent, "If " + shown_text(outcome.if_) + ": " + list_words(names, kTiedNamed),
              2);
  }
  page.text(kInnerIndent, page.paint(Style::faint, worth_words(test.bits)));
}

void show_places_of_tie(const TextContext& context, const Diagnosis& diagnosis) {
  const std::vector<PlaceOfTie> places = places_of_tie(diagnosis);
  if (places.empty()) return;
  context.page.blank();
  context.page.text(2, "Where the password is kept");
  for (const PlaceOfTie& place : places)
    context.page.text(kInnerIndent, shown_name(place.name) + ": " + shown_text(place.where), 2);
}

}  // namespace

void show_advice(const TextContext& context, const Diagnosis& diagnosis) {
  if (diagnosis.status == Status::diagnosed && !diagnosis.causes.empty())
    show_fix(context, diagnosis.causes.front().fix);
  if (diagnosis.next_test) show_next_test(context, diagnosis);
  if (diagnosis.status == Status::tied) show_places_of_tie(context, diagnosis);
}

// The report for people: a summary, then a block for each story, the worst first.

void write_text(const Report& report, const TextOptions& options, std::string& out) {
  const ReportView view(report);
  TextLayout page(options.width, options.color, out);
  TextMemo memo;
  const TextContext context{view, page, memo, options.all_causes};
  show_summary(context);
  const std::vector<CaseGroup> blocks = make_case_groups(view);
  if (blocks.empty()) show_no_lockout(context);
  if (blocks.size() > 1) show_overview(context, blocks);
  for (const CaseGroup& block : blocks) {
    page.blank();
    show_block(context, block, &block == &blocks.front());
  }
  show_missing(context);
}

}  // namespace whylocked
