// Event indexes sorted into buckets by a small integer key, by counting: linear, stable.
//
// In:  events, the number of keys, and a function from event to key (kSkip leaves the event out).
// Out: for each key the indexes of its events, in event order.
// Used twice: the timeline of each account, and what each address did.
// Lifetime: owns its indexes; spans are valid while it lives.  Threads: const access is safe.
// Failure: none; a key outside the range counts as kSkip.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

class Buckets {
 public:
  static constexpr std::size_t kSkip = static_cast<std::size_t>(-1);

  template <class KeyOf>
  Buckets(const std::vector<Event>& rows, std::size_t keys, KeyOf key_of) : starts_(keys + 1) {
    for (const Event& event : rows)
      if (const std::size_t key = key_of(event); key < keys) ++starts_[key + 1];
    for (std::size_t key = 0; key < keys; ++key) starts_[key + 1] += starts_[key];
    indexes_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const std::size_t key = key_of(rows[i]); key < keys)
        indexes_[next[key]++] = static_cast<std::uint32_t>(i);
  }

  std::span<const std::uint32_t> of(std::size_t key) const {
    return std::span(indexes_).subspan(starts_[key], starts_[key + 1] - starts_[key]);
  }

 private:
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> indexes_;
};

}  // namespace whylocked
