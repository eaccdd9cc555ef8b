// A site file from disk: read whole, because it is small by contract.
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "whylocked/site.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxBytes = (1u << 20) + 1;  // one more than parse_site takes

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::optional<Site> load_site(const std::string& path, Diagnostics& diagnostics) {
  const auto fail = [&](const char* what, int error) {
    diagnostics.add(
        "site",
        {.severity = Severity::error, .file = path, .message = what + error_in_words(error)});
    return std::nullopt;
  };
  std::error_code none;  // not every system says so when it is opened
  if (std::filesystem::is_directory(path, none)) return fail("cannot read: ", EISDIR);
  const std::unique_ptr<std::FILE, Closer> file(std::fopen(path.c_str(), "rb"));
  if (!file) return fail("cannot open: ", errno);
  std::string text(kMaxBytes, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get())) return fail("cannot read: ", errno);
  return parse_site(text, path, diagnostics);
}

}  // namespace whylocked
