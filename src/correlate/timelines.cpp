// A counting sort by account, linear and stable.

#include "correlate/timelines.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace whylocked {

namespace {

void add_event(const Event& event, lockouts::LockCounter& counter, AccountSummary& account) {
  const bool locked = event.kind == EventKind::account_locked;
  account.fails |= locked || event.kind == EventKind::login_failed;
  account.shows_lock |= locked || lockouts::proves_lock(event);
  if (clears_counter(event)) {
    account.shows_lock |= event.kind != EventKind::login_succeeded && counter.total > 0;
    counter.clear();
  }
  if (!raises_counter(event)) return;
  counter.add(event);
  const auto total = static_cast<std::uint32_t>(std::min<std::uint64_t>(counter.total, UINT32_MAX));
  account.longest = std::max(account.longest, total);
}

}  // namespace

void Timelines::summarize(const Events& events) {
  accounts.resize(events.users.size());
  std::vector<lockouts::LockCounter> counters(events.users.size());
  std::size_t locks = 0, unlocks = 0;
  std::optional<Precision> coarsest;  // of failures
  for (const Event& event : events.rows) {
    add_event(event, counters[event.user], accounts[event.user]);
    const Program& program = events.programs.at(event.program);
    coverage.addresses |= event.address != kNone;
    coverage.clients |= program.client != kNone;
    coverage.computers |= program.computer != kNone;
    coverage.successes |= event.kind == EventKind::login_succeeded;
    coverage.changes |= lockouts::is_change(event.kind);
    coverage.refusals |= lockouts::proves_lock(event);
    locks += event.kind == EventKind::account_locked;
    unlocks += event.kind == EventKind::account_unlocked;
    if (event.kind == EventKind::login_failed)
      coarsest = std::max<std::optional<Precision>>(coarsest, event.precision);
  }
  coverage.locks = locks > 0;
  coverage.unlocks = unlocks > 0;
  coverage.unlocks_complete = coverage.unlocks && 2 * unlocks >= locks;
  coverage.precision = coarsest.value_or(coverage.precision);
}

RowIndex::RowIndex(std::span<const Event> rows, TextId Event::*key, std::size_t keys)
    : starts_(keys + 1), rows_(rows.size()) {
  for (const Event& event : rows) ++starts_[event.*key + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t index = 0; index < rows.size(); ++index)
    rows_[next[rows[index].*key]++] = index;
}

void Timelines::copy(TextId user, std::vector<Event>& out) const {
  out.clear();
  out.reserve(by_account.of(user).size());
  for_each_event(rows, by_account.of(user),
                 [&](const Event& event, std::uint32_t) { out.push_back(event); });
}

}  // namespace whylocked
