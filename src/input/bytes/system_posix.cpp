// The POSIX version; system_windows.cpp is the one for Windows.
#include "input/bytes/system.hpp"

#include <locale.h>
#include <stdio.h>

#ifdef WHYLOCKED_LAZY
#include <dlfcn.h>

#include "base/ascii.hpp"
#endif

namespace whylocked::input {

bool seek(std::FILE* file, std::uint64_t offset) {
  return ::fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0;
}

#ifdef WHYLOCKED_LAZY

// A missing dependency or an old version fails here; otherwise find() could return null where a
// function is called.
LazyLibrary::LazyLibrary(std::string_view soname,
                         std::initializer_list<const char*> newest_functions)
    : library_(::dlopen(std::string(soname).c_str(), RTLD_NOW | RTLD_LOCAL)) {
  // If the library is outside the loader's search path, the soname is its whole path.
  const std::string file(soname.substr(soname.rfind('/') + 1));
  const std::string package =
      file.substr(0, file.find(".so")) + " (on Debian: " + debian_package_of(file) + ')';
  if (library_ == nullptr) {
    std::string why = ::dlerror();
    if (why.starts_with(soname)) why.erase(0, soname.size() + 2);
    failure_ = {"cannot load " + file + ": " + why, "install " + package};
    return;
  }
  for (const char* const function : newest_functions)
    if (find(function) == nullptr)
      failure_ = {"cannot use " + file + ": it has no " + function, "update " + package};
}

void* LazyLibrary::find(const char* function) const { return ::dlsym(library_, function); }

std::string debian_package_of(std::string_view soname) {
  constexpr std::string_view kMark = ".so.";
  const std::size_t end = soname.find(kMark);
  std::string package(soname.substr(0, end));
  if (end == soname.npos) return package;
  if (!package.empty() && ascii::is_digit(package.back())) package += '-';
  return package += soname.substr(end + kMark.size());
}

#endif

static_assert(sizeof(locale_t) == sizeof(void*));

Utf8Names::Utf8Names() {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  before_ = ::uselocale(utf8);  // null has no effect
}

Utf8Names::~Utf8Names() { ::uselocale(static_cast<locale_t>(before_)); }

}  // namespace whylocked::input
