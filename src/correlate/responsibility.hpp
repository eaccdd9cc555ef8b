// Each caller's part in one lockout.
//
// In:  an incident with its counted failures, and the origin of every event.
// Out: Incident::origins, by falling share, then origin.
// Only callers whose failures counted have a part; who failed only after the lock is in
// Incident::after_lock. A lockout without counted failures is laid to the origin of its lock row.
// Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <span>

#include "whylocked/correlate.hpp"

namespace whylocked {

inline constexpr std::uint32_t kNoOrigin = 0xffffffff;

// `origin_of_event` has one entry an event, kNoOrigin where it has none.
void lay_blame(const Events& events, std::span<const std::uint32_t> origin_of_event,
               std::uint32_t threshold, Incident& incident);

}  // namespace whylocked
