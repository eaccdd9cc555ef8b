#include "cli/terminal.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/number.hpp"

namespace whylocked::cli {

namespace {

constexpr std::uint32_t kDefaultWidth = 80;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

// A signal handler may use only what exists already: a fixed buffer and a flag.
std::array<char, 4096> unfinished_path;
volatile std::sig_atomic_t has_unfinished = 0;

}  // namespace

bool wants_color(ColorMode choice, Stream stream) {
  if (choice != ColorMode::automatic) return choice == ColorMode::always;
  if (!variable("NO_COLOR").empty()) return false;
  const std::string_view force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal(stream) && variable("TERM") != "dumb";
}

std::uint32_t terminal_width() {
  const auto columns = parse_whole<std::uint32_t>(variable("COLUMNS")).value_or(0);
  if (columns > 0) return columns;
  const std::uint32_t of_window = window_width();
  return of_window > 0 ? of_window : kDefaultWidth;
}

std::uint32_t message_width() {
  return is_terminal(Stream::err) || !variable("COLUMNS").empty() ? terminal_width() : 0;
}

void remove_if_interrupted(const std::string& unfinished) {
  has_unfinished = 0;
  if (unfinished.empty() || unfinished.size() >= unfinished_path.size()) return;
  std::memcpy(unfinished_path.data(), unfinished.c_str(), unfinished.size() + 1);
  has_unfinished = 1;
}

const char* unfinished_file() { return has_unfinished != 0 ? unfinished_path.data() : nullptr; }

}  // namespace whylocked::cli
