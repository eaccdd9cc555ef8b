// One row per test: what to look for in the export made afterwards, and what it means.
//
// Bayes' rule updates the causes by the outcome. By judgement, the same for every test, an outcome
// shows nine times in ten if its cause holds and once in ten if not, because credentials get
// updated in the wrong place and exports end early.
#include <algorithm>
#include <functional>

#include "base/number.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/learn.hpp"

namespace whylocked {

namespace {

constexpr double kShows = 0.9;
constexpr double kPeriodsToWait = 2;  // silence shorter than this proves nothing
constexpr Micros kMaxWait = kDay;     // if no period is known

struct After {
  const PastCase& past;
  const Events& events;
  const Correlation& correlation;
  Micros since, until;
};

Micros wait_for(const PastCase& past) {
  const auto periods = static_cast<Micros>(kPeriodsToWait * past.period_s * kSecond);
  return past.period_s > 0 ? std::min(periods, 2 * kMaxWait) : kMaxWait;
}

bool is_of_case(const After& after, TextId user) {
  const auto& users = after.past.users;
  return std::ranges::find(users, after.events.users.text(user)) != users.end();
}

std::string names_of(const PastCase& past) {
  if (past.users.size() == 1) return "the old name " + past.users.front();
  return "the " + std::to_string(past.users.size()) + " old names";
}

std::vector<std::uint32_t> failures_since(const After& after) {
  std::vector<std::uint32_t> failures;
  for (std::uint32_t i = 0; i < after.events.rows.size(); ++i) {
    const Event& event = after.events.rows[i];
    if (event.kind == EventKind::login_failed && event.time >= after.since &&
        is_of_case(after, event.user))
      failures.push_back(i);
  }
  return failures;
}

bool from_known_place(const After& after, const Event& event) {
  const Address& address = after.events.addresses.at(event.address);
  const auto& known = after.past.addresses;
  return std::ranges::find(known, address) != known.end();
}

TestResult not_yet(const After& after) {
  return {.words = "nothing yet: the export ends before " +
                   to_rfc3339(after.since + wait_for(after.past)) +
                   ", too early for silence to mean anything"};
}

TestResult after_rename(const After& after) {
  const auto failures = failures_since(after);
  if (failures.empty()) {
    if (after.until < after.since + wait_for(after.past)) return not_yet(after);
    return {.outcome = "silent", .words = "no more attempts on " + names_of(after.past)};
  }
  std::uint64_t placed = 0, known = 0;  // failures with an address; with one of the report
  for (const std::uint32_t i : failures) {
    const Event& event = after.events.rows[i];
    if (event.address == kNone) continue;
    ++placed;
    known += from_known_place(after, event);
  }
  const std::string words =
      counted(failures.size(), "more failure") + " on " + names_of(after.past) + ", ";
  if (placed == 0 || after.past.addresses.empty())
    return {.words = words + "but the " + (placed == 0 ? "export" : "report") +
                     " has no addresses to compare them by",
            .events = failures};
  const bool same = 2 * known >= placed;
  return {.outcome = same ? "same-place" : "new-places",
          .words = words + std::to_string(known) + " of them from the same addresses" +
                   (same ? "" : ": mostly from others"),
          .events = failures};
}

TestResult after_update(const After& after) {
  for (const Incident& incident : after.correlation.incidents)
    if (incident.locked_at >= after.since && is_of_case(after, incident.user))
      return {.outcome = "locks-again",
              .words = "locked again at " + to_rfc3339(incident.locked_at),
              .events = incident.counted};
  if (const auto failures = failures_since(after); !failures.empty())
    return {.outcome = "locks-again",
            .words = "no lockout, but " + counted(failures.size(), "more sign-in") + " failed",
            .events = failures};
  if (after.until < after.since + wait_for(after.past)) return not_yet(after);
  return {.outcome = "stops", .words = "no failed sign-in and no lockout since"};
}

struct ReadableTest {
  std::string_view id;
  TestResult (*read)(const After&);
};
constexpr ReadableTest kTests[] = {{"rename-account", after_rename}, {"update-half", after_update}};

// For a renaming the kind of the cause decides; for other tests the report lists the causes.
bool leads_to(const PastCase& past, const PastCase::PastCause& cause, const std::string& outcome) {
  if (outcome == "same-place") return cause.kind != "person" && cause.kind != "attack";
  if (outcome == "silent") return cause.kind == "person";
  if (outcome == "new-places") return cause.kind == "attack";
  for (const auto& one : past.outcomes)
    if (one.id == outcome) return std::ranges::find(one.then, cause.id) != one.then.end();
  return false;
}

void weigh(const PastCase& past, TestResult& result) {
  const std::string& outcome = result.outcome;
  double sum_before = 0, sum_after = 0;
  for (const auto& cause : past.causes) {
    const double likelihood = outcome.empty()                  ? 1
                              : leads_to(past, cause, outcome) ? kShows
                                                               : 1 - kShows;
    result.causes.push_back(
        {cause.id, cause.name, cause.probability, cause.probability * likelihood});
    sum_before += cause.probability;
    sum_after += result.causes.back().after;
  }
  for (auto& cause : result.causes)
    if (sum_after > 0) cause.after *= sum_before / sum_after;
  std::ranges::stable_sort(result.causes, std::greater{}, &TestResult::CauseNow::after);
}

}  // namespace

std::optional<TestResult> read_test_result(const PastCase& past, std::string_view test,
                                           const Events& after, const Correlation& correlation,
                                           Micros since, Micros until) {
  for (const ReadableTest& one : kTests) {
    if (one.id != test) continue;
    TestResult result = one.read({past, after, correlation, since, until});
    result.test = test;
    if (result.events.size() > kRowsShown) result.events.resize(kRowsShown);
    weigh(past, result);
    return result;
  }
  return std::nullopt;
}

std::vector<std::string_view> readable_tests() {
  std::vector<std::string_view> ids;
  for (const ReadableTest& one : kTests) ids.push_back(one.id);
  return ids;
}

}  // namespace whylocked
