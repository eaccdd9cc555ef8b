// For POSIX; terminal_windows.cpp has the same for Windows.
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "terminal.hpp"

namespace whylocked {

namespace {

// A signal handler may touch only what is here already: a fixed buffer and a flag.
std::array<char, 4096> unfinished_path;
volatile std::sig_atomic_t has_unfinished = 0;

extern "C" void end_process(int signal) {
  if (has_unfinished != 0) unlink(unfinished_path.data());
  _exit(128 + signal);  // SIGINT is 2
}

}  // namespace

bool is_terminal(Stream stream) { return isatty(static_cast<int>(stream)) == 1; }

std::uint32_t window_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void prepare_streams() { std::signal(SIGPIPE, SIG_IGN); }

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
