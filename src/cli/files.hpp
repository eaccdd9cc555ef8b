// Bytes to standard output or to a file, completely or not at all.
//
// An existing file is replaced in one step, through a temporary file beside it, so that no reader
// sees half a report. A reader of standard output that has gone away is no failure.
#pragma once

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked::cli {

class Output {
 public:
  explicit Output(const std::string& path);  // "-": standard output
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();
  void write(std::string_view bytes);
  bool flush();  // to whoever waits at the other end of a pipe
  // Puts a file in its place. nullopt: written.
  std::optional<std::string> finish();

 private:
  void put_in_place();

  std::string path_;
  std::filesystem::path target_;  // set where a temporary file takes its place in the end
  std::string temporary_;
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

// To standard error, as far as it goes.
void write_message(std::string_view text);

}  // namespace whylocked::cli
