// The numbers are pinned: an export must be the same bytes with every compiler and library.
#include <algorithm>

#include "catch.hpp"
#include "simulator/random.hpp"

using namespace whylocked;
using sim::Random;

TEST_CASE("splitmix64 seeds xoshiro256**") {
  Random random(42);
  const std::uint64_t expected[] = {1546998764402558742ULL, 6990951692964543102ULL,
                                    12544586762248559009ULL};
  for (const std::uint64_t number : expected) REQUIRE(random.next() == number);
}

TEST_CASE("between holds its ends and reaches them") {
  Random random(1);
  std::int64_t least = 100, most = -100;
  for (int i = 0; i < 2000; ++i) {
    const std::int64_t number = random.between(-3, 4);
    least = std::min(least, number);
    most = std::max(most, number);
  }
  CHECK(least == -3);
  CHECK(most == 4);
  CHECK(random.between(7, 7) == 7);
}

TEST_CASE("exponential waits have their mean and one in e beyond it") {
  Random random(2);
  constexpr int kDraws = 40000;
  Micros sum = 0;
  int beyond = 0;
  for (int i = 0; i < kDraws; ++i) {
    const Micros wait = random.exponential(kHour);
    REQUIRE(wait >= 0);
    sum += wait;
    beyond += wait > kHour;
  }
  CHECK(sum / kDraws / kMinute >= 58);
  CHECK(sum / kDraws / kMinute <= 61);
  CHECK(beyond > kDraws * 36 / 100);
  CHECK(beyond < kDraws * 375 / 1000);
}

TEST_CASE("log_between gives each octave its share") {
  struct Row {
    std::int64_t lo, hi;
  };
  const auto row = GENERATE(Row{3, 768}, Row{180, 46080}, Row{1000, 256000});  // eight octaves
  Random random(3);
  int octaves[8] = {};
  for (int i = 0; i < 8000; ++i) {
    const std::int64_t number = random.log_between(row.lo, row.hi);
    REQUIRE(number >= row.lo);
    REQUIRE(number <= row.hi);
    int octave = 0;
    while (octave < 7 && number >= row.lo << (octave + 1)) ++octave;
    ++octaves[octave];
  }
  for (int i = 3; i < 7; ++i) {  // small numbers are coarse
    CHECK(octaves[i] > 500);
    CHECK(octaves[i] < 1600);
  }
  CHECK(random.log_between(5, 5) == 5);
}
