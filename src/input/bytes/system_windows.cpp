// For Windows; system_posix.cpp has the same for POSIX.
#include <windows.h>

#include "input/bytes/system.hpp"

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset) {
  return _fseeki64(file, static_cast<__int64>(offset), SEEK_SET) == 0;
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
