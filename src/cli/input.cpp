#include "cli/input.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace whylocked {

namespace {

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

}  // namespace

std::optional<std::string> read_small_file(const std::string& path, Diagnostics& diagnostics) {
  const auto refuse = [&](const std::string& what) {
    diagnostics.add("input", {Severity::error, path, 0, 0, what, {}, 0, {}});
    return std::nullopt;
  };
  const std::unique_ptr<std::FILE, Closer> file(path == "-" ? stdin
                                                            : std::fopen(path.c_str(), "rb"));
  if (!file) return refuse("cannot open: " + error_in_words(errno));
  std::string bytes;
  std::array<char, 1u << 16> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
    bytes.append(buffer.data(), n);
    if (bytes.size() > kMaxBytes) return refuse("larger than a report can be");
  }
  if (std::ferror(file.get())) return refuse("cannot read: " + error_in_words(errno));
  return bytes;
}

}  // namespace whylocked
