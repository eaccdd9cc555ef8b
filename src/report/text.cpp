// The report for people: a summary, then a block a case, the costliest first.
//
// An administrator with a locked account and somebody on the phone reads it: what did it, how sure
// that is and what to do now come first. A case longer than kMaxBlockLines has fewer reasons and
// callers; a report takes at most kMaxLines. Steps that remedies share are said once, at the end.
// -v shows everything of the kMaxFullBlocks costliest cases.
#include <fmt/format.h>

#include <algorithm>

#include "report/layout.hpp"
#include "report/timeline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kMaxLines = 200, kMaxBlockLines = 12, kMaxReasons = 3;
constexpr std::size_t kMaxFullBlocks = 100;  // a thousand lines each may be needed
constexpr std::size_t kLinesAtEnd = 24;      // what follows the cases, with long names of files
constexpr double kWorthExplaining = .01;
constexpr std::size_t kIndent = 3, kLabel = 9, kInner = 5;

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

// One case on a page.
class Block {
 public:
  Block(const ReportView& view, std::size_t index, const Cause& leading, bool verbose,
        TextLayout& page)
      : view_(view),
        index_(index),
        verbose_(verbose),
        page_(page),
        diagnosis_(view.report().cases[index]),
        case_(view.case_of(diagnosis_)),
        cause_(leading) {}

  // `reasons`: the most that are shown unless all are.
  void add(std::size_t reasons) {
    add_head();
    const bool locked = !case_.incidents.empty(), campaign = case_.kind == CaseKind::campaign;
    if (verbose_ || campaign)
      for (const Text& caveat : diagnosis_.caveats)
        add_row("Note", page_.paint(campaign ? Style::red : Style::faint, view_.shown(caveat)));
    const std::string accounts =
        accounts_words(view_, case_, verbose_ ? case_.users.size() : kUsersListed);
    if (!locked) add_row("Accounts", accounts);
    add_row("Locked", (locked ? accounts + ", " : "") + locked_words(view_, case_, verbose_));
    if (tests_first()) add_test();
    add_action();
    if (campaign) add_row("Tried", campaign_words(view_, case_));
    const Incident* const lead = view_.lead(diagnosis_);
    if (verbose_ && lead != nullptr)
      add_callers(*lead);
    else
      add_row("Caller", callers_words(view_, case_, std::min<std::size_t>(reasons, 2)));
    if (lead != nullptr && (verbose_ || happened(lead->trigger)))
      add_row("Trigger", trigger_words(view_, *lead));
    if (verbose_) {
      add_row("After", after_words(view_, case_));
      add_timeline();
    } else {
      add_reasons(reasons);
      const bool open = diagnosis_.status == Status::insufficient_evidence;
      add_row(open ? "Perhaps" : "Or else", others_words(diagnosis_, open ? kMaxReasons : reasons));
    }
    if (!tests_first()) add_test();
    add_test_steps();
    if (verbose_) add_all_causes();
  }

