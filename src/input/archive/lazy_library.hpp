// A shared library that is loaded on first use, and its functions by name.
//
// Mapping libarchive or GMime, with the twenty libraries each of them needs, takes longer than
// diagnosing a small export, which needs neither. So the program is compiled against their headers
// without linking them. Built with WHYLOCKED_LAZY=OFF it links them, from the same source.
// In:  a library's soname, as the build found it, and a function that older versions of it lack.
// Out: its functions by name, WHYLOCKED_FROM(library, name), of the types that its header declares.
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
  LazyLibrary(std::string_view soname, const char* newest_function);
  LazyLibrary(const LazyLibrary&) = delete;
  LazyLibrary& operator=(const LazyLibrary&) = delete;

  // "cannot load libarchive.so.13: ...", and which package has it.
  std::optional<Error> failure() const;
  void* find(const char* function) const;  // null: it has none of this name

 private:
  const std::string soname_;
  void* library_ = nullptr;
  std::string problem_;
};

// libgmime-3.0.so.0 is in "libgmime-3.0-0", as Debian names the packages of libraries.
std::string debian_package_of(std::string_view soname);

}  // namespace whylocked::input

#ifdef WHYLOCKED_LAZY
#define WHYLOCKED_FROM(library, name) reinterpret_cast<decltype(&::name)>((library).find(#name))
#else
#define WHYLOCKED_FROM(library, name) (&::name)
#endif
