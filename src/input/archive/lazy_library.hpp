// A shared library that is loaded when it is first needed, and its functions by name.
//
// To map libarchive or GMime, with the twenty libraries that each of them needs, takes longer than
// to diagnose a small export, which needs neither. So the program is compiled against their headers
// and does not link them. Built with WHYLOCKED_LAZY=OFF it links them, from the same source.
// In:  a library's soname, as the build found it.  Out: pointers to its functions, of the types
//      that its own header declares.
// A library is a struct of its own with one WHYLOCKED_FUNCTION a row, and a function that holds the
// one object of it (archive.cpp has an example).
// Lifetime: never unloaded, so what a library gave stays valid.  Threads: const reading is safe,
// and a function's static is made once, by whoever comes first. Failure: failure() says why; then
// no function may be called.
#pragma once

#include <string>
#include <string_view>

namespace whylocked::input {

class LazyLibrary {
 public:
  LazyLibrary(const LazyLibrary&) = delete;
  LazyLibrary& operator=(const LazyLibrary&) = delete;

  // "cannot load libarchive.so.13: ..."; empty: it is loaded and has all its functions.
  const std::string& failure() const { return failure_; }
  std::string hint() const;  // what to do about that; empty with it

 protected:
  explicit LazyLibrary(std::string_view soname);
  ~LazyLibrary() = default;
  void* find(const char* function);

 private:
  const std::string soname_;
  void* library_ = nullptr;
  std::string failure_;
};

// libgmime-3.0.so.0 is in "libgmime-3.0-0": packages of libraries have such names on Debian.
std::string debian_package_of(std::string_view soname);

}  // namespace whylocked::input

#ifdef WHYLOCKED_LAZY
#define WHYLOCKED_FUNCTION(name) \
  decltype(&::name) name = reinterpret_cast<decltype(&::name)>(find(#name))
#else
#define WHYLOCKED_FUNCTION(name) decltype(&::name) name = &::name
#endif
