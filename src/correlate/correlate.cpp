// Runs the stage: timelines, coverage, policy; then per account the replay, the callers and their
// part in each lockout; then what the callers' addresses did on other accounts; then cases.

#include "whylocked/correlate.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "correlate/account.hpp"
#include "correlate/cases/cases.hpp"
#include "correlate/lockouts/policy.hpp"
#include "correlate/timelines.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kRowsWorthThread = 1u << 16;

void at_once(unsigned threads, const std::vector<std::function<void()>>& tasks) {
  parallel_for(tasks.size(), threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t i = from; i < to; ++i) tasks[i]();
  });
}

// `done`: number of `parts` in `out`, including this one. Reserves room as if the others had twice
// as many callers, because there may be a million, and moving them takes as much memory again.
void add_part(Correlation part, std::size_t done, std::size_t parts, Correlation& out) {
  const std::size_t before = out.callers.size(), callers = before + part.callers.size();
  if (callers > out.callers.capacity())
    out.callers.reserve(callers + 2 * callers * (parts - done) / done);
  for (Incident& incident : part.incidents)
    for (Contribution& one : incident.contributions)
      one.caller += static_cast<std::uint32_t>(before);
  std::ranges::move(part.callers, std::back_inserter(out.callers));
  std::ranges::move(part.incidents, std::back_inserter(out.incidents));
  std::ranges::move(part.refuted, std::back_inserter(out.refuted));
}

// No thread waits for another that has a busy account: its results do.
void correlate_accounts(const AccountContext& context, const std::vector<TextId>& users,
                        unsigned threads, Correlation& out) {
  const std::size_t parts = std::min<std::size_t>(users.size(), 256);
  std::vector<std::optional<Correlation>> results(parts);
  std::size_t added = 0;
  std::mutex adding;
  const auto work = [&](std::size_t part) {
    Correlation own;
    for (std::size_t i = users.size() * part / parts; i < users.size() * (part + 1) / parts; ++i)
      correlate_account(context, users[i], own);
    const std::lock_guard lock(adding);
    results[part] = std::move(own);
    for (; added < parts && results[added]; results[added++].reset())
      add_part(std::move(*results[added]), added + 1, parts, out);
  };
  parallel_for(parts, threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t part = from; part < to; ++part) work(part);
  });
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
  const unsigned threads =
      events.rows.size() < kRowsWorthThread ? 1 : thread_count(options.threads);
  const std::span<const Event> rows = events.rows;
  Timelines timelines;
  timelines.rows = rows;
  at_once(threads,
          {[&] { timelines.summarize(events); },
           [&] { timelines.by_account = RowIndex(rows, &Event::user, events.users.size()); },
           [&] { out.by_address = RowIndex(rows, &Event::address, events.addresses.size()); }});
  out.coverage = timelines.coverage;
  std::optional<cases::Campaigns> campaigns;
  lockouts::PolicyChoice policy;
  at_once(threads, {[&] {
                      campaigns.emplace(events, out.by_address, network_of_address, out.coverage,
                                        threads);
                    },
                    [&] {
                      CorrelateOptions beside = options;  // the campaigns, which take a thread
                      beside.threads = std::max(threads, 2u) - 1;
                      policy = lockouts::choose_policy(timelines, beside);
                    }});
  out.policy = policy.policy;

  const std::vector<TextId> users = users_by_text(events.users);
  const Places places(events.addresses, network_of_address);
  correlate_accounts({events, timelines, places, options, policy, *campaigns}, users, threads, out);
  timelines.by_account = {};
  std::ranges::stable_sort(out.incidents, {}, &Incident::locked_at);
  if (options.every_group || out.incidents.empty())
    out.groups = group_failures(events, options.group_window_s);
  at_once(threads, {[&] { callers::count_spread(events, threads, out); },
                    [&] { cases::make_cases(events, users, *campaigns, out); }});
  measure_leads(events, threads, out);
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
