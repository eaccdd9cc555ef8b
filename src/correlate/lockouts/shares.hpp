// Each caller's part in one lockout.
//
// In:  an incident with its counted failures, and the caller of every event.
// Out: Incident::contributions, by falling share, then caller.
// Only callers whose failures counted have a part; who failed only after the lock is in
// Incident::after_lock. A lockout without counted failures belongs to the caller of its lock row or
// of the refusal that proves it.
// Threads: one ShareAssigner a thread.  Failure: none.  Cost: linear in the incident's events, but
// for sorting its callers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

inline constexpr std::uint32_t kNoCaller = 0xffffffff;

class ShareAssigner {
 public:
  // `rows` are the account's; `caller_of_row` has one entry a row, kNoCaller where it has none.
  void assign(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
              Incident& incident);

 private:
  void count_by_caller(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                       Incident& incident);

  std::vector<std::uint32_t> place_;  // by caller: 1 + place of its part; 0 between incidents
};

}  // namespace whylocked::lockouts
