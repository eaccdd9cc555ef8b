// Operating system calls of the input room: offsets in large files, and shared libraries.
//
// system_posix.cpp is the only file of the room that includes POSIX headers; for Windows,
// system_windows.cpp is built in its place.
// Lifetime: a library that was loaded stays.  Threads: const access is safe.
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

// While it lives, the C library takes file names on this thread as UTF-8.
class Utf8Names {
 public:
  Utf8Names();
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names();

 private:
  void* before_ = nullptr;
};

// A shared library that is loaded on first use. WHYLOCKED_FROM(library, name) is a function of it,
// of the type that its own header declares.
// Mapping libarchive or GMime, with the twenty libraries each of them needs, takes longer than
// diagnosing a small export, which needs neither. So the program is compiled against their headers
// without linking them. Built with WHYLOCKED_LAZY=OFF it links them, from the same source.
#ifdef WHYLOCKED_LAZY

class LazyLibrary {
 public:
  // A soname, as the build found it, and functions that older versions lack.
  LazyLibrary(std::string_view soname, std::initializer_list<const char*> newest_functions);

  // "cannot load libarchive.so.13: ...", and which package has it.
  const std::optional<Error>& failure() const { return failure_; }
  void* find(const char* function) const;  // null: it has none of this name

 private:
  void* library_;
  std::optional<Error> failure_;
};

// libgmime-3.0.so.0 is in "libgmime-3.0-0", as Debian names the packages of libraries.
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
