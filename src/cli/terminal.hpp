// The terminal and the process around us. Outside of reading files (src/input/bytes) this is the
// only place that knows the operating system: terminal_posix.cpp, or terminal_windows.cpp.
//
// Color: the option, else NO_COLOR (https://no-color.org: any text that is not empty),
// else CLICOLOR_FORCE, else whether the stream is a terminal that is not "dumb".
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace whylocked::cli {

enum class Stream : std::uint8_t { in, out, err };
enum class ColorMode : std::uint8_t { automatic, always, never };

bool is_terminal(Stream stream);
bool wants_color(ColorMode choice, Stream stream);
// Columns of standard output: COLUMNS, else those of the terminal, else 80.
std::uint32_t terminal_width();
// Width of messages; 0: they are not wrapped, as a program may read them.
std::uint32_t message_width();
std::uint32_t window_width();  // that of the terminal; 0: unknown

// Makes output go out byte for byte; a reader that goes away (`| head -1`) makes writes
// fail with an error that is_broken_pipe() knows instead of ending the process.
void prepare_streams();
bool is_broken_pipe(int error);
// Open for writing; null if the file exists, be it a link.
std::FILE* create_new(const std::string& path);

// From now on an interrupt removes `unfinished` (if not empty) and ends the process with 130, or
// 128 and the signal's number for the others.
void end_on_interrupt();
void remove_if_interrupted(const std::string& unfinished);
const char* unfinished_file();  // of the last call, for a signal handler; null: none

}  // namespace whylocked::cli
