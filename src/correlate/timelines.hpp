// Each account's events in time order, with the traits of each.
//
// In:  events in time order.  Out: for each account the indexes of its events, EventTraits for
//      each, and the Coverage of the whole export.
// Events of one account are far apart in memory, so questions that need no more than traits (can
// this account lock at all) run through a few megabytes, and others through a copy.
// Lifetime: refers to the events; spans are valid while it lives.  Threads: const access is safe.
// Failure: std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "correlate/lockouts/traits.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

class Timelines {
 public:
  explicit Timelines(const Events& events);

  std::size_t accounts() const { return starts_.size() - 1; }
  const Coverage& coverage() const { return coverage_; }
  std::span<const std::uint32_t> of(TextId user) const {
    return {items_.data() + starts_[user], size(user)};
  }
  std::span<const lockouts::EventTraits> traits(TextId user) const {
    return {traits_.data() + starts_[user], size(user)};
  }
  std::size_t size(TextId user) const { return starts_[user + 1] - starts_[user]; }

  void copy(TextId user, std::vector<Event>& out) const;

  // The threads that so many events are worth, of those that may be used.
  unsigned worthwhile(unsigned threads) const { return items_.size() < (1u << 16) ? 1 : threads; }

 private:
  const std::vector<Event>& rows_;
  std::vector<std::uint32_t> starts_;  // of each account, and the end
  std::vector<std::uint32_t> items_;   // indexes of events
  std::vector<lockouts::EventTraits> traits_;
  Coverage coverage_;
};

}  // namespace whylocked
