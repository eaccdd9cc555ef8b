// For POSIX; system_windows.cpp has the same for Windows.
#include "input/bytes/system.hpp"

#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#ifdef WHYLOCKED_LAZY
#include <dlfcn.h>
#endif

namespace whylocked::input {

OpenFile::OpenFile(const std::string& path)
    : file_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) {
    error_ = errno;
    return;
  }
  struct stat about;
  if (::fstat(file_, &about) != 0) return;
  if (S_ISDIR(about.st_mode)) kind_ = Kind::folder;
  if (!S_ISREG(about.st_mode)) return;
  kind_ = Kind::regular;
  size_ = static_cast<std::uint64_t>(about.st_size);
  begin_ = static_cast<std::uint64_t>(std::max<off_t>(::lseek(file_, 0, SEEK_CUR), 0));
}

OpenFile::~OpenFile() {
  if (file_ >= 0 && file_ != STDIN_FILENO) ::close(file_);
}

// Retries after a signal.
OpenFile::Got OpenFile::read(std::uint64_t offset, char* to, std::size_t max) const {
  for (;;) {
    const ssize_t count = kind_ == Kind::regular
                              ? ::pread(file_, to, max, static_cast<off_t>(offset))
                              : ::read(file_, to, max);
    if (count >= 0) return {static_cast<std::size_t>(count), 0};
    if (errno != EINTR) return {0, errno};
  }
}

#ifdef WHYLOCKED_LAZY

// All symbols are bound at once, so that an incomplete installation fails here and not in a call.
void* load_library(const std::string& name, std::string& why) {
  void* const library = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library != nullptr) return library;
  const char* const words = ::dlerror();
  why = words == nullptr ? "unknown reason" : words;
  if (why.starts_with(name + ": ")) why.erase(0, name.size() + 2);
  return nullptr;
}

void* find_in_library(void* library, const char* function) { return ::dlsym(library, function); }

#endif

static_assert(sizeof(locale_t) == sizeof(void*));

Utf8Names::Utf8Names() {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  before_ = ::uselocale(utf8);  // null changes nothing
}

Utf8Names::~Utf8Names() { ::uselocale(static_cast<locale_t>(before_)); }

}  // namespace whylocked::input
