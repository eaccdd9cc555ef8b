#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "report/layout.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kAddressesShown = 2;
constexpr std::size_t kTiedNamed = 4;  // tied causes
constexpr double kWorthALine = 0.01;   // other causes to mention, by probability
constexpr double kWorthATie = 0.1;     // of several equals together

std::string label_of(const RankedCause& cause) { return shown_name(name_of(cause)); }

std::vector<std::string> names_of(std::span<const RankedCause> causes) {
  std::vector<std::string> names;
  for (const RankedCause& cause : causes) names.push_back(label_of(cause));
  return names;
}

std::string open_words(const Diagnosis& diagnosis) {
  constexpr double kMoreLikelyThanNot = .5, kSureKind = .9;
  std::string words = "Not enough evidence";
  // Whether a conflict outweighs a declaration. A site file that contradicts itself does not count.
  if (!diagnosis.conflicts.empty() && diagnosis.conflicts.front().odds > 1)
    words = "The site file and the export disagree";
  if (diagnosis.kinds.empty()) return words;
  const auto& [kind, probability] = diagnosis.kinds.front();
  if (probability < kMoreLikelyThanNot) return words;
  if (probability >= kSureKind && diagnosis.conflicts.empty())
    return std::string(kind_words(kind)).replace(0, 1, "A") + ", " + percent_words(probability) +
           "; which one is open";
  return words + "; most likely " + std::string(kind_words(kind)) + ", " +
         percent_words(probability);
}

std::string times_listed(const ReportView& view, const Case& one) {
  const Clock& clock = view.clock();
  std::vector<std::string> times;
  for (std::size_t i = 0; i < one.incidents.size(); ++i) {
    const Micros at = view.incident(one.incidents[i]).locked_at;
    times.push_back(i == 0 ? clock.moment(at)
                           : clock.moment_after(at, view.incident(one.incidents[i - 1]).locked_at));
  }
  return list_words(times, times.size());
}

std::string once_words(const ReportView& view, const Incident& incident) {
  std::string words = view.clock().moment(incident.locked_at);
  const std::uint64_t counted = view.attempts(incident.counted);
  if (counted == 0) return words + "; the failed logins before it are not in the export";
  const Micros lasted =
      view.event(incident.counted.back()).time - view.event(incident.counted.front()).time;
  // True if the export lacks some failures, or has a success that did not clear the counter.
  const bool few = incident.basis == LockBasis::recorded && knows_threshold(view) &&
                   counted < incident.threshold;
  words += (few ? " after " : " by ") + count_words(counted, "failed login");
  if (counted > 1 && lasted >= kSecond) words += " within " + duration_words(lasted);
  if (few) words += ", fewer than the " + number_words(incident.threshold) + " expected";
  return words;
}

// The lockouts that the baseline lacks; empty without a baseline.
std::string new_words(const ReportView& view, const Diagnosis& diagnosis) {
  if (!view.report().known) return {};
  if (view.is_known(diagnosis)) return "; in the baseline";
  const auto& incidents = view.case_of(diagnosis).incidents;
  const auto fresh = static_cast<std::size_t>(
      std::ranges::count_if(incidents, [&](std::uint32_t index) { return !view.is_known(index); }));
  if (fresh < incidents.size()) return "; " + number_words(fresh) + kNoBreak + "new";
  return fresh > 1 ? std::string("; all") + kNoBreak + "new" : "; new";
}

// Whether the accounts are locked at the end of the export, and how near a single one is to its
// next lock; empty if unknown.
std::string end_words(const ReportView& view, const Case& one) {
  const Coverage& coverage = view.report().correlation.coverage;
  if (!coverage.successes && !coverage.unlocks) return {};
  const std::vector<TextId> users = affected_users(view, one);
  const auto locked = static_cast<std::size_t>(std::ranges::count_if(
      users, [&](TextId user) { return !view.series_of(user).last_lock->unlocked_at; }));
  if (users.size() > 1 && locked == 0) return "; all open again";
  if (locked > 0)
    return "; " + (users.size() > 1 ? number_words(locked) + kNoBreak : "") +
           "still locked at the end";
  const auto& [longest, open, lock] = view.series_of(users.front());
  const std::uint64_t failures = open.failures;
  std::string words = "; open again " + view.clock().moment(*lock->unlocked_at);
  if (failures > 0) words += ", then " + count_words(failures, "failed login");
  if (failures > 0 && knows_threshold(view))
    words += " (" + no_break(number_words(lock->threshold) + " lock it") +
             (failures < lock->threshold ? ")" : "; no lock recorded)");
  return words;
}

