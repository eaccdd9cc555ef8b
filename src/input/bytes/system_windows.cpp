// The Windows version; system_posix.cpp is the one for POSIX.
#include "input/bytes/system.hpp"

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset) {
  return _fseeki64(file, static_cast<__int64>(offset), SEEK_SET) == 0;
}

// File names are wide characters on Windows, whatever the locale.
Utf8Names::Utf8Names() = default;
Utf8Names::~Utf8Names() { before_ = nullptr; }

}  // namespace whylocked::input
