// Windows; terminal_posix.cpp has the same functions for POSIX.
#include <windows.h>
// These need <windows.h> first.
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "cli/terminal.hpp"

namespace whylocked::cli {

namespace {

// Windows calls this in a separate thread, and does not delete an open file: another process may
// see the unfinished one.
extern "C" void end_process(int signal) {
  if (const char* const file = unfinished_file()) DeleteFileA(file);
  std::_Exit(128 + signal);
}

}  // namespace

bool is_terminal(Stream stream) { return _isatty(static_cast<int>(stream)) != 0; }

std::uint32_t window_width() {
  CONSOLE_SCREEN_BUFFER_INFO about{};
  if (!GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &about)) return 0;
  return static_cast<std::uint32_t>(about.srWindow.Right - about.srWindow.Left + 1);
}

// Line ends stay as written, and the console is set to UTF-8.
void prepare_streams() {
  for (const Stream stream : {Stream::in, Stream::out, Stream::err})
    _setmode(static_cast<int>(stream), _O_BINARY);
  SetConsoleOutputCP(CP_UTF8);
}

bool is_broken_pipe(int error) { return error == EPIPE || error == EINVAL; }

// Its fopen() knows no "x".
std::FILE* create_new(const std::string& path) {
  const int file =
      _open(path.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY, _S_IREAD | _S_IWRITE);
  return file < 0 ? nullptr : _fdopen(file, "wb");
}

void end_on_interrupt() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, end_process);
}

}  // namespace whylocked::cli
