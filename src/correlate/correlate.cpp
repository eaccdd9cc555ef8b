// The stage in order: timelines, coverage, policy; then account by account the replay, the callers
// and their part in each lockout; then what the callers' addresses did on other accounts; cases.

#include "whylocked/correlate.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <numeric>

#include "base/parallel.hpp"
#include "correlate/account.hpp"
#include "correlate/callers/spread.hpp"
#include "correlate/cases/cases.hpp"
#include "correlate/lockouts/policy.hpp"
#include "correlate/timelines.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kRowsAPart = 1 << 14;

// Accounts in order of their names, put together so that each part has about as many events.
std::vector<std::size_t> cut_accounts(const std::vector<TextId>& users,
                                      const Timelines& timelines) {
  std::vector<std::size_t> ends;
  std::size_t events = 0;
  for (std::size_t i = 0; i < users.size(); ++i) {
    events += timelines.size(users[i]);
    if (events < kRowsAPart && i + 1 < users.size()) continue;
    ends.push_back(i + 1);
    events = 0;
  }
  return ends;
}

// Results of accounts in order of their names, put together as they come.
class Assembly {
 public:
  Assembly(std::size_t parts, Correlation& out) : parts_(parts), out_(out) {}

  void add(AccountResults part) {
    ++added_;
    reserve(out_.callers.size() + part.callers.size());
    const auto before = static_cast<std::uint32_t>(out_.callers.size());
    for (Incident& incident : part.incidents)
      for (Contribution& one : incident.contributions) one.caller += before;
    append(out_.callers, part.callers);
    append(out_.incidents, part.incidents);
    append(out_.refuted, part.refuted);
    append(memberships_.of_caller, part.campaigns.of_caller);
    append(memberships_.of_incident, part.campaigns.of_incident);
  }

  // Lockouts by time; until then they are by account.
  cases::Memberships finish() {
    std::vector<std::uint32_t> order(out_.incidents.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return out_.incidents[a].locked_at < out_.incidents[b].locked_at;
    });
    std::vector<Incident> incidents;
    std::vector<std::uint32_t> campaigns;
    incidents.reserve(order.size());
    for (const std::uint32_t i : order) {
      incidents.push_back(std::move(out_.incidents[i]));
      campaigns.push_back(memberships_.of_incident[i]);
    }
    out_.incidents = std::move(incidents);
    memberships_.of_incident = std::move(campaigns);
    return std::move(memberships_);
  }

 private:
  template <class T>
  static void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }

  // As if the parts to come held as many: there may be a million, and moving them takes as much
  // memory again.
  void reserve(std::size_t callers) {
    if (callers <= out_.callers.capacity()) return;
    out_.callers.reserve(std::max(callers * parts_ / added_, callers + callers / 8));
  }

  const std::size_t parts_;
  std::size_t added_ = 0;
  Correlation& out_;
  cases::Memberships memberships_;
};

// Fills also the groups, which have nothing to do with accounts but take time as one part.
cases::Memberships work_on_accounts(const Events& events, const Timelines& timelines,
                                    const std::vector<TextId>& users, const Places& places,
                                    const CorrelateOptions& options,
                                    const lockouts::PolicyChoice& choice,
                                    const cases::Campaigns& campaigns, Correlation& out) {
  const Coverage& coverage = out.coverage;
  const lockouts::Rules rules{
      .threshold = {},
      .threshold_assumed = out.policy.threshold_source >= ThresholdSource::fallback,
      .observation_window = lockouts::observation_window(out.policy),
      .shortest_lock = choice.shortest_lock,
      .reconstructs = choice.reconstructs && !coverage.locks,
      .locks_recorded = coverage.locks,
      .unlocks_complete = coverage.unlocks_complete,
      .clearing_unseen = !coverage.successes && !coverage.locks};
  const std::vector<std::size_t> ends = cut_accounts(users, timelines);
  Assembly assembly(ends.size(), out);
  std::vector<std::unique_ptr<AccountWorker>> workers(thread_count(options.threads));
  const unsigned threads = events.rows.size() < kRowsWorthThreads ? 1 : options.threads;
  parallel_in_order(ends.size() + 1, threads,
                    [&](std::size_t part, unsigned thread, auto& my_turn) {
                      if (part == ends.size()) {
                        if (options.every_group)
                          out.groups = group_failures(events, options.group_window_s);
                        return;
                      }
                      auto& worker = workers[thread];
                      if (!worker)
                        worker = std::make_unique<AccountWorker>(
                            events, places, options, rules, choice.thresholds, campaigns, coverage);
                      AccountResults results;
                      for (std::size_t i = part == 0 ? 0 : ends[part - 1]; i < ends[part]; ++i)
                        worker->work(users[i], timelines, results);
                      my_turn();
                      assembly.add(std::move(results));
                    });
  return assembly.finish();
}

