// For POSIX; system_windows.cpp has the same for Windows.
#include "input/bytes/system.hpp"

#include <locale.h>
#include <stdio.h>

#ifdef WHYLOCKED_LAZY
#include <dlfcn.h>
#endif

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset) {
  return ::fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0;
}

#ifdef WHYLOCKED_LAZY

// All symbols are bound at once, so that an incomplete installation fails here and not in a call.
void* load_library(const std::string& name, std::string& why) {
  void* const library = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library != nullptr) return library;
  const char* const words = ::dlerror();
  why = words == nullptr ? "unknown reason" : words;
  if (why.starts_with(name + ": ")) why.erase(0, name.size() + 2);
  return nullptr;
}

void* find_in_library(void* library, const char* function) { return ::dlsym(library, function); }

#endif

static_assert(sizeof(locale_t) == sizeof(void*));

Utf8Names::Utf8Names() {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  before_ = ::uselocale(utf8);  // null changes nothing
}

Utf8Names::~Utf8Names() { ::uselocale(static_cast<locale_t>(before_)); }

}  // namespace whylocked::input