std::string basis_words(const ReportView& view, const Case& one) {
  const auto basis = view.incident(one.incidents.front()).basis;
  if (basis == LockBasis::reconstructed)
    return " (worked out from the failures: the export has no lock rows)";
  if (basis != LockBasis::answered) return {};
  const auto proof = view.incident(one.incidents.front()).proof;
  return proof && view.event(*proof).kind == EventKind::account_unlocked
             ? " (shown by the unlock)"
             : " (shown by a later answer)";
}

// The names of causes that are not products are words: "a password spray".
std::string begin_sentence(std::string words, const RankedCause& first) {
  const bool is_product =
      find_integration(id_of(first)) != nullptr && first.category != CauseCategory::custom;
  if (!is_product && words.front() >= 'a' && words.front() <= 'z') words.front() -= 'a' - 'A';
  return words;
}

std::string place_words(const ReportView& view, const Caller& caller) {
  constexpr std::size_t kMaxPlaces = 3;
  std::vector<std::string> places;
  for (const TextId address : caller.addresses) {
    const Network* const place = view.network(address);
    const Address& at = view.report().events.addresses.at(address);
    const bool published = place != nullptr && place->kind == OperatorKind::published;
    const bool in_office = std::ranges::any_of(
        view.report().site.office, [&](const Prefix& office) { return office.contains(at); });
    std::string words = !published && in_office ? "your office"
                        : place == nullptr
                            ? at.is_private() ? "your own network" : "no cloud or vendor known"
                        : place->kind == OperatorKind::none ? shown_name(place->name)
                                                            : std::string(place->name);
    if (place != nullptr && !place->region.empty()) words += ' ' + std::string(place->region);
    if (std::ranges::find(places, words) == places.end()) places.push_back(std::move(words));
    if (places.size() > kMaxPlaces) break;
  }
  return list_words(places, kMaxPlaces);
}

// "a.csv:3,5,8 b.csv:1"
std::string rows_words(const ReportView& view, const EvidenceLine& line) {
  std::vector<std::string> files;
  for (const FileRows& one : view.rows_of(line.events, line.activity))
    files.push_back(
        fmt::format("{}:{}", shown_name(view.file(one.file)), fmt::join(one.rows, ",")));
  return fmt::format("{}", fmt::join(files, " "));
}

}  // namespace

std::string verdict_words(const Diagnosis& diagnosis) {
  if (diagnosis.causes.empty()) return open_words(diagnosis);
  const double probability = diagnosis.probability();
  double of_leaders = 0;
  for (const RankedCause& cause : leaders(diagnosis)) of_leaders += cause.probability;
  switch (diagnosis.status) {
    case Status::diagnosed:
      return begin_sentence(label_of(diagnosis.causes.front()), diagnosis.causes.front()) + ": " +
             std::string(words_of(probability)) + ", " + percent_words(probability);
    case Status::likely:
      return "Probably " + label_of(diagnosis.causes.front()) + ", " + percent_words(probability);
    case Status::tied:
      return begin_sentence(list_words(names_of(leaders(diagnosis)), kTiedNamed, "or"),
                            diagnosis.causes.front()) +
             ": tied, " + percent_words(of_leaders) + " together";
    case Status::insufficient_evidence:
      break;
  }
  return open_words(diagnosis);
}

bool knows_threshold(const ReportView& view) {
  return view.report().correlation.policy.threshold_source != ThresholdSource::none;
}

