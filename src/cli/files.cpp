#include "cli/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

#include "cli/terminal.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked::cli {

namespace fs = std::filesystem;

Output::Output(const std::string& path) : path_(path) {
  if (path == "-") {
    file_ = stdout;
    return;
  }
  std::error_code none;
  const fs::path real = fs::canonical(path, none);  // a link stays a link
  target_ = none ? fs::path(path) : real;
  const fs::file_status status = fs::status(target_, none);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    target_.clear();
    file_ = std::fopen(path.c_str(), "wb");  // a device or pipe cannot be replaced
  } else {
    temporary_ = fmt::format("{}.part{:x}", target_.string(), std::random_device()());
    file_ = create_new(temporary_);
    if (file_ != nullptr) remove_if_interrupted(temporary_);
  }
  if (file_ == nullptr) error_ = errno;
}

// Without finish() the file is incomplete.
Output::~Output() {
  if (file_ == nullptr) return;
  error_ = ECANCELED;
  finish();
}

void Output::write(std::string_view bytes) {
  errno = 0;
  if (error_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size())
    error_ = errno;
}

bool Output::flush() {
  errno = 0;
  if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
  return error_ == 0;
}

void Output::put_in_place() {
  std::error_code ignored, renamed;
  if (const auto old = fs::status(target_, ignored); fs::exists(old))
    fs::permissions(temporary_, old.permissions(), ignored);
  if (error_ == 0) fs::rename(temporary_, target_, renamed);
  if (renamed) error_ = renamed.value();
  if (error_ != 0) fs::remove(temporary_, ignored);
  remove_if_interrupted({});
}

std::optional<std::string> Output::finish() {
  if (file_ != nullptr) {
    flush();
    errno = 0;  // closing may report errors that writing did not (network file systems)
    if (std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) error_ = errno;
    if (!target_.empty()) put_in_place();
  }
  if (error_ == 0 || (path_ == "-" && is_broken_pipe(error_))) return std::nullopt;
  return "cannot write " + (path_ == "-" ? "standard output" : path_) + ": " +
         error_in_words(error_);
}

void write_message(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);  // a failure here cannot be reported
}

}  // namespace whylocked::cli
