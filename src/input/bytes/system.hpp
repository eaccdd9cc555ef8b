// Operating system calls of the input room: the bytes of files, and shared libraries.
//
// In:  paths and names.  Out: bytes, facts about a file, functions.
// system_posix.cpp is the only file of the room that includes POSIX headers; for Windows,
// system_windows.cpp is built in its place.
// Lifetime: values; a library that was loaded stays.  Threads: several may read one regular file at
// once; else one a file.  Failure: a number as errno has it, or words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace whylocked::input {

// A file that is open, or standard input ("-").
class OpenFile {
 public:
  enum class Kind : std::uint8_t { regular, folder, other };  // other: a pipe, a device
  struct Got {
    std::size_t count = 0;  // 0: the end, or a failure
    int error = 0;
  };

  explicit OpenFile(const std::string& path);
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();

  int error() const { return error_; }  // why it is not open; 0: it is
  Kind kind() const { return kind_; }
  // A regular file's bytes, and how many of them were read before (a shell's standard input).
  std::uint64_t size() const { return size_; }
  std::uint64_t begin() const { return begin_; }

  // `offset`: of a regular file; of any other the next bytes come.
  Got read(std::uint64_t offset, char* to, std::size_t max) const;

 private:
  int file_;
  int error_ = 0;
  Kind kind_ = Kind::other;
  std::uint64_t size_ = 0, begin_ = 0;
};

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