std::vector<TextId> affected_users(const ReportView& view, const Case& one) {
  std::vector<TextId> users = one.users;
  if (one.incidents.empty()) {
    std::map<TextId, std::uint64_t> failures;
    for (const std::uint32_t index : one.callers)
      failures[view.caller(index).user] += view.caller(index).failures;
    std::ranges::stable_sort(users, std::greater(), [&](TextId user) { return failures[user]; });
    return users;
  }
  std::set<TextId> locked;
  for (const std::uint32_t index : one.incidents) locked.insert(view.incident(index).user);
  std::erase_if(users, [&](TextId user) { return !locked.contains(user); });
  return users;
}

// A campaign also tries accounts that it does not lock.
std::string accounts_words(const ReportView& view, const Case& one, std::size_t most) {
  const std::vector<TextId> users = affected_users(view, one);
  std::vector<std::string> names;
  for (const TextId user : users) names.push_back(shown_account(view.user(user)));
  std::string words = names.size() == 1
                          ? names.front()
                          : count_words(names.size(), "account") + ": " + list_words(names, most);
  if (users.size() < one.users.size())
    words += " (" + number_words(one.users.size()) + kNoBreak + "tried)";
  return words;
}

std::string campaign_words(const ReportView& view, const Case& one) {
  std::string words = count_words(one.addresses, "address", "addresses");
  for (const std::uint32_t index : one.callers)
    if (const Caller& caller = view.caller(index);
        one.addresses == 1 && !caller.addresses.empty() && view.is_own(one, caller))
      words = view.address(caller.addresses.front());
  words += " tried " + count_words(one.users.size(), "account");
  if (one.failures == one.users.size())
    words += one.failures == 1 ? " once" : " once each";
  else
    words += ' ' + count_words(one.failures, "time");
  constexpr Micros kClocks[] = {kSecond, kSecond, kMinute, kHour, kDay};  // by Precision
  const Micros clock =
      kClocks[static_cast<std::size_t>(view.report().correlation.coverage.precision)];
  words += " within " + duration_words(std::max(one.last - one.first, clock)) + " from " +
           view.clock().moment(one.first);
  const std::uint64_t let_in = view.let_in(one);
  if (let_in == 0)
    return words + (view.report().correlation.coverage.successes ? "; none let in" : "");
  words += "; " + count_words(let_in, "login") + " succeeded";
  if (one.first_success)
    words += (let_in == 1 ? ", as " : ", the first as ") +
             shown_account(view.user(view.event(*one.first_success).user)) + " at " +
             view.clock().moment(view.event(*one.first_success).time);
  return words;
}

std::string locked_words(const ReportView& view, const Diagnosis& diagnosis, std::size_t most) {
  const Clock& clock = view.clock();
  const Case& one = view.case_of(diagnosis);
  const std::size_t n = one.incidents.size();
  if (n == 0) return "nobody" + new_words(view, diagnosis);
  const Incident& first = view.incident(one.incidents.front());
  const Incident& last = view.incident(one.incidents.back());
  std::string words;
  if (n == 1) {
    words = once_words(view, first);
  } else {
    words = n == 2 ? std::string("twice") : number_words(n) + kNoBreak + "times";
    if (n <= most)
      words += ": " + times_listed(view, one);
    else
      words += ", from " + clock.moment(first.locked_at) + " to " +
               clock.moment_after(last.locked_at, first.locked_at);
  }
  return words + basis_words(view, one) + end_words(view, one) + new_words(view, diagnosis);
}

std::string rhythm_words(const ReportView& view, const Caller& caller) {
  constexpr float kWorthSaying = 0.5F;
  const Rhythm rhythm = view.failure_rhythm(caller);
  const RhythmModel best = rhythm.best();
  if (rhythm.probability(best) < kWorthSaying) return {};
  switch (best) {
    case RhythmModel::fixed_period:
      return "every " + duration_words(static_cast<Micros>(rhythm.period_s * kSecond + 0.5));
    case RhythmModel::daily:
      return "once a day";
    case RhythmModel::working_hours:
      return "in working hours";
    case RhythmModel::backoff:
      return "with growing pauses";
    default:
      return {};
  }
}

