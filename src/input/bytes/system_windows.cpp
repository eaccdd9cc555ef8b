// For Windows; system_posix.cpp has the same for POSIX.
#include "input/bytes/system.hpp"

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset) {
  return _fseeki64(file, static_cast<__int64>(offset), SEEK_SET) == 0;
}

// Names are wide characters here, whatever the locale.
Utf8Names::Utf8Names() = default;
Utf8Names::~Utf8Names() { before_ = nullptr; }

}  // namespace whylocked::input
