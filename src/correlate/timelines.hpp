// Each account's events in time order.
//
// In:  events in time order.  Out: for each account the indexes of its events and whether it can
//      lock at all; and the Coverage of the whole export.
// Events of one account are far apart in memory; copy them to read them twice.
// Lifetime: refers to the events; spans are valid while it lives.  Threads: const access is safe.
// Failure: std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "correlate/lockouts/replay.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

// What decides whether an account is of interest.
struct AccountSummary {
  bool fails = false;       // a failure or a lock row
  bool shows_lock = false;  // a lock row, a refusal because of a lock, or an unlock after failures
  std::uint32_t longest = 0;  // largest number of counted attempts between two clearings

  // False if replay() would find nothing; true promises nothing.
  bool may_lock(const lockouts::Rules& rules) const {
    return shows_lock || (rules.reconstructs && longest >= rules.threshold.lowest());
  }
};

// Calls work(event, index) for these events, which are far apart in memory.
template <class Work>
void for_each_event(std::span<const Event> rows, std::span<const std::uint32_t> indexes,
                    Work work) {
  for (std::size_t i = 0; i < indexes.size(); ++i) {
#if defined(__GNUC__)
    constexpr std::size_t kAhead = 24;
    if (i + kAhead < indexes.size()) __builtin_prefetch(&rows[indexes[i + kAhead]]);
#endif
    work(rows[indexes[i]], indexes[i]);
  }
}

struct Timelines {
  std::span<const Event> rows;
  RowIndex by_account;
  std::vector<AccountSummary> accounts;  // by user
  Coverage coverage;

  void summarize(const Events& events);  // sets `accounts` and `coverage`
  void copy(TextId user, std::vector<Event>& out) const;
};

}  // namespace whylocked
