// One export played by the simulator and diagnosed, with all that a measurement needs.
//
// In:  a scenario's name and a seed.  Out: a Game: truth, report, site.
// The diagnosis sees what a user would hand in, as bytes: the export, the site file, the table of
// API users. Seeds for fitting are even, seeds for judging odd and from a million on, so that no
// export serves both.
// Lifetime: plain values.  Threads: pure.  Failure: throws std::runtime_error if the simulator's
// own files are refused.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "whylocked/diagnose.hpp"
#include "simulator/simulate.hpp"

namespace whylocked::accuracy {

struct Game {
  std::size_t scenario = 0;  // index in scenarios()
  std::uint64_t seed = 0;
  std::vector<TrueLockout> truth;
  Site site;
  DiagnoseResult result;
};

enum class Purpose : std::uint8_t { fit, judge };

std::uint64_t seed_of(Purpose purpose, std::size_t number);

Game play(std::size_t scenario, std::uint64_t seed);
// `exports` of each scenario, scenario by scenario; as many threads as there are processors.
std::vector<Game> play_all(Purpose purpose, std::size_t exports);

// Calls work(i) for each i below `count` on all processors; the order of calls is not defined.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace whylocked::accuracy
