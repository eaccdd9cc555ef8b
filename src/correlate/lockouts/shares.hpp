// Each caller's part in one lockout.
//
// In:  an incident with its counted failures, and the caller of every event.
// Out: Incident::contributions, by falling share, then caller.
// Only callers whose failures counted have a part; who failed only after the lock is in
// Incident::after_lock. A lockout without counted failures belongs to the caller of its lock row or
// of the refusal that proves it.
// Threads: pure.  Failure: none.  Cost: n log n in the incident's events.
#pragma once

#include <cstdint>
#include <span>

#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

inline constexpr std::uint32_t kNoCaller = 0xffffffff;

// `rows` are the account's; `caller_of_row` has one entry a row, kNoCaller where it has none.
void assign_shares(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                   Incident& incident);

}  // namespace whylocked::lockouts
