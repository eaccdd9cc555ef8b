// Event indexes sorted into buckets by a small integer key, by counting: linear, stable.
//
// In:  events, the number of keys, and a function from event to key (kSkip leaves the event out).
// Out: for each key the indexes of its events, in event order.
// With several threads each counts and places a stretch of the events; the result is the same.
// Events of one key lie far apart, so who walks over a span may ask the memory for those to come
// (see prefetch): behind each span at least kAhead indexes can be read.
// Lifetime: owns its indexes; spans are valid while it lives.  Threads: const access is safe.
// Failure: none; a key outside the range counts as kSkip.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"
#include "whylocked/parallel.hpp"

namespace whylocked {

inline constexpr std::size_t kRowsWorthThreads = 1 << 16;  // fewer are done before one has started

class Buckets {
 public:
  static constexpr std::size_t kSkip = static_cast<std::size_t>(-1);
  static constexpr std::size_t kAhead = 16;

  template <class KeyOf>
  Buckets(const std::vector<Event>& rows, std::size_t keys, unsigned threads, KeyOf key_of)
      : starts_(keys + 1) {
    // A stretch needs a number a key.
    const std::size_t worth =
        std::min(rows.size() / kRowsWorthThreads, 2 * rows.size() / (keys + 1));
    const std::size_t parts = std::clamp<std::size_t>(worth, 1, thread_count(threads));
    std::vector<std::vector<std::uint32_t>> next(parts);
    const auto each_part = [&](auto work) {
      parallel_for(parts, threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
        for (std::size_t part = from; part < to; ++part)
          work(next[part], rows.size() * part / parts, rows.size() * (part + 1) / parts);
      });
    };
    each_part([&](auto& counts, std::size_t from, std::size_t to) {
      counts.assign(keys, 0);
      for (std::size_t i = from; i < to; ++i)
        if (const std::size_t key = key_of(rows[i]); key < keys) ++counts[key];
    });
    std::uint32_t sum = 0;
    for (std::size_t key = 0; key < keys; ++key) {
      for (auto& counts : next) {
        const std::uint32_t count = counts[key];
        counts[key] = sum;
        sum += count;
      }
      starts_[key + 1] = sum;
    }
    indexes_.resize(sum + kAhead);
    each_part([&](auto& places, std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to; ++i)
        if (const std::size_t key = key_of(rows[i]); key < keys)
          indexes_[places[key]++] = static_cast<std::uint32_t>(i);
    });
  }

  // Of an index in a span of of(): fetches the event kAhead behind it.
  static void prefetch(const std::vector<Event>& rows, const std::uint32_t& index) {
#if defined(__GNUC__)
    __builtin_prefetch(&rows[(&index)[kAhead]]);
#else
    (void)rows, (void)index;
#endif
  }
  std::span<const std::uint32_t> of(std::size_t key) const {
    return std::span(indexes_).subspan(starts_[key], starts_[key + 1] - starts_[key]);
  }

 private:
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> indexes_;
};

}  // namespace whylocked
