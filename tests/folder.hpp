// A folder for the files of a test, removed with its contents when the test ends.
//
// Lifetime: that of the object.  Threads: one per object.  Failure: std::filesystem exceptions.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace whylocked {

class Folder {
 public:
  Folder() {
    std::error_code taken;  // or was until a moment ago
    for (int i = 0; path.empty() || !std::filesystem::create_directory(path, taken); ++i) {
      if (taken && taken != std::errc::file_exists) throw std::system_error(taken);
      path = std::filesystem::temp_directory_path() / ("whylocked-test-" + std::to_string(i));
    }
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }

  // Writes the content unchanged and returns the file's path.
  std::string put(const std::string& name, const std::string& content) const {
    std::ofstream(path / name, std::ios::binary) << content;
    return (path / name).string();
  }

  std::filesystem::path path;
};

}  // namespace whylocked
