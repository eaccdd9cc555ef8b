// For Windows; system_posix.cpp has the same for POSIX.
#include <windows.h>
// After windows.h, which declares what these use.
#include <fcntl.h>
#include <io.h>

#include <algorithm>
#include <cerrno>

#include "input/bytes/system.hpp"

namespace whylocked::input {

namespace {

constexpr int kStandardInput = 0;
constexpr std::size_t kMaxAtOnce = 1u << 30;

HANDLE handle_of(int file) { return reinterpret_cast<HANDLE>(_get_osfhandle(file)); }

// The C runtime cannot open a folder, and reports EACCES.
bool is_folder(const std::string& path) {
  const DWORD about = GetFileAttributesA(path.c_str());
  return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

}  // namespace

OpenFile::OpenFile(const std::string& path)
    : file_(path == "-" ? kStandardInput
                        : _open(path.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT)) {
  if (file_ < 0) {
    error_ = errno;
    if (!is_folder(path)) return;
    error_ = 0;
    kind_ = Kind::folder;
    return;
  }
  if (GetFileType(handle_of(file_)) != FILE_TYPE_DISK) return;
  kind_ = Kind::regular;
  size_ = static_cast<std::uint64_t>(std::max<__int64>(_filelengthi64(file_), 0));
  begin_ = static_cast<std::uint64_t>(std::max<__int64>(_lseeki64(file_, 0, SEEK_CUR), 0));
}

OpenFile::~OpenFile() {
  if (file_ > kStandardInput) _close(file_);
}

OpenFile::Got OpenFile::read(std::uint64_t offset, char* to, std::size_t max) const {
  if (kind_ != Kind::regular) {
    const int count = _read(file_, to, static_cast<unsigned>(std::min(max, kMaxAtOnce)));
    return count < 0 ? Got{0, errno} : Got{static_cast<std::size_t>(count), 0};
  }
  OVERLAPPED at{};
  at.Offset = static_cast<DWORD>(offset);
  at.OffsetHigh = static_cast<DWORD>(offset >> 32);
  DWORD count = 0;
  const auto wanted = static_cast<DWORD>(std::min(max, kMaxAtOnce));
  if (ReadFile(handle_of(file_), to, wanted, &count, &at)) return {count, 0};
  return GetLastError() == ERROR_HANDLE_EOF ? Got{} : Got{0, EIO};
}

#ifdef WHYLOCKED_LAZY

void* load_library(const std::string& name, std::string& why) {
  const HMODULE library = LoadLibraryA(name.c_str());
  if (library == nullptr) why = "error " + std::to_string(GetLastError()) + " of the system";
  return reinterpret_cast<void*>(library);
}

void* find_in_library(void* library, const char* function) {
  return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(library), function));
}

#endif

// Names are wide characters here, whatever the locale.
Utf8Names::Utf8Names() = default;
Utf8Names::~Utf8Names() { before_ = nullptr; }

}  // namespace whylocked::input
