#include "cli/output.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "terminal.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked {

namespace {

namespace fs = std::filesystem;

constexpr int kMostTemporaryNames = 100;  // left behind by runs that were killed

// 0, or errno. Closing tells of errors that writing has not (network file systems).
int write_and_close(std::FILE* file, std::string_view bytes) {
  errno = 0;
  const bool written =
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() && std::fflush(file) == 0;
  const int error = written ? 0 : errno;
  errno = 0;
  if (std::fclose(file) != 0 && error == 0) return errno;
  return error;
}

struct Temporary {
  std::FILE* file = nullptr;
  std::string path;
};

// A new file beside the target; never one that exists.
Temporary open_beside(const std::string& target) {
  for (int i = 0; i < kMostTemporaryNames; ++i) {
    std::string path = target + ".part" + (i == 0 ? std::string() : std::to_string(i));
    if (std::FILE* file = std::fopen(path.c_str(), "wbx")) return {file, std::move(path)};
    if (errno != EEXIST) break;
  }
  return {};
}

int replace_file(const fs::path& target, std::string_view bytes) {
  const Temporary temporary = open_beside(target.string());
  if (temporary.file == nullptr) return errno;
  remove_if_interrupted(temporary.path);
  int error = write_and_close(temporary.file, bytes);
  std::error_code ignored, renamed;
  if (const auto old = fs::status(target, ignored); fs::exists(old))
    fs::permissions(temporary.path, old.permissions(), ignored);
  if (error == 0) fs::rename(temporary.path, target, renamed);
  if (renamed) error = renamed.value();
  if (error != 0) fs::remove(temporary.path, ignored);
  remove_if_interrupted({});
  return error;
}

int write_to(const std::string& path, std::string_view bytes) {
  if (path == "-") {
    const int error = write_and_close(stdout, bytes);
    return is_broken_pipe(error) ? 0 : error;
  }
  std::error_code none;
  const fs::path real = fs::canonical(path, none);  // a link stays a link
  const fs::path target = none ? fs::path(path) : real;
  const fs::file_status status = fs::status(target, none);
  if (!fs::exists(status) || fs::is_regular_file(status)) return replace_file(target, bytes);
  std::FILE* const device = std::fopen(path.c_str(), "wb");  // or a pipe: nothing to replace
  return device == nullptr ? errno : write_and_close(device, bytes);
}

}  // namespace

std::optional<std::string> write_output(const std::string& path, std::string_view bytes) {
  const int error = write_to(path, bytes);
  if (error == 0) return std::nullopt;
  return "cannot write " + (path == "-" ? "standard output" : path) + ": " + error_in_words(error);
}

void write_message(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);  // nobody is left to tell of a failure
}

}  // namespace whylocked
