// Reports the figures of a kernel benchmark.
//
// In:  after the loop, the work of one iteration.  Out: counters next to the times, such as
//      per_row=121.4ns bytes=1.03G/s, both of processor time, which other processes disturb least.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>

namespace whylocked::bench {

inline void count_rows(benchmark::State& state, const char* name, std::size_t count) {
  using benchmark::Counter;
  state.counters[name] =
      Counter(static_cast<double>(count), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

inline void report(benchmark::State& state, std::size_t rows, std::size_t bytes = 0) {
  using benchmark::Counter;
  count_rows(state, "per_row", rows);
  if (bytes > 0)
    state.counters["bytes"] =
        Counter(static_cast<double>(bytes), Counter::kIsIterationInvariantRate);
}

}  // namespace whylocked::bench
