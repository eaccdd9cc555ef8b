// A progress bar on the terminal for long reads.
//
// "  42 %, 510 MB of 1.2 GB, 890 MB/s, 1 s left" on standard error, ten times a second, and nothing
// of it afterwards. Only on a terminal, and only of what takes longer than a tenth of a second.
// Draws from construction to destruction, and sets `to` for that time.
#pragma once

#include <chrono>
#include <memory>
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
  ~ProgressBar() { place_ = nullptr; }

 private:
  void draw(const std::stop_token& stop);

  ReadProgress*& place_;
  ReadProgress progress_;
  std::jthread thread_;  // ends first, as it reads the rest
};

// Log lines under -v: what was read, how long each stage took. The clock starts with it.
class Log {
 public:
  explicit Log(bool on);
  ~Log();
  void stage_ended(std::string_view stage);
  void inputs(const std::vector<InputInfo>& inputs);

 private:
  std::unique_ptr<spdlog::logger> logger_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace whylocked::cli
