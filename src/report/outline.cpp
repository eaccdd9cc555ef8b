#include "report/outline.hpp"

#include <fmt/ranges.h>

#include <algorithm>

#include "report/wording.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kListed = 50;         // accounts and times listed
constexpr std::size_t kCallersListed = 10;  // listed in full; a campaign may have a million
constexpr std::size_t kCallersInBrief = 2;
constexpr std::size_t kUsersInBrief = 5, kTimesInBrief = 4;
constexpr std::size_t kOthers = 3;        // other causes
constexpr Decibans10 kWorthAReason = 10;  // less is "about as likely"

// Why an account without a diagnosis is better left locked; empty if nothing shows it.
std::string unlock_words(const ReportView& view, const Diagnosis& diagnosis) {
  const Incident* const lead = view.lead(diagnosis);
  if (diagnosis.has_fix() || lead == nullptr || lead->contributions.empty() ||
      affected_users(view, view.case_of(diagnosis)).size() > 1 ||
      view.series_of(lead->user).last_lock->unlocked_at)
    return {};
  const std::string rhythm = rhythm_words(view, view.caller(lead->contributions.front().caller));
  if (rhythm.empty()) return {};
  std::string words = "not yet: the caller fails " + rhythm;
  if (knows_threshold(view))
    words += "; after " + count_words(lead->threshold, "failure") + " it locks again";
  return words;
}

// May be a failure that the lockout does not count, as another lockout may lie between.
std::optional<Micros> first_failure_after(const ReportView& view, const Incident& incident,
                                          Micros changed) {
  std::optional<Micros> first;
  for (const Contribution& part : incident.contributions)
    for (const std::uint32_t attempt : view.caller(part.caller).attempts) {
      const Event& event = view.event(attempt);
      if (!raises_counter(event) || event.time < changed) continue;
      first = std::min(first.value_or(event.time), event.time);
      break;
    }
  return first;
}

std::string trigger_words(const ReportView& view, const Incident& incident) {
  constexpr std::string_view kKinds[] = {"password changed ", "password expired ",
                                         "username changed ",
                                         "no change of password or username before it", ""};
  const Trigger& trigger = incident.trigger;
  std::string words(kKinds[static_cast<std::size_t>(trigger.kind)]);
  if (!happened(trigger)) return words;
  words += view.clock().moment(trigger.at);
  if (const auto failed = first_failure_after(view, incident, trigger.at))
    if (const Micros delay = *failed - trigger.at; delay >= kSecond)
      words += ", " + duration_words(delay) + " before the first failure";
  return words;
}

// Attempts while the account was locked, which are effects; empty if there were none.
std::string after_words(const ReportView& view, const Case& one) {
  const std::uint64_t after = view.attempts(one, &Incident::after_lock);
  if (after == 0) return {};
  return count_words(after, "more attempt") + " while locked; came after the lock, so " +
         (after == 1 ? "it" : "they") + " did not cause it";
}

// True if this caller now only fails, often enough to lock the account alone, so fixing another is
// not enough.
bool locks_again(const ReportView& view, const Case& one, const Caller& caller) {
  return one.kind != CaseKind::campaign && !one.incidents.empty() && !caller.addresses.empty() &&
         caller.failures >= view.incident(one.incidents.front()).threshold &&
         (caller.successes == 0 || caller.last_success_before_failures != kNever);
}

// "52.202.255.81 (Amazon Web Services us-east-1), every 60 min; and 3 more"
std::string callers_words(const ReportView& view, const Case& one, std::size_t most) {
  std::vector<std::string> words;
  std::size_t callers = 0;
  for (const CaseCaller& each : view.callers_of(one)) {
    const Caller& caller = *each.caller;
    if (!view.is_own(one, caller)) continue;
    ++callers;
    const bool too = !words.empty() && locks_again(view, one, caller);
    if (words.size() < most) {
      const std::string rhythm = rhythm_words(view, caller);
      words.push_back(caller_words(view, caller) + (rhythm.empty() ? "" : ", " + rhythm) +
                      (too ? ", fails too" : ""));
    } else if (too && words.size() == most) {
      words.push_back(view.address(caller.addresses.front()) + " fails too");
    }
  }
  if (callers > words.size())  // for a campaign, addresses are counted separately
    words.push_back(one.kind == CaseKind::campaign
                        ? "all " + number_words(one.addresses) + ": --format json"
                        : "and " + number_words(callers - words.size()) + kNoBreak + "more");
  return fmt::format("{}", fmt::join(words, "; "));
}

std::string caller_in_full(const ReportView& view, const CaseCaller& one) {
  std::string words = caller_words(view, *one.caller);
  if (const std::string rhythm = rhythm_words(view, *one.caller); !rhythm.empty())
    words += "; " + rhythm;
  words += "; " + count_words(one.failures, "failure");
  if (one.successes > 0) words += ", " + count_words(one.successes, "success", "successes");
  if (one.caller->users_failed > 1)
    words += ", failed on " + count_words(one.caller->users_failed, "account");
  return words + "; " + percent_words(one.share) + " of the case";
}

Part callers_part(const ReportView& view, const Case& one, bool full, std::size_t reasons) {
  if (!full)
    return {Part::fact, "Caller", callers_words(view, one, std::min(reasons, kCallersInBrief))};
  const std::vector<CaseCaller>& callers = view.callers_of(one);
  Part part{.label = callers.size() > 1 ? "Callers" : "Caller"};
  for (const CaseCaller& caller : callers)
    if (part.items.size() < kCallersListed) part.items.push_back(caller_in_full(view, caller));
  if (callers.size() > kCallersListed)
    part.items.push_back("and " + number_words(callers.size() - kCallersListed) + " more");
  return part;
}

