// Equal texts have equal hashes; the seed does not depend on a working random source.
#include "base/hash.hpp"
#include "catch.hpp"

#include <stdexcept>
#include <string>

using namespace whylocked;

TEST_CASE("the seed is drawn before main, so a failure of the random source must not escape") {
  const HashSeed fallback =
      draw_seed([]() -> std::uint32_t { throw std::runtime_error("no random device"); });
  CHECK(fallback.a % 2 == 1);
  CHECK(fallback.b % 2 == 1);
  CHECK(fallback.a != fallback.b);

  const HashSeed drawn = draw_seed([]() -> std::uint32_t { return 0x12345678; });
  CHECK(drawn.a == 0x12345678'12345679);
  CHECK(kHashSeed.a != 0);
}

TEST_CASE("a text has the same hash at any address") {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x'), padded = "?" + text;
    CHECK(hash_bytes(text) == hash_bytes(std::string_view(padded).substr(1)));
  }
}
