// What a text stood for before, and when it is not asked.
#include "normalize/raw_texts.hpp"

#include <string>

#include "catch.hpp"

using namespace whylocked;
using namespace whylocked::normalizing;

namespace {

constexpr std::uint32_t kSpell = 1 << 13, kPause = 16 * kSpell;

// One text after the other; what is not known is put, as a reader does.
class Column {
 public:
  std::uint32_t find(const std::string& text, std::uint32_t number) {
    const PaddedCopy copy(text);
    const std::string_view readable = copy.text();
    RawNames::Numbers numbers;
    texts_.find_if_it_pays(&readable, 1, numbers);
    if (numbers[0] == kUnknown) texts_.put(readable, number);
    return numbers[0];
  }

 private:
  RawNames texts_;
};

std::string name(std::uint32_t number) { return "user" + std::to_string(number); }

}  // namespace

TEST_CASE("raw texts: asking pauses where hardly a text comes twice, and begins again") {
  Column column;
  for (std::uint32_t i = 0; i < kSpell; ++i) REQUIRE(column.find(name(i), i) == kUnknown);
  for (std::uint32_t i = 0; i < kPause; ++i) REQUIRE(column.find(name(7), 1) == kUnknown);
  for (std::uint32_t i = 0; i < kSpell; ++i) REQUIRE(column.find(name(7), 1) == 7);
}

TEST_CASE("raw texts: one in eight is enough to go on asking") {
  Column column;
  std::uint32_t next = 1;
  REQUIRE(column.find(name(0), 0) == kUnknown);
  for (std::uint32_t i = 1; i < 4 * kSpell; ++i) {
    const bool again = i % 8 == 0;
    REQUIRE(column.find(name(again ? 0 : next), next) == (again ? 0 : kUnknown));
    next += !again;
  }
}
