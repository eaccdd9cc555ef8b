// A folder for the files of a test; it goes with its last file when the test ends.
//
// Lifetime: of the object.  Threads: each its own.  Failure: exceptions of std::filesystem.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace whylocked {

class Folder {
 public:
  Folder() {
    std::error_code taken;  // or was, until a moment ago
    for (int i = 0; path.empty() || !std::filesystem::create_directory(path, taken); ++i) {
      if (taken && taken != std::errc::file_exists) throw std::system_error(taken);
      path = std::filesystem::temp_directory_path() / ("whylocked-test-" + std::to_string(i));
    }
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }

  // Its path; the content is written as it is.
  std::string put(const std::string& name, const std::string& content) const {
    std::ofstream(path / name, std::ios::binary) << content;
    return (path / name).string();
  }

  std::filesystem::path path;
};

}  // namespace whylocked
