// A counting sort by account: linear and stable.

#include "correlate/timelines.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace whylocked {

namespace {

Coverage coverage_of(const Events& events) {
  std::array<std::size_t, 8> kinds{};  // events of each kind
  unsigned reasons = 0;                // of failures, a bit each
  std::optional<Precision> coarsest;   // of failures
  Coverage coverage;
  for (const Event& event : events.rows) {
    ++kinds[static_cast<std::size_t>(event.kind)];
    coverage.addresses |= event.address != kNone;
    const Program& program = events.programs.at(event.program);
    coverage.clients |= program.client != kNone;
    coverage.computers |= program.computer != kNone;
    if (event.kind != EventKind::login_failed) continue;
    reasons |= 1u << static_cast<unsigned>(event.reason);
    coarsest = std::max<std::optional<Precision>>(coarsest, event.precision);
  }
  const auto count = [&](EventKind kind) { return kinds[static_cast<std::size_t>(kind)]; };
  const auto has = [&](Reason reason) {
    return (reasons >> static_cast<unsigned>(reason) & 1) != 0;
  };
  coverage.successes = count(EventKind::login_succeeded) > 0;
  coverage.changes = count(EventKind::password_changed) + count(EventKind::password_expired) +
                         count(EventKind::username_changed) >
                     0;
  const std::size_t locks = count(EventKind::account_locked),
                    unlocks = count(EventKind::account_unlocked);
  coverage.locks = locks > 0;
  coverage.unlocks = unlocks > 0;
  coverage.unlocks_complete = coverage.unlocks && 2 * unlocks >= locks;
  coverage.refusals = has(Reason::locked);
  coverage.wrong_password = has(Reason::bad_password);
  coverage.precision = coarsest.value_or(coverage.precision);
  return coverage;
}

// By account.
std::vector<AccountSummary> summarize(const Events& events) {
  std::vector<AccountSummary> summaries(events.users.size());
  std::vector<lockouts::LockCounter> counters(events.users.size());
  for (const Event& event : events.rows) {
    AccountSummary& account = summaries[event.user];
    lockouts::LockCounter& counter = counters[event.user];
    const bool locked = event.kind == EventKind::account_locked;
    account.fails |= locked || event.kind == EventKind::login_failed;
    account.shows_lock |= locked || lockouts::proves_lock(event);
    if (clears_counter(event)) {
      account.shows_lock |= event.kind != EventKind::login_succeeded && counter.total > 0;
      counter.clear();
    }
    if (!raises_counter(event)) continue;
    counter.add(event);
    const auto total =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(counter.total, UINT32_MAX));
    account.longest = std::max(account.longest, total);
  }
  return summaries;
}

}  // namespace

RowIndex::RowIndex(std::span<const Event> rows, TextId Event::*key, std::size_t keys)
    : starts_(keys + 1), rows_(rows.size()) {
  for (const Event& event : rows) ++starts_[event.*key + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t index = 0; index < rows.size(); ++index)
    rows_[next[rows[index].*key]++] = index;
}

Timelines::Timelines(const Events& events)
    : rows_(events.rows),
      by_account_(events.rows, &Event::user, events.users.size()),
      summaries_(summarize(events)),
      coverage_(coverage_of(events)) {}

void Timelines::copy(TextId user, std::vector<Event>& out) const {
  out.clear();
  out.reserve(size(user));
  for_each_event(rows_, of(user), [&](const Event& event, std::uint32_t) { out.push_back(event); });
}

}  // namespace whylocked
