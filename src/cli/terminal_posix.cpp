// POSIX; terminal_windows.cpp has the same functions for Windows.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "cli/terminal.hpp"

namespace whylocked::cli {

namespace {

extern "C" void end_process(int signal) {
  if (const char* const file = unfinished_file()) unlink(file);
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

std::FILE* create_new(const std::string& path) { return std::fopen(path.c_str(), "wbx"); }

void end_on_interrupt() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (std::signal(signal, end_process) == SIG_IGN)
      std::signal(signal, SIG_IGN);  // nohup, or a shell's background job: keep ignoring it
}

}  // namespace whylocked::cli
