#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace whylocked {

namespace {

constexpr std::uint32_t kDefaultWidth = 80;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

int descriptor(Stream stream) { return static_cast<int>(stream); }

// A signal handler may touch only what is here already: a fixed buffer and a flag.
std::array<char, 4096> unfinished_path;
volatile std::sig_atomic_t has_unfinished = 0;

extern "C" void end_process(int signal) {
  if (has_unfinished != 0) unlink(unfinished_path.data());
  _exit(128 + signal);  // SIGINT is 2
}

}  // namespace

bool is_terminal(Stream stream) { return isatty(descriptor(stream)) == 1; }

bool wants_color(When choice, Stream stream) {
  if (choice != When::automatic) return choice == When::always;
  if (!variable("NO_COLOR").empty()) return false;
  const std::string_view force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal(stream) && variable("TERM") != "dumb";
}

std::uint32_t terminal_width() {
  const std::string_view columns = variable("COLUMNS");
  std::uint32_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (error == std::errc() && end == columns.data() + columns.size() && width > 0) return width;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kDefaultWidth;
}

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

bool is_broken_pipe(int error) { return error == EPIPE; }

void end_on_interrupt() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (std::signal(signal, end_process) == SIG_IGN)
      std::signal(signal, SIG_IGN);  // nohup, or a shell's background job: keep ignoring it
}

void remove_if_interrupted(const std::string& unfinished) {
  has_unfinished = 0;
  if (unfinished.empty() || unfinished.size() >= unfinished_path.size()) return;
  std::memcpy(unfinished_path.data(), unfinished.c_str(), unfinished.size() + 1);
  has_unfinished = 1;
}

}  // namespace whylocked
