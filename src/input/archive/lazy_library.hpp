// A shared library that is loaded on first use, and its functions by name.
//
// Mapping libarchive or GMime, with the twenty libraries each of them needs, takes longer than
// diagnosing a small export, which needs neither. So the program is compiled against their headers
// without linking them. Built with WHYLOCKED_LAZY=OFF it links them, from the same source.
// In:  a library's soname, as the build found it.  Out: pointers to its functions, of the types
//      that its own header declares.
// A library is a struct with one WHYLOCKED_FUNCTION a row, and a function that holds its only
// object (archive.cpp has an example).
// Lifetime: never unloaded.  Threads: const access is safe.
// Failure: after failure() no function may be called.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "input/context.hpp"

namespace whylocked::input {

class LazyLibrary {
 public:
  LazyLibrary(const LazyLibrary&) = delete;
  LazyLibrary& operator=(const LazyLibrary&) = delete;

  // "cannot load libarchive.so.13: ...", and which package has it.
  std::optional<Error> failure() const;

 protected:
  explicit LazyLibrary(std::string_view soname);
  ~LazyLibrary() = default;
  void* find(const char* function);

 private:
  const std::string soname_;
  void* library_ = nullptr;
  std::string problem_;
};

// libgmime-3.0.so.0 is in "libgmime-3.0-0", as Debian names the packages of libraries.
std::string debian_package_of(std::string_view soname);

}  // namespace whylocked::input

#ifdef WHYLOCKED_LAZY
#define WHYLOCKED_FUNCTION(name) \
  decltype(&::name) name = reinterpret_cast<decltype(&::name)>(find(#name))
#else
#define WHYLOCKED_FUNCTION(name) decltype(&::name) name = &::name
#endif