 private:
  void add_row(std::string_view label, std::string_view words) {
    if (!words.empty()) page_.row(kIndent, label, kLabel, words);
  }
  void add_steps(std::string_view label, std::span<const std::string> steps) {
    if (steps.size() == 1) return add_row(label, view_.shown(steps.front()));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::string number(i == 0 ? label : "");
      number.resize(kLabel, ' ');
      page_.row(kIndent, number + std::to_string(i + 1) + '.', kLabel + 3, view_.shown(steps[i]));
    }
  }

  void add_head() {
    const Style style = diagnosis_.verdict().empty() ? Style::yellow : Style::green;
    page_.text(0,
               std::to_string(index_ + 1) + ". " + page_.paint(style, verdict_words(diagnosis_)) +
                   ' ' + page_.paint(Style::faint, '(' + case_.id + ')'),
               kIndent);
    for (const Conflict& conflict : diagnosis_.conflicts)
      add_row("Conflict", page_.paint(Style::red, conflict_words(conflict)));
  }

  void add_action() {
    if (!diagnosis_.has_fix()) return add_row("Unlock", unlock_words(view_, diagnosis_));
    if (const std::size_t first = first_with_fix(); first < index_ && !verbose_)
      return add_row("Do this", "as in case " + std::to_string(first + 1));
    add_row("Where", page_.paint(Style::bold, shown_text(cause_.fix.where)));
    add_steps("Do this", cause_.fix.own_steps());
    if (verbose_) add_row("", page_.paint(Style::faint, shown_text(cause_.fix.source)));
  }

  void add_reasons(std::size_t most) {
    std::string_view label = "Because";
    for (const ReasonRow& reason : strongest_reasons(view_, diagnosis_, cause_, most)) {
      add_row(label, reason.words);
      label = "";
    }
  }

  // Before the remedy of a cause that is less than sure, if it is a look-up.
  bool tests_first() const {
    constexpr double kLookUp = 1;
    return diagnosis_.next_test &&
           (!diagnosis_.has_fix() ||
            (diagnosis_.status == Status::likely && diagnosis_.next_test->cost <= kLookUp &&
             !is_attack(diagnosis_.causes.front().category)));
  }
  bool shows_steps() const { return verbose_ || diagnosis_.verdict().empty(); }

  void add_test() {
    if (!diagnosis_.next_test) return;
    const NextTest& test = *diagnosis_.next_test;
    // The first thing to do for a person's mistake is the same.
    if (test.id == "ask-person" && diagnosis_.verdict() == "person" && !verbose_) return;
    std::string words = page_.paint(Style::bold, shown_text(test.says));
    const std::size_t first = first_with_test();
    if (!shows_steps() && !test.steps.empty()) words += " Steps: -v.";
    if (shows_steps() && first < index_) words += fmt::format(" Steps: case {}.", first + 1);
    add_row(diagnosis_.status == Status::diagnosed  ? "Check"
            : diagnosis_.has_fix() && tests_first() ? "First"
                                                    : "Next",
            words);
  }

  void add_test_steps() {
    if (!diagnosis_.next_test || !shows_steps()) return;
    const NextTest& test = *diagnosis_.next_test;
    if (first_with_test() == index_) add_steps(tests_first() ? "Steps" : "", test.steps);
    if (!verbose_) return;
    for (const Outcome& outcome : test.outcomes) add_row("", outcome_words(diagnosis_, outcome));
  }

  void add_all_causes() {
    for (const Cause& cause : view_.explain(diagnosis_)) {
      page_.blank();
      if (cause.probability < kWorthExplaining)
        return page_.text(kIndent, "Causes below 1 %: --format json");
      page_.text(kIndent,
                 std::to_string(cause.rank) + ". " + shown_name(cause.name) + ", " +
                     percent_words(cause.probability) + " (" + shown_name(cause.id) + ')',
                 2);
      for (const EvidenceRow& row : evidence_rows(view_, cause))
        page_.row(
            kInner, fmt::format("{:>5}", deciban_words(row.line->db10)), 7,
            view_.shown(row.line->says()) +
                (row.rows.empty() ? "" : ' ' + page_.paint(Style::faint, '[' + row.rows + ']')));
      page_.row(kInner, deciban_words(cause.score_db10), 7,
                "total, in decibans (+10 = ten times as likely, +3 = twice)");
    }
  }

  void add_callers(const Incident& lead) {
    std::string_view label = "Callers";
    for (const Contribution& part : lead.contributions) {
      const Caller& caller = view_.caller(part.caller);
      std::string words = caller_words(view_, caller);
      for (const std::string& more : {part_words(view_, lead, part), rhythm_words(view_, caller)})
        if (!more.empty()) words += "; " + more;
      add_row(label, words);
      label = "";
    }
  }

  void add_timeline() {
    constexpr std::string_view kBars[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr std::size_t kColumns[] = {60, 45, 36, 30, 20};  // divisors of kSteps
    const std::size_t room = page_.width() - kIndent - kLabel;
    const std::size_t count = *std::find_if(std::begin(kColumns), std::end(kColumns) - 1,
                                            [&](std::size_t columns) { return columns <= room; });
    const Timeline line = make_timeline(view_, case_);
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
    add_row("When", row);
    add_row("", view_.clock().moment(from) + " to " + view_.clock().moment_after(to, from) +
                    "; bars: failed logins, C: change, L: lock, U: unlock");
  }

  // The first case that shows the steps of the same test: this one, or one before it. Where a cause
  // is named only -v shows them, else what they are for.
  std::size_t first_with_test() const {
    const auto& cases = view_.report().cases;
    for (std::size_t i = 0; i < index_; ++i)
      if ((verbose_ || cases[i].verdict().empty()) && cases[i].next_test &&
          cases[i].next_test->says == diagnosis_.next_test->says)
        return i;
    return index_;
  }

  // The first case whose remedy is the same. Those of attacks depend on the case.
  std::size_t first_with_fix() const {
    if (is_attack(diagnosis_.causes.front().category)) return index_;
    const auto same =
        std::ranges::find(view_.report().cases, diagnosis_.verdict(), &Diagnosis::verdict);
    return static_cast<std::size_t>(same - view_.report().cases.begin());
  }

  const ReportView& view_;
  std::size_t index_;
  bool verbose_;
  TextLayout& page_;
  const Diagnosis& diagnosis_;
  const Case& case_;
  const Cause& cause_;
};

// The block with as many reasons as fit, at least one.
std::string fitted_block(const ReportView& view, std::size_t index, const Cause& leading,
                         const TextLayout& like) {
  std::string text;
  TextLayout page(like.width(), like.color(), text);
  Block block(view, index, leading, false, page);
  for (std::size_t reasons = kMaxReasons;; --reasons) {
    text.clear();
    block.add(reasons);
    if (reasons == 1 || lines_of(text) <= kMaxBlockLines) return text;
  }
}

// The steps that remedies share, with the numbers of the cases if they are not for all of them.
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

void add_cases(const ReportView& view, bool verbose, TextLayout& page, std::string& out) {
  const std::size_t count = view.report().cases.size();
  std::size_t shown = 0, lines = lines_of(out);
  std::vector<Fix> fixes;
  for (; shown < count && shown < (verbose ? kMaxFullBlocks : count); ++shown) {
    const Diagnosis& one = view.report().cases[shown];
    Cause leading = view.leading_cause(one);
    const std::string block = verbose ? std::string() : fitted_block(view, shown, leading, page);
    lines += lines_of(block) + 1;
    if (!verbose && lines + kLinesAtEnd > kMaxLines) break;
    page.blank();
    out += block;
    if (verbose) Block(view, shown, leading, true, page).add(kMaxReasons);
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

void write_text(const ReportView& view, const ReportOptions& options, std::string& out) {
  TextLayout page(options.width, options.color, out);
  for (const std::string& line : summary_lines(view)) page.text(0, line, 2);
  if (view.report().cases.empty()) {
    page.blank();
    for (const std::string& line : nothing_found(view)) page.text(0, line, 2);
  }
  add_cases(view, options.all_causes, page, out);
  page.blank();
  if (const std::string words = surer_words(view, options); !words.empty())
    page.text(0, "To be more certain: " + words, 2);
  if (options.all_causes)
    for (const std::string& line : basis_lines(view)) page.text(0, line, 2);
  else if (!view.report().cases.empty())
    page.text(0, "Add -v for all evidence");
}

}  // namespace whylocked::report
