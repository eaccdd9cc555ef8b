// The whole export in words: the input, the first step, what was not found, and what would make the
// answer more certain.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

std::string counts_words(const ReportView& view) {
  const Summary& summary = view.report().summary;
  std::string words = count_words(summary.events, "event") + " of " +
                      count_words(summary.users, "user") + ", " +
                      count_words(summary.failures, "failed login");
  std::uint64_t skipped = 0;
  for (const InputInfo& input : view.report().inputs) skipped += input.skipped;
  return skipped > 0 ? words + "; " + count_words(skipped, "row") + " skipped" : words;
}

// By an attacker.
bool is_entered(const ReportView& view, const Diagnosis& diagnosis) {
  return view.case_of(diagnosis).first_success.has_value() && diagnosis.has_fix() &&
         is_attack(diagnosis.causes.front().category);
}

// The case to begin with: an attack that got in, otherwise the costliest open case, preferably one
// with a cause.
std::size_t first_case(const ReportView& view) {
  const auto is_current = [&](std::uint32_t index) {
    const auto& [longest, open, lock] = view.series_of(view.incident(index).user);
    return !lock->unlocked_at || open.failures > 0;
  };
  const auto urgency = [&](const Diagnosis& one) {
    return (is_entered(view, one) ? 4 : 0) + (one.verdict().empty() ? 0 : 1) +
           (std::ranges::any_of(view.case_of(one).incidents, is_current) ? 2 : 0);
  };
  const auto& cases = view.report().cases;
  return static_cast<std::size_t>(std::ranges::max_element(cases, {}, urgency) - cases.begin());
}

std::string first_words(const ReportView& view) {
  const std::size_t first = first_case(view);
  const Diagnosis& one = view.report().cases[first];
  const std::string number = "case" + std::string(1, kNoBreak) + std::to_string(first + 1);
  if (is_entered(view, one)) return "An attacker got in: start with " + number + '.';
  if (view.report().cases.size() == 1) return {};
  if (!one.verdict().empty())
    return "Start with " + number + ": " + shown_name(name_of(one.causes.front())) + '.';
  return one.next_test ? "Start with the test of " + number + ": " + shown_text(one.next_test->says)
                       : std::string();
}

std::string result_words(const ReportView& view) {
  const Summary& summary = view.report().summary;
  if (view.report().cases.empty()) return {};
  std::string words = summary.lockouts == 0
                          ? std::string("No lockout")
                          : count_words(summary.accounts, "account") + " locked " +
                                (summary.lockouts == 1   ? std::string("once")
                                 : summary.lockouts == 2 ? std::string("twice")
                                                         : count_words(summary.lockouts, "time"));
  words += "; " + count_words(summary.cases, "case") + '.';
  const std::string first = first_words(view);
  return first.empty() ? words : words + ' ' + first;
}

std::string threshold_words(const ReportView& view) {
  constexpr std::string_view kSources[] = {"as --threshold says", "as the site file says",
                                           "estimated"};
  const Policy& policy = view.report().correlation.policy;
  if (policy.threshold_source == ThresholdSource::none)
    return "the export does not show how many failed logins lock an account, and none is assumed; "
           "declare it with `--threshold N` or as \"lockout\" in the site file";
  const std::string window = policy.window_estimated
                                 ? "; failures more than " +
                                       duration_words(policy.observation_window_s * kSecond) +
                                       " apart do not add up, by the answers after them"
                                 : std::string();
  if (policy.threshold_source == ThresholdSource::fallback)
    return "the export does not show how many failed logins lock an account" +
           (policy.threshold <= kMaxAssumedThreshold
                ? "; a threshold of " + number_words(policy.threshold) + " is assumed" + window
                : std::string());
  const std::string words =
      "an account locks after " + count_words(policy.threshold, "failed login") + ", " +
      std::string(kSources[static_cast<std::size_t>(policy.threshold_source)]) + window;
  // The longest series that should have locked its account and did not.
  const auto& refuted = view.report().correlation.refuted;
  const auto longest = std::ranges::max_element(refuted, {}, &RefutedLock::failures);
  if (longest == refuted.end()) return words;
  return words + "; but " + shown_account(view.user(longest->user)) + " was still open after " +
         count_words(longest->failures, "failure") + " in a row";
}

// Accounts by their longest series of failures, longest first.
std::vector<TextId> by_longest_series(const ReportView& view) {
  const auto& selected = view.report().selected_users;
  std::vector<TextId> users;
  for (TextId user = kNone + 1; user < view.report().events.users.size(); ++user)
    if (view.series_of(user).longest.failures > 0 &&
        (selected.empty() || std::ranges::binary_search(selected, user)))
      users.push_back(user);
  std::ranges::stable_sort(users, std::greater(),
                           [&](TextId user) { return view.series_of(user).longest.failures; });
  return users;
}

