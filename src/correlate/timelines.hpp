// Each account's events in time order.
//
// In:  events in time order.  Out: for each account the indexes of its events and whether it can
//      lock at all, and the Coverage of the whole export.
// Events of one account are far apart in memory, so whoever reads them works on a copy.
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

// The rule by which an account is of interest.
struct AccountSummary {
  bool fails = false;       // a failure or a lock row
  bool shows_lock = false;  // a lock row, a refusal because of a lock, or an unlock after failures
  std::uint32_t longest = 0;  // attempts that counted between two clearings, at most

  // False if replay() would find nothing. True promises nothing.
  bool may_lock(const lockouts::Rules& rules) const {
    return shows_lock || (rules.reconstructs && longest >= rules.threshold.lowest());
  }
};

class Timelines {
 public:
  explicit Timelines(const Events& events);

  std::size_t accounts() const { return starts_.size() - 1; }
  const Coverage& coverage() const { return coverage_; }
  std::span<const std::uint32_t> of(TextId user) const {
    return {items_.data() + starts_[user], size(user)};
  }
  const AccountSummary& summary(TextId user) const { return summaries_[user]; }
  std::size_t size(TextId user) const { return starts_[user + 1] - starts_[user]; }

  void copy(TextId user, std::vector<Event>& out) const;

  // The threads that so many events are worth, of those that may be used.
  unsigned worthwhile(unsigned threads) const { return items_.size() < (1u << 16) ? 1 : threads; }

 private:
  const std::vector<Event>& rows_;
  std::vector<std::uint32_t> starts_;  // of each account, and the end
  std::vector<std::uint32_t> items_;   // indexes of events
  std::vector<AccountSummary> summaries_;
  Coverage coverage_;
};

}  // namespace whylocked
