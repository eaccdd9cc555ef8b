// Local days and working hours (Monday to Friday, 8 to 18) of a tenant.
//
// In:  a Span and points in time.  Out: the same, moved.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include "simulator/random.hpp"
#include "simulator/world.hpp"

namespace whylocked::sim {

inline constexpr Micros kOpens = 8 * kHour, kCloses = 18 * kHour;

inline Micros local_time(const Span& span, Micros at) { return at + span.offset_minutes * kMinute; }
inline Micros since_midnight(const Span& span, Micros at) { return local_time(span, at) % kDay; }
// 1970-01-01 was a Thursday; Monday is 0.
inline int weekday(const Span& span, Micros at) {
  return static_cast<int>((local_time(span, at) / kDay + 3) % 7);
}
inline Micros midnight(const Span& span, Micros at) { return at - since_midnight(span, at); }

inline bool is_working_time(const Span& span, Micros at) {
  const Micros clock = since_midnight(span, at);
  return weekday(span, at) < 5 && clock >= kOpens && clock < kCloses;
}

// The next opening of the office after `at`.
inline Micros next_opening(const Span& span, Micros at) {
  Micros day = midnight(span, at);
  if (since_midnight(span, at) >= kOpens) day += kDay;
  while (weekday(span, day) >= 5) day += kDay;
  return day + kOpens;
}

// `at`, or some time in the two hours after the office opens again.
inline Micros in_working_time(Random& random, const Span& span, Micros at) {
  return is_working_time(span, at) ? at : next_opening(span, at) + random.between(0, 2 * kHour);
}

}  // namespace whylocked::sim
