// A progress bar on the terminal for long reads.
//
// In:  the progress of a reading.  Out: "  42 %, 510 MB of 1.2 GB, 890 MB/s, 1 s left" on standard
//      error, ten times a second, and nothing of it afterwards. Only on a terminal, and only of
//      what takes longer than a tenth of a second.
// Lifetime: draws from construction to destruction; sets `to` for that time.  Threads: one of its
// own, and none where standard error is no terminal.  Failure: none; where no thread can be started
// nothing is drawn.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "whylocked/read.hpp"
#include "whylocked/report.hpp"

namespace spdlog {
class logger;
}

namespace whylocked::cli {

class ProgressBar {
 public:
  ProgressBar(bool wanted, ReadProgress*& to);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

 private:
  void draw();

  ReadProgress*& place_;
  ReadProgress progress_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

// The line without its control characters. `size` 0: not known.
std::string progress_words(std::uint64_t read, std::uint64_t size, double seconds);

// Log lines under -v: what was read, how long each stage took, which threshold was chosen.
//
// In:  names of stages as they end; the finished report.  Out: lines on standard error.
// Silent unless switched on; then each line carries the time of day.
// Lifetime: one object a run; the clock starts with it.  Threads: main only.  Failure: none.

class Log {
 public:
  explicit Log(bool on);
  ~Log();
  void stage_ended(std::string_view stage);
  void report(const Report& report);

 private:
  std::unique_ptr<spdlog::logger> logger_;  // none: off
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace whylocked::cli
