#include "cli/meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace whylocked {

namespace {

constexpr std::chrono::milliseconds kBetweenLines{100};
constexpr std::string_view kClearLine = "\r\x1b[K";

std::string bytes_words(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  return fmt::format("{:.0f} MB", bytes / 1e6);
}

}  // namespace

struct Meter::State {
  explicit State(ReadProgress*& to) : place(to) {}

  ReadProgress*& place;
  ReadProgress progress;
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false, drawn = false;
  std::thread thread;

  void draw();
};

void Meter::State::draw() {
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

Meter::Meter(bool wanted, ReadProgress*& to) {
  if (!wanted || !is_terminal(Stream::err)) return;
  state_ = std::make_unique<State>(to);
  to = &state_->progress;
  try {
    state_->thread = std::thread([this] { state_->draw(); });
  } catch (const std::system_error&) {
    return;
  }
}

Meter::~Meter() {
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

}  // namespace whylocked
