// Operating system calls of the input room: offsets in large files, and shared libraries.
//
// system_posix.cpp is the only file of the room that includes POSIX headers; Windows builds use
// system_windows.cpp instead.
// Lifetime: a loaded library stays loaded.  Threads: const access is safe.
// Failure: false, or LazyLibrary::failure(), after which none of its functions may be called.
#pragma once

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset);

// Makes the C library treat file names on this thread as UTF-8 while the object lives.
class Utf8Names {
 public:
  Utf8Names();
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names();

 private:
  void* before_ = nullptr;
};

// A shared library, loaded on first use. WHYLOCKED_FROM(library, name) is one of its functions,
// with the type that its own header declares.
// Loading libarchive or GMime, with the twenty libraries each of them needs, takes longer than
// diagnosing a small export, which needs neither. So the program is compiled against their headers
// without linking them. Built with WHYLOCKED_LAZY=OFF, the same source links them.
#ifdef WHYLOCKED_LAZY

class LazyLibrary {
 public:
  // `soname`: as the build found it. `newest_functions`: those that older versions lack.
  LazyLibrary(std::string_view soname, std::initializer_list<const char*> newest_functions);

  // "cannot load libarchive.so.13: ...", with the package to install as its hint.
  const std::optional<Error>& failure() const { return failure_; }
  void* find(const char* function) const;  // null if it has no function of this name

 private:
  void* library_;
  std::optional<Error> failure_;
};

// The Debian package of a library: "libgmime-3.0-0" for libgmime-3.0.so.0.
std::string debian_package_of(std::string_view soname);

#define WHYLOCKED_FROM(library, name) reinterpret_cast<decltype(&::name)>((library).find(#name))

#else

struct LazyLibrary {
  LazyLibrary(std::string_view, std::initializer_list<const char*>) {}
  std::optional<Error> failure() const { return std::nullopt; }
};

#define WHYLOCKED_FROM(library, name) (&::name)

#endif

}  // namespace whylocked::input
