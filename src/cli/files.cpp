
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked::cli {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxTemporaryNames = 100;  // left by runs that were killed

int write_all(std::FILE* file, std::string_view bytes) {
  errno = 0;
  return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() ? 0 : errno;
}

// Closing reports errors that writing did not (network file systems).
int close(std::FILE* file) {
  errno = 0;
  const int error = std::fflush(file) == 0 ? 0 : errno;
  errno = 0;
  return std::fclose(file) != 0 && error == 0 ? errno : error;
}

struct Temporary {
  std::FILE* file = nullptr;
  std::string path;
};

// A new file beside the target; never one that exists.
Temporary open_beside(const std::string& target) {
  for (int i = 0; i < kMaxTemporaryNames; ++i) {
    std::string path = target + ".part" + (i == 0 ? std::string() : std::to_string(i));
    if (std::FILE* file = create_new(path)) return {file, std::move(path)};
    if (errno != EEXIST) break;
  }
  return {};
}

}  // namespace

// `target` is set where a temporary file takes its place in the end.
struct Output::State {
  std::string path;
  fs::path target;
  Temporary to;
  int error = 0;

  void open();
  void put_in_place();
};

void Output::State::open() {
  if (path == "-") {
    to.file = stdout;
    return;
  }
  std::error_code none;
  const fs::path real = fs::canonical(path, none);  // a link stays a link
  target = none ? fs::path(path) : real;
  const fs::file_status status = fs::status(target, none);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    target.clear();
    to.file = std::fopen(path.c_str(), "wb");  // a device or a pipe: nothing to replace
  } else {
    to = open_beside(target.string());
    if (to.file != nullptr) remove_if_interrupted(to.path);
  }
  if (to.file == nullptr) error = errno;
}

void Output::State::put_in_place() {
  std::error_code ignored, renamed;
  if (const auto old = fs::status(target, ignored); fs::exists(old))
    fs::permissions(to.path, old.permissions(), ignored);
  if (error == 0) fs::rename(to.path, target, renamed);
  if (renamed) error = renamed.value();
  if (error != 0) fs::remove(to.path, ignored);
  remove_if_interrupted({});
}

Output::Output(const std::string& path) : state_(std::make_unique<State>()) {
  state_->path = path;
  state_->open();
}

// Without finish() the file is not what was meant.
Output::~Output() {
  if (state_->to.file == nullptr) return;
  state_->error = ECANCELED;
  finish();
}

bool Output::write(std::string_view bytes) {
  if (state_->error == 0) state_->error = write_all(state_->to.file, bytes);
  return state_->error == 0;
}

bool Output::flush() {
  errno = 0;
  if (state_->error == 0 && std::fflush(state_->to.file) != 0) state_->error = errno;
  return state_->error == 0;
}

std::optional<std::string> Output::finish() {
  State& state = *state_;
  if (state.to.file != nullptr) {
    const int closed = close(std::exchange(state.to.file, nullptr));
    if (state.error == 0) state.error = closed;
    if (!state.target.empty()) state.put_in_place();
  }
  if (state.error == 0 || (state.path == "-" && is_broken_pipe(state.error))) return std::nullopt;
  return "cannot write " + (state.path == "-" ? "standard output" : state.path) + ": " +
         error_in_words(state.error);
}

std::optional<std::string> write_output(const std::string& path, std::string_view bytes) {
  Output output(path);
  output.write(bytes);
  return output.finish();
}

void write_message(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);  // a failure here cannot be reported
}

namespace {

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

}  // namespace

std::optional<std::string> read_small_file(const std::string& path, Diagnostics& diagnostics) {
  const auto fail = [&](const std::string& what) {
    diagnostics.add("input", {.severity = Severity::error, .file = path, .message = what});
    return std::nullopt;
  };
  const std::unique_ptr<std::FILE, Closer> file(path == "-" ? stdin
                                                            : std::fopen(path.c_str(), "rb"));
  if (!file) return fail("cannot open: " + error_in_words(errno));
  std::string bytes;
  std::array<char, 1u << 16> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
    bytes.append(buffer.data(), n);
    if (bytes.size() > kMaxBytes) return fail("larger than a report can be");
  }
  if (std::ferror(file.get())) return fail("cannot read: " + error_in_words(errno));
  return bytes;
}

}  // namespace whylocked::cli
