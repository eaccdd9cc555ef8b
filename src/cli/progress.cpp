#include "cli/progress.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>

#include "cli/files.hpp"
#include "cli/terminal.hpp"

namespace whylocked::cli {

namespace {

constexpr std::chrono::milliseconds kBetweenLines{100};
constexpr std::string_view kClearLine = "\r\x1b[K";

std::string bytes_words(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  return fmt::format("{:.0f} MB", bytes / 1e6);
}

// The line without control characters. `size` 0: unknown.
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

}  // namespace

void ProgressBar::draw(const std::stop_token& stop) {
  const auto begin = std::chrono::steady_clock::now();
  bool drawn = false;
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  for (;;) {
    never.wait_for(lock, stop, kBetweenLines, [] { return false; });
    if (stop.stop_requested()) break;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const std::string words = progress_words(progress_.read, progress_.size, taken.count());
    write_message(std::string(kClearLine) + words.substr(0, terminal_width() - 1));
    drawn = true;
  }
  if (drawn) write_message(kClearLine);
}

ProgressBar::ProgressBar(bool wanted, ReadProgress*& to) : place_(to) {
  if (!wanted || !is_terminal(Stream::err)) return;
  to = &progress_;
  try {
    thread_ = std::jthread([this](const std::stop_token& stop) { draw(stop); });
  } catch (const std::system_error&) {
    return;  // without a thread there is no bar
  }
}

Log::Log(bool on) {
  logger_ = std::make_unique<spdlog::logger>("whylocked",
                                             std::make_shared<spdlog::sinks::stderr_sink_st>());
  logger_->set_pattern("%H:%M:%S.%e %v");
  logger_->set_level(on ? spdlog::level::info : spdlog::level::off);
}

Log::~Log() = default;

void Log::stage_ended(std::string_view stage) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> taken = now - last_;
  last_ = now;
  logger_->info("{}: {:.1f} ms", stage, taken.count());
}

void Log::inputs(const std::vector<InputInfo>& inputs) {
  for (const InputInfo& input : inputs) {
    if (input.format.empty()) continue;  // unreadable
    logger_->info("{}: {} {}, {} rows, {} events, {} skipped, times in {} ({})",
                  escape_terminal(input.file), input.format, input.encoding, input.rows,
                  input.events, input.skipped, escape_terminal(input.time_zone),
                  input.time_zone_source);
  }
}

}  // namespace whylocked::cli
