#include "input/bytes/system.hpp"

#include "catch.hpp"

namespace whylocked {

namespace {

const input::LazyLibrary absent("/nowhere/libabsent-1.so.2", {"any"});

}  // namespace

#ifdef WHYLOCKED_LAZY
TEST_CASE("the failure to load a library names its file and package") {
  const auto failure = absent.failure();
  REQUIRE(failure.has_value());
  CHECK_THAT(failure->message.str(), Catch::Matchers::StartsWith("cannot load libabsent-1.so.2: "));
  CHECK(failure->message.str().find("/nowhere") == std::string::npos);
  CHECK(failure->hint == "install libabsent-1 (on Debian: libabsent-1-2)");
}

TEST_CASE("a library that lacks a function is too old") {
  const auto failure = input::LazyLibrary("libc.so.6", {"fopen", "no_such_function"}).failure();
  REQUIRE(failure.has_value());
  CHECK(failure->message == "cannot use libc.so.6: it has no no_such_function");
  CHECK(failure->hint == "update libc (on Debian: libc6)");
}

TEST_CASE("the package of a library on Debian") {
  CHECK(input::debian_package_of("libarchive.so.13") == "libarchive13");
  CHECK(input::debian_package_of("libgmime-3.0.so.0") == "libgmime-3.0-0");
  CHECK(input::debian_package_of("libplain.so") == "libplain.so");
}
#else
TEST_CASE("libraries are linked, so that none can be missing") { CHECK_FALSE(absent.failure()); }
#endif

}  // namespace whylocked