std::string caller_words(const ReportView& view, const Caller& caller) {
  std::string words;
  const std::size_t all = caller.addresses.size();
  for (std::size_t i = 0; i < all && i < kAddressesShown; ++i)
    words += (i > 0 ? ", " : "") + view.address(caller.addresses[i]);
  if (all > kAddressesShown)
    words += " and " + number_words(all - kAddressesShown) + kNoBreak + "more";
  if (const std::string_view computer = view.text(caller.computer); !computer.empty())
    words = shown_name(computer) + (words.empty() ? "" : " at " + words);
  if (words.empty()) words = "no address in the export";
  if (const std::string place = place_words(view, caller); !place.empty())
    words += " (" + place + ')';
  const std::string_view client = view.client(caller);
  if (client.empty() || parse_address(client)) return words;
  const ClientSignature* signature = match_client(client);
  return words + ", " + (signature != nullptr ? std::string(signature->name) : shown_name(client));
}

std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause) {
  std::vector<EvidenceRow> rows;
  for (const EvidenceLine& line : cause.evidence) rows.push_back({&line, rows_words(view, line)});
  std::ranges::stable_sort(rows, std::greater(),
                           [](const EvidenceRow& row) { return row.line->db10; });
  std::set<std::string> named;
  for (EvidenceRow& row : rows)
    if (!named.insert(row.rows).second) row.rows.clear();
  return rows;
}

std::string others_words(const Diagnosis& diagnosis, std::size_t most) {
  const bool named = diagnosis.status != Status::insufficient_evidence;
  const std::span causes(diagnosis.causes);
  std::vector<std::string> words;
  for (std::size_t i = 0, next = 0; i < causes.size() && words.size() < most; i = next) {
    while (next < causes.size() && causes[next].rank == causes[i].rank) ++next;
    const double each = causes[i].probability, all = each * static_cast<double>(next - i);
    if ((named && causes[i].rank == 1) || (each < kWorthALine && all < kWorthATie)) continue;
    words.push_back(list_words(names_of(causes.subspan(i, next - i)), kTiedNamed) + ", " +
                    percent_words(each) + (next > i + 1 ? " each" : ""));
  }
  if (!words.empty() && !diagnosis.conflicts.empty() && diagnosis.conflicts.front().odds > 1)
    words.back() += " (with the word of the site file)";
  return fmt::format("{}", fmt::join(words, "; "));
}

std::string outcome_words(const Diagnosis& diagnosis, const Outcome& outcome) {
  std::vector<std::string> names;
  for (const std::string& id : outcome.then) {
    const auto cause = std::ranges::find(diagnosis.causes, id, id_of);
    const Integration* product = find_integration(id);
    names.push_back(cause != diagnosis.causes.end() ? label_of(*cause)
                    : product != nullptr            ? std::string(product->name)
                                                    : shown_text(id));
  }
  return "if " + shown_text(outcome.if_) + ": " + list_words(names, kTiedNamed, "or");
}

std::string finding_title(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  if (one.incidents.empty()) return with_blanks(campaign_words(view, one));
  const std::vector<TextId> users = affected_users(view, one);
  const std::string first = to_rfc3339(view.incident(one.incidents.front()).locked_at);
  const std::string who = users.size() == 1
                              ? "The account " + std::string(view.user(users.front())) + " was"
                              : std::to_string(users.size()) + " accounts were";
  return who + " locked " +
         (one.incidents.size() == 1
              ? "at " + first
              : std::to_string(one.incidents.size()) + " times, first at " + first);
}

std::string finding_verdict(const Diagnosis& diagnosis) {
  return with_blanks(verdict_words(diagnosis));
}

const Event* finding_row(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  for (const std::uint32_t index : one.incidents) {
    const Incident& incident = view.incident(index);
    if (incident.lock_event) return &view.event(*incident.lock_event);
    if (!incident.counted.empty()) return &view.event(incident.counted.back());
  }
  for (const std::uint32_t caller : one.callers)
    if (!view.caller(caller).attempts.empty())
      return &view.event(view.caller(caller).attempts.front());
  return nullptr;
}

}  // namespace whylocked::report
