// Operating system calls of the input room: offsets in large files, and shared libraries.
//
// system_posix.cpp is the only file of the room that includes POSIX headers; for Windows,
// system_windows.cpp is built in its place.
// Lifetime: a library that was loaded stays.  Failure: false, or words.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset);

// Null: `why` is set, in the system's words.
void* load_library(const std::string& name, std::string& why);
void* find_in_library(void* library, const char* function);  // null: there is none

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

}  // namespace whylocked::input
