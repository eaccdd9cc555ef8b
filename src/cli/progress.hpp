// A progress bar on the terminal for long reads.
//
// Shows "  42 %, 510 MB of 1.2 GB, 890 MB/s, 1 s left" on standard error, ten times per second, and
// erases it at the end. Only on a terminal, and only for reads longer than a tenth of a second.
// Draws from construction to destruction, and sets `to` during that time.
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
  std::jthread thread_;  // destroyed first, as it uses the other members
};

// Log lines for -v: what was read, and how long each stage took, from construction on.
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
