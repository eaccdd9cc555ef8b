// Each account's events in time order, with the traits and the address of each.
//
// In:  events in time order.  Out: for each account the indexes of its events, EventTraits and an
//      address for each, and the Coverage of the whole export, in two passes over the events.
// Traits are a byte, so questions that need no more (which threshold, can this account lock at all)
// run through a few megabytes and not through all events.
// Events of one account are far apart in memory: see prefetch().
// Lifetime: owns its lists; spans are valid while it lives.  Threads: const access is safe.
// Failure: std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "correlate/lockouts/traits.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

inline constexpr std::size_t kRowsWorthThreads = 1 << 16;  // fewer are done before one has started

class Timelines {
 public:
  explicit Timelines(const Events& events);

  const Coverage& coverage() const { return coverage_; }
  std::span<const std::uint32_t> of(TextId user) const {
    return {items_.data() + starts_[user], size(user)};
  }
  std::span<const lockouts::EventTraits> traits(TextId user) const {
    return {traits_.data() + starts_[user], size(user)};
  }
  std::span<const TextId> addresses(TextId user) const {
    return {addresses_.data() + starts_[user], size(user)};
  }
  std::size_t size(TextId user) const { return starts_[user + 1] - starts_[user]; }

  // Fetches the event some places after indexes[at].
  static void prefetch(std::span<const Event> rows, std::span<const std::uint32_t> indexes,
                       std::size_t at) {
#if defined(__GNUC__)
    constexpr std::size_t kAhead = 24;
    if (at + kAhead >= indexes.size()) return;
    __builtin_prefetch(&rows[indexes[at + kAhead]]);
#else
    (void)rows, (void)indexes, (void)at;
#endif
  }

 private:
  std::vector<std::uint32_t> starts_;  // of each account, and the end
  std::vector<std::uint32_t> items_;   // indexes of events
  std::vector<TextId> addresses_;
  std::vector<lockouts::EventTraits> traits_;
  Coverage coverage_;
};

}  // namespace whylocked
