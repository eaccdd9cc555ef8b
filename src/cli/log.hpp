// Log lines under -v: what was read, how long each stage took, which threshold was chosen.
//
// In:  names of stages as they end; the finished report.  Out: lines on standard error.
// Silent unless switched on; then each line carries the time of day.
// Lifetime: one object a run; the clock starts with it.  Threads: main only.  Failure: none.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "whylocked/report.hpp"

namespace whylocked {

class Log {
 public:
  explicit Log(bool on);
  ~Log();
  void stage_ended(std::string_view stage);
  void report(const Report& report);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;  // none: off
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace whylocked
