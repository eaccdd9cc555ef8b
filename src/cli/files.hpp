// Bytes to standard output or to a file, completely or not at all.
//
// In:  finished bytes.  Out: the stream or file named; an existing file is replaced in one step,
//      through a temporary file beside it, so that no reader sees half a report.
// A reader of standard output that has gone away is no failure.
// Lifetime: none.  Threads: main only.  Failure: the system's error, in words.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "whylocked/diagnostic.hpp"

namespace whylocked::cli {

// nullopt: written.
std::optional<std::string> write_output(const std::string& path, std::string_view bytes);

// The same of bytes that come some at a time. What is written to a file counts from finish() on.
class Output {
 public:
  explicit Output(const std::string& path);
  ~Output();
  bool write(std::string_view bytes);  // false: there is no use in going on
  bool flush();                        // to whoever waits at the other end of a pipe
  std::optional<std::string> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// To standard error, as far as it goes.
void write_message(std::string_view text);

// A small file, whole: a report, a site file.
//
// In:  a path, "-" for standard input.  Out: its bytes.
// Lifetime: owns the bytes.  Threads: main only.
// Failure: nullopt and an error diagnostic; also for a file over kMaxBytes.

inline constexpr std::size_t kMaxBytes = 256u << 20;  // a report of 50,000 lockouts

std::optional<std::string> read_small_file(const std::string& path, Diagnostics& diagnostics);

}  // namespace whylocked::cli
