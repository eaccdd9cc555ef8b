#include "input/archive/lazy_library.hpp"

#include "input/bytes/system.hpp"

namespace whylocked::input {

namespace {

// A library outside the loader's search path has its whole path.
std::string file_name(const std::string& soname) { return soname.substr(soname.rfind('/') + 1); }

}  // namespace

#ifdef WHYLOCKED_LAZY

LazyLibrary::LazyLibrary(std::string_view soname, const char* newest_function) : soname_(soname) {
  std::string why;
  library_ = load_library(soname_, why);
  if (library_ == nullptr)
    problem_ = "cannot load " + file_name(soname_) + ": " + why;
  else if (find(newest_function) == nullptr)
    problem_ = "cannot use " + file_name(soname_) + ": it has no " + newest_function;
}

void* LazyLibrary::find(const char* function) const { return find_in_library(library_, function); }

#else

LazyLibrary::LazyLibrary(std::string_view soname, const char*) : soname_(soname) {}

#endif

std::optional<Error> LazyLibrary::failure() const {
  if (problem_.empty()) return std::nullopt;
  const std::string file = file_name(soname_);
  const std::string what = library_ == nullptr ? "install " : "update ";
  return Error{problem_, what + file.substr(0, file.find(".so")) +
                             " (on Debian: " + debian_package_of(file) + ')'};
}

std::string debian_package_of(std::string_view soname) {
  constexpr std::string_view kMark = ".so.";
  const std::size_t end = soname.find(kMark);
  std::string package(soname.substr(0, end));
  if (end == soname.npos) return package;
  if (!package.empty() && package.back() >= '0' && package.back() <= '9') package += '-';
  return package += soname.substr(end + kMark.size());
}

}  // namespace whylocked::input
