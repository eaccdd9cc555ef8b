// Attempts joined into runs.
//
// Clients multiply one wrong secret: a refused call is repeated after a zone look-up, calls run in
// parallel. So attempts closer than 5 s are one run, and beats are measured between runs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

inline constexpr Micros kRunGap = 5 * kSecond;    // bursts of 15 calls in seconds were seen
inline constexpr std::size_t kRunsForRhythm = 5;  // with fewer nothing is said

struct Run {
  Micros start = 0;
  std::uint32_t attempts = 0;
};

// True if an attempt at `time` is a new run after one at `before`.
inline bool starts_run(Micros before, Micros time) { return time - before >= kRunGap; }

inline std::vector<Run> join_runs(std::span<const Micros> times) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i == 0 || starts_run(times[i - 1], times[i])) runs.push_back({times[i], 0});
    ++runs.back().attempts;
  }
  return runs;
}

}  // namespace whylocked
