// Output to standard output or to a file, all or nothing.
//
// An existing file is replaced in one step, through a temporary file beside it, so no reader sees
// half a report. A reader of standard output that goes away is not a failure.
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
  bool flush();  // for a reader at the other end of a pipe
  // Moves the file into place. nullopt: success.
  std::optional<std::string> finish();

 private:
  void put_in_place();

  std::string path_;
  std::filesystem::path target_;  // set if a temporary file will replace it
  std::string temporary_;
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

// Writes to standard error, ignoring failures.
void write_message(std::string_view text);

}  // namespace whylocked::cli
