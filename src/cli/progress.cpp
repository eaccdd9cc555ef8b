
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "cli/files.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"

namespace whylocked::cli {

namespace {

constexpr std::chrono::milliseconds kBetweenLines{100};
constexpr std::string_view kClearLine = "\r\x1b[K";

std::string bytes_words(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  return fmt::format("{:.0f} MB", bytes / 1e6);
}

}  // namespace

struct ProgressBar::State {
  explicit State(ReadProgress*& to) : place(to) {}

  ReadProgress*& place;
  ReadProgress progress;
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false, drawn = false;
  std::thread thread;

  void draw();
};

void ProgressBar::State::draw() {
  const auto begin = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, kBetweenLines, [&] { return over; })) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const std::string words = progress_words(progress.read, progress.size, taken.count());
    write_message(std::string(kClearLine) + words.substr(0, terminal_width() - 1));
    drawn = true;
  }
  if (drawn) write_message(kClearLine);
}

ProgressBar::ProgressBar(bool wanted, ReadProgress*& to) {
  if (!wanted || !is_terminal(Stream::err)) return;
  state_ = std::make_unique<State>(to);
  to = &state_->progress;
  try {
    state_->thread = std::thread([this] { state_->draw(); });
  } catch (const std::system_error&) {
    return;
  }
}

ProgressBar::~ProgressBar() {
  if (!state_) return;
  state_->place = nullptr;
  {
    const std::lock_guard lock(state_->mutex);
    state_->over = true;
  }
  state_->ended.notify_one();
  if (state_->thread.joinable()) state_->thread.join();
}

std::string progress_words(std::uint64_t read, std::uint64_t size, double seconds) {
  const auto bytes = static_cast<double>(read), all = static_cast<double>(size);
  if (size > 0 && read >= size) return bytes_words(bytes) + " read, working on it";
  const double rate = bytes / std::max(seconds, 1e-3);
  std::string words = size == 0 ? bytes_words(bytes)
                                : fmt::format("{:3.0f} %, {} of {}", 100 * bytes / all,
                                              bytes_words(bytes), bytes_words(all));
  words += ", " + bytes_words(rate) + "/s";
  if (size > 0 && read > 0) words += fmt::format(", {:.0f} s left", (all - bytes) / rate);
  return words;
}

struct Log::Sink {
  spdlog::logger logger{"whylocked", std::make_shared<spdlog::sinks::stderr_sink_st>()};
};

Log::Log(bool on) {
  if (!on) return;
  sink_ = std::make_unique<Sink>();
  sink_->logger.set_pattern("%H:%M:%S.%e %v");
}

Log::~Log() = default;

void Log::stage_ended(std::string_view stage) {
  if (!sink_) return;
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> taken = now - last_;
  last_ = now;
  sink_->logger.info("{}: {:.1f} ms", stage, taken.count());
}

void Log::report(const Report& report) {
  if (!sink_) return;
  for (const InputInfo& input : report.inputs) {
    if (input.format.empty()) continue;  // could not be read
    sink_->logger.info("{}: {} {}, {} rows, {} events, {} skipped, times in {} ({})",
                       escape_terminal(input.file), input.format, input.encoding, input.rows,
                       input.events, input.skipped, escape_terminal(input.time_zone),
                       input.time_zone_source);
  }
  const Policy& policy = report.correlation.policy;
  sink_->logger.info("threshold: {} ({})", policy.threshold, to_text(policy.threshold_source));
  sink_->logger.info("{} events, {} failed logins, {} users, {} lockouts", report.summary.events,
                     report.summary.failures, report.summary.users, report.summary.lockouts);
}

}  // namespace whylocked::cli
