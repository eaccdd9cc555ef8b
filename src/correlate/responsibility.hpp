// Each caller's part in one lockout.
//
// In:  an incident with its counted failures, and the origin of every event.
// Out: Incident::origins, by falling share, then origin.
// Only callers whose failures counted have a part; who failed only after the lock is in
// Incident::after_lock. A lockout without counted failures is laid to the origin of its lock row.
// Threads: one BlameLayer a thread.  Failure: none.  Cost: linear in the incident's events, but for
// sorting its callers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked {

inline constexpr std::uint32_t kNoOrigin = 0xffffffff;

class BlameLayer {
 public:
  explicit BlameLayer(std::uint32_t threshold) : threshold_(threshold) {}

  // `rows` are the account's; `origin_of_row` has one entry a row, kNoOrigin where it has none.
  void lay(std::span<const Event> rows, std::span<const std::uint32_t> origin_of_row,
           Incident& incident);

 private:
  void count_by_origin(std::span<const Event> rows, std::span<const std::uint32_t> origin_of_row,
                       Incident& incident);

  std::uint32_t threshold_;
  std::vector<std::uint32_t> place_;  // by origin: 1 + place of its blame; 0 between incidents
};

}  // namespace whylocked