// " from 198.51.100.7 (3) and 203.0.113.9 (1)", most failures first.
std::string addresses_words(const ReportView& view, TextId user) {
  const ReportView::Series& series = view.series_of(user).longest;
  std::map<TextId, std::uint64_t> failures;
  for (std::size_t i = series.from; i <= series.to; ++i)
    if (const Event& row = view.report().events.rows[i];
        row.user == user && row.address != kNone && raises_counter(row))
      failures[row.address] += row.count;
  std::vector<std::pair<std::uint64_t, TextId>> order;
  for (const auto& [address, count] : failures) order.emplace_back(count, address);
  std::ranges::stable_sort(order, [](auto a, auto b) { return a.first > b.first; });
  std::vector<std::string> names;
  for (const auto& [count, address] : order)
    names.push_back(view.address(address) +
                    (order.size() > 1 ? kNoBreak + ('(' + number_words(count) + ')') : ""));
  return names.empty() ? std::string() : " from " + list_words(names, 3);
}

std::string nearest_words(const ReportView& view) {
  constexpr std::size_t kAccountsNamed = 5;
  const Policy& policy = view.report().correlation.policy;
  const Clock& clock = view.clock();
  const std::vector<TextId> users = by_longest_series(view);
  if (users.empty()) return "No failed login that counts towards a lock.";
  std::string words;
  for (const TextId user : std::span(users).first(std::min(users.size(), kAccountsNamed))) {
    const auto& [failures, from, to] = view.series_of(user).longest;
    if (2 * failures < policy.threshold) break;
    const Micros last = view.report().events.rows[to].time,
                 lasted = last - view.report().events.rows[from].time;
    words += (words.empty() ? "" : "; ") + shown_account(view.user(user)) + ", " +
             count_words(failures, "failure") + " in a row" + addresses_words(view, user);
    if (lasted >= kSecond) words += " within " + duration_words(lasted);
    words += ", last " + clock.moment(last);
  }
  if (words.empty())
    words = "none, at most " +
            count_words(view.series_of(users.front()).longest.failures, "failure") + " in a row";
  return "Nearest to a lock: " + words + " (" + threshold_words(view) + ").";
}

// An unlock implies a lock; without failures or lock rows before it, its time is unknown.
std::string unlocked_words(const ReportView& view) {
  constexpr std::size_t kAccountsNamed = 5;
  std::map<TextId, std::size_t> unlocks;
  for (const Event& event : view.report().events.rows)
    if (event.kind == EventKind::account_unlocked && event.user != kNone) ++unlocks[event.user];
  if (unlocks.empty()) return {};
  std::vector<std::string> names;
  for (const auto& [user, count] : unlocks)
    names.push_back(shown_account(view.user(user)) +
                    (count > 1 ? kNoBreak + ('(' + number_words(count) + ')') : ""));
  return "Unlocked: " + list_words(names, kAccountsNamed) +
         "; what locked them is not in the export.";
}

// An address that failed on many accounts deserves a line even if it is not a campaign.
std::string spray_words(const ReportView& view) {
  constexpr std::size_t kWorthNaming = 3;
  const Report& report = view.report();
  std::map<TextId, std::set<TextId>> accounts;  // by address
  for (const Event& event : report.events.rows)
    if (event.kind == EventKind::login_failed && event.address != kNone)
      accounts[event.address].insert(event.user);
  if (accounts.empty()) return {};
  const auto widest = std::ranges::max_element(
      accounts, [](auto& a, auto& b) { return a.second.size() < b.second.size(); });
  if (widest->second.size() < kWorthNaming)
    return "Sprays: no address failed on three accounts or more.";
  return "Sprays: none recognized; " + view.address(widest->first) + " failed on " +
         count_words(widest->second.size(), "account") + ", the most.";
}

std::string silence_words(const ReportView& view) {
  const auto& rows = view.report().events.rows;
  Micros longest = 0, from = 0;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].time - rows[i - 1].time > longest) {
      longest = rows[i].time - rows[i - 1].time;
      from = rows[i - 1].time;
    }
  if (longest < kDay) return "No gap of a day or longer in the data.";
  const Clock& clock = view.clock();
  return "No data for " + duration_words(longest) + ": " + clock.moment(from) + " to " +
         clock.moment(from + longest) + '.';
}

std::string lacking_words(const ReportView& view) {
  const Coverage& coverage = view.report().correlation.coverage;
  std::vector<std::string> kinds;
  if (!coverage.successes) kinds.emplace_back("successful logins");
  if (!coverage.lock_evidence()) kinds.emplace_back("lock rows");
  if (!coverage.addresses) kinds.emplace_back("addresses");
  if (kinds.empty()) return {};
  return "The export has no " + list_words(kinds, kinds.size(), "or") + '.';
}

// Entropy in bits of a choice among these probabilities.
double entropy(const std::vector<double>& probabilities) {
  double sum = 0, bits = 0;
  for (const double p : probabilities) sum += p;
  for (const double p : probabilities)
    if (p > 0) bits -= p * std::log2(p / sum);
  return bits;
}