// The remedy of the first cause; for an open case, why its account is better left locked.
void add_fix(const ReportView& view, const Diagnosis& diagnosis, const Fix& fix,
             std::vector<Part>& parts) {
  if (!diagnosis.has_fix()) {
    parts.push_back({Part::action, "Unlock", unlock_words(view, diagnosis)});
    return;
  }
  Part steps{.kind = Part::action, .label = "Do this", .shared = fix.shared};
  for (const std::string& step : fix.steps) steps.steps.push_back(view.shown(step));
  parts.push_back({Part::action, "Where", shown_text(fix.where)});
  parts.push_back(std::move(steps));
  parts.push_back({Part::source, "Source", shown_text(fix.source)});
}

// A look-up that tests a cause that is less than certain comes before its remedy.
bool tests_first(const Diagnosis& diagnosis) {
  constexpr double kLookUp = 1;
  return !diagnosis.has_fix() ||
         (diagnosis.status == Status::likely && diagnosis.next_test->cost <= kLookUp &&
          !is_attack(diagnosis.causes.front().category));
}

Part test_part(const ReportView& view, const Diagnosis& diagnosis) {
  const NextTest& test = *diagnosis.next_test;
  Part part{.kind = diagnosis.verdict().empty() ? Part::action : Part::check,
            .label = diagnosis.status == Status::diagnosed           ? "Check"
                     : diagnosis.has_fix() && tests_first(diagnosis) ? "First"
                                                                     : "Next",
            .words = shown_text(test.says)};
  for (const std::string& step : test.steps) part.steps.push_back(view.shown(step));
  for (const Outcome& outcome : test.outcomes)
    part.items.push_back(outcome_words(diagnosis, outcome));
  return part;
}

// The strongest lines with their weights, without the prior, and the rows that show them. If no
// cause is named, lines about the kind of cause.
void add_reasons(const ReportView& view, const Diagnosis& diagnosis, const Cause& cause,
                 std::size_t most, std::vector<Part>& parts) {
  const bool named = diagnosis.status != Status::insufficient_evidence;
  Part reasons{.kind = Part::reason, .label = "Because"};
  std::string rows;
  for (const EvidenceRow& row : evidence_rows(view, cause)) {
    const EvidenceLine& line = *row.line;
    if (line.db10 < kWorthAReason || reasons.items.size() == most) break;
    if (line.signal == "prior" || (!named && line.declared)) continue;
    const bool apart = !named && !line.fact.empty();  // the fact concerns this cause only
    reasons.items.push_back(apart ? view.shown(line.words.str())
                                  : view.shown(line.says()) + " (" + factor_words(line.db10) + ')');
    if (!row.rows.empty()) rows += (rows.empty() ? "" : "; ") + row.rows;
  }
  parts.push_back(std::move(reasons));
  parts.push_back({Part::detail, "Rows", std::move(rows)});
  parts.push_back({Part::reason, named ? "Or else" : "Perhaps",
                   others_words(diagnosis, named ? std::min(most, kOthers) : kOthers)});
}

}  // namespace

std::vector<Part> outline(const ReportView& view, const Diagnosis& diagnosis, const Cause& leading,
                          bool full, std::size_t reasons) {
  const Case& one = view.case_of(diagnosis);
  const bool locked = !one.incidents.empty(), campaign = one.kind == CaseKind::campaign;
  std::vector<Part> parts;
  for (const Conflict& conflict : diagnosis.conflicts)
    parts.push_back({Part::warning, "Conflict",
                     shown_text(conflict.declared) + ", but " + shown_text(conflict.seen)});
  for (const Text& caveat : diagnosis.caveats)
    parts.push_back({campaign ? Part::warning : Part::detail, "Note", view.shown(caveat)});
  std::string accounts = accounts_words(view, one, full ? kListed : kUsersInBrief);
  if (diagnosis.account_kind == "api_user") accounts += " (API user)";
  parts.push_back({Part::fact, "Accounts", locked ? "" : accounts});
  parts.push_back({Part::fact, "Locked",
                   (locked ? accounts + ", " : "") +
                       locked_words(view, diagnosis, full ? kListed : kTimesInBrief)});
  // For a person's mistake, the remedy already begins with this test.
  const bool tests = diagnosis.next_test &&
                     (diagnosis.next_test->id != "ask-person" || diagnosis.verdict() != "person");
  if (tests && tests_first(diagnosis)) parts.push_back(test_part(view, diagnosis));
  add_fix(view, diagnosis, leading.fix, parts);
  if (campaign) parts.push_back({Part::fact, "Tried", campaign_words(view, one)});
  parts.push_back(callers_part(view, one, full, reasons));
  if (const Incident* const lead = view.lead(diagnosis))
    parts.push_back({happened(lead->trigger) ? Part::fact : Part::detail, "Trigger",
                     trigger_words(view, *lead)});
  parts.push_back({Part::detail, "After", after_words(view, one)});
  if (reasons > 0) add_reasons(view, diagnosis, leading, reasons, parts);
  if (tests && !tests_first(diagnosis)) parts.push_back(test_part(view, diagnosis));
  std::erase_if(parts, [](const Part& part) {
    return part.words.empty() && part.steps.empty() && part.items.empty();
  });
  return parts;
}

}  // namespace whylocked::report