void measure_leads(const Events& events, unsigned threads, Correlation& out) {
  std::vector<const Caller*> leads;
  for (const Case& one : out.cases) {
    if (one.callers.empty()) continue;
    Caller& lead = out.callers[one.callers.front()];
    if (!lead.contributes || lead.rhythms > 0) continue;
    leads.push_back(&lead);
    lead.rhythms = static_cast<std::uint32_t>(leads.size());
  }
  out.rhythms.resize(leads.size() + 1);
  if (events.rows.size() < kRowsWorthThreads) threads = 1;
  parallel_for(leads.size(), threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t i = from; i < to; ++i)
      out.rhythms[i + 1] = callers::measure_rhythms(events.rows, *leads[i], out.time_zone);
  });
}

}  // namespace

Correlation correlate(const Events& events, std::span<const std::uint32_t> network_of_address,
                      const CorrelateOptions& options) {
  Correlation out;
  out.time_zone = options.time_zone;
  const Timelines timelines(events);
  out.coverage = timelines.coverage();
  const lockouts::PolicyChoice choice = lockouts::choose_policy(events, timelines, options);
  out.policy = choice.policy;

  const std::vector<TextId> users = users_by_text(events.users);
  const Places places(events.addresses, network_of_address);
  const cases::Campaigns campaigns(events, network_of_address, out.coverage);
  cases::Memberships memberships =
      work_on_accounts(events, timelines, users, places, options, choice, campaigns, out);
  if (!options.every_group && out.incidents.empty())
    out.groups = group_failures(events, options.group_window_s);
  callers::count_spread(events, timelines, out.callers);
  cases::make_cases(events, users, campaigns, std::move(memberships), out);
  measure_leads(events, options.threads, out);
  return out;
}

std::string_view to_text(ThresholdSource source) {
  constexpr std::array<std::string_view, 5> kTexts = {"option", "site", "estimated", "default",
                                                      "none"};
  return kTexts[static_cast<std::size_t>(source)];
}

std::string_view to_text(TriggerKind kind) {
  constexpr std::array<std::string_view, 5> kTexts = {"password_changed", "password_expired",
                                                      "username_changed", "none_seen", "unknown"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view to_text(RhythmModel model) {
  constexpr std::array<std::string_view, kRhythmModels> kTexts = {
      "too_few", "poisson",       "clustered", "fixed_period",
      "daily",   "working_hours", "backoff",   "regime_change"};
  return kTexts[static_cast<std::size_t>(model)];
}

std::string_view to_text(LockBasis basis) {
  constexpr std::array<std::string_view, 3> kTexts = {"recorded", "answered", "reconstructed"};
  return kTexts[static_cast<std::size_t>(basis)];
}

std::string_view to_text(CaseKind kind) {
  constexpr std::array<std::string_view, 3> kTexts = {"caller", "campaign", "contested"};
  return kTexts[static_cast<std::size_t>(kind)];
}

}  // namespace whylocked