std::string period_words(const ReportView& view) {
  const auto period = view.period();
  if (!period) return {};
  const Clock clock(view.clock().zone());
  const std::string first = clock.day(period->first), last = clock.day(period->last);
  std::string words = first == last ? first : first + " to " + last;
  const std::string zone = shown_name(view.clock().zone());
  const bool is_offset = zone.starts_with('+') || zone.starts_with('-');
  return words + ", times in " + (is_offset ? "UTC" : "") + zone;
}

std::vector<std::string> missing_columns(const Report& report) {
  std::vector<std::string> columns;
  for (const Diagnosis& diagnosis : report.cases)
    for (const std::string& column : diagnosis.missing)
      if (std::ranges::find(columns, shown_text(column)) == columns.end())
        columns.push_back(shown_text(column));
  return columns;
}

}  // namespace

std::vector<std::string> summary_lines(const ReportView& view) {
  const auto& inputs = view.report().inputs;
  std::string head = inputs.size() != 1           ? count_words(inputs.size(), "file")
                     : inputs.front().file == "-" ? "standard input"
                                                  : shown_name(inputs.front().file);
  head += ": " + counts_words(view);
  if (const std::string period = period_words(view); !period.empty()) head += "; " + period;
  std::vector<std::string> lines = {std::move(head)};
  if (std::string result = result_words(view); !result.empty()) lines.push_back(std::move(result));
  return lines;
}

// The lockouts of an account without events are unknown, not zero.
std::string no_lockout_words(const ReportView& view) {
  const Report& report = view.report();
  const std::size_t left_out = report.correlation.incidents.size();
  if (!report.unknown_user.empty())
    return "No account \"" + shown_account(report.unknown_user) + "\" in the input";
  if (report.selected_users.empty())
    return left_out == 0 ? "No lockout in " + count_words(report.summary.events, "event")
                         : "No lockout in that period; " + count_words(left_out, "lockout") +
                               " at other times";
  std::vector<std::string> names;
  for (const TextId user : report.selected_users) names.push_back(shown_account(view.user(user)));
  const std::string words = "No lockout of " + list_words(names, 3);
  return left_out == 0 ? words
                       : words + "; " + count_words(left_out, "lockout") +
                             " of other accounts or times in the input";
}

std::vector<std::string> nothing_found(const ReportView& view) {
  const Report& report = view.report();
  std::vector<std::string> lines = {no_lockout_words(view) + '.'};
  const bool another_period =
      report.selected_users.empty() && !report.correlation.incidents.empty();
  if (report.unknown_user.empty() && report.summary.events > 0 && !another_period)
    for (std::string (*const words)(const ReportView&) :
         {nearest_words, unlocked_words, spray_words, silence_words, lacking_words})
      lines.push_back(words(view));
  std::erase(lines, std::string());
  return lines;
}

std::string left_out_words(const ReportView& view, std::size_t shown) {
  const auto& cases = view.report().cases;
  std::size_t lockouts = 0;
  for (const Diagnosis& one : std::span(cases).subspan(shown))
    lockouts += view.case_of(one).incidents.size();
  return "and " + count_words(cases.size() - shown, "more case") + " with " +
         count_words(lockouts, "lockout");
}

std::vector<std::string> basis_lines(const ReportView& view) {
  const Report& report = view.report();
  std::vector<std::string> lines = {"Threshold: " + threshold_words(view) + '.'};
  const std::vector<std::string> missing = missing_columns(report);
  if (!missing.empty())
    lines.push_back(
        "Not in this export, but would help: " + list_words(missing, missing.size(), "or") + '.');
  lines.push_back("Integration facts as of " + std::string(kCatalogInfo.date) +
                  ", addresses as of " + std::string(kCatalogInfo.networks_date) + '.');
  return lines;
}

std::string surer_words(const ReportView& view, const ReportOptions& options) {
  constexpr double kWorthSaying = 0.1;  // bits
  const Report& report = view.report();
  double site = 0, columns = 0;  // bits expected about the open cases
  for (const Diagnosis& diagnosis : report.cases) {
    if (diagnosis.status == Status::diagnosed) continue;
    std::vector<double> products;
    for (const RankedCause& cause : diagnosis.causes)
      if (find_integration(id_of(cause)) != nullptr) products.push_back(cause.probability);
    if (report.site.installed.empty()) site += 0.85 * entropy(products);
    columns += diagnosis.missing_bits;
  }
  if (std::max(site, columns) <= kWorthSaying) return {};
  if (columns > site)
    return "export again with columns or rows for " + list_words(missing_columns(report), 3);
  const Site& known = report.site;
  if (!known.time_zone.empty() || known.threshold || !known.office.empty() ||
      !known.accounts.empty() || !known.known_sources.empty())
    return "add the ids of the products in use (`whylocked catalog`) to \"installed\" in the site "
           "file";
  const std::string file = report.inputs.size() == 1
                               ? escape_terminal(quote_for_shell(report.inputs.front().file))
                               : "FILE...";
  return "list the products in use: `whylocked init" + escape_terminal(options.reading) + ' ' +
         file + " -o site.json`, edit it, then run the same command again with --site site.json";
}

}  // namespace whylocked::report
