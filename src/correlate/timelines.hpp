// Each account's events in time order, and at a glance what each of them did and from where.
//
// In:  events in time order.  Out: for each account the indexes of its events, an Act and an
// address
//      for each, and the Coverage of the whole export: all of it in two passes over the events.
// An Act is a byte, so questions that need no more (which threshold, does this account lock at all)
// run through a few megabytes and not through all events; so does, with the addresses, the question
// who touched one.
// Events of one account lie far apart, so who walks over them asks the memory for those to come
// (see prefetch). With several threads each counts and places a stretch of the events; the result
// is the same. Lifetime: owns its lists; spans are valid while it lives.  Threads: const access is
// safe.  Failure: std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "correlate/act.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

inline constexpr std::size_t kRowsWorthThreads = 1 << 16;  // fewer are done before one has started

class Timelines {
 public:
  Timelines(const Events& events, unsigned threads);

  const Coverage& sight() const { return sight_; }
  std::span<const std::uint32_t> of(TextId user) const {
    return {items_.data() + starts_[user], size(user)};
  }
  std::span<const Act> acts(TextId user) const {
    return {acts_.data() + starts_[user], size(user)};
  }
  std::span<const TextId> addresses(TextId user) const {
    return {addresses_.data() + starts_[user], size(user)};
  }
  std::size_t size(TextId user) const { return starts_[user + 1] - starts_[user]; }

  // Fetches the event that stands some places behind indexes[at].
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
  std::vector<Act> acts_;
  Coverage sight_;
};

}  // namespace whylocked
