// The terminal and the process. Apart from reading files (src/input/bytes), all operating system
// calls are here: terminal_posix.cpp, or terminal_windows.cpp.
//
// Color: the option, then NO_COLOR (https://no-color.org: any non-empty text), then CLICOLOR_FORCE,
// then whether the stream is a terminal that is not "dumb".
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace whylocked::cli {

enum class Stream : std::uint8_t { in, out, err };
enum class ColorMode : std::uint8_t { automatic, always, never };

bool is_terminal(Stream stream);
bool wants_color(ColorMode choice, Stream stream);
// Columns of standard output: COLUMNS, then the terminal's, then 80.
std::uint32_t terminal_width();
// Width of messages; 0: not wrapped, for programs that read them.
std::uint32_t message_width();
std::uint32_t window_width();  // the terminal's; 0: unknown

// Makes output byte-exact, and makes writes to a reader that went away (`| head -1`) fail with an
// error for is_broken_pipe() instead of ending the process.
void prepare_streams();
bool is_broken_pipe(int error);
// Opens a new file for writing; null if the name exists, even as a link.
std::FILE* create_new(const std::string& path);

// From now on, a signal removes `unfinished` (if not empty) and ends the process with 128 plus its
// number: 130 for an interrupt.
void end_on_interrupt();
void remove_if_interrupted(const std::string& unfinished);
const char* unfinished_file();  // from the last call, for a signal handler; null: none

}  // namespace whylocked::cli
