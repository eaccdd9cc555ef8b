// Texts that are whole numbers.
#include "base/number.hpp"

#include <cstdint>

#include "catch.hpp"

using namespace whylocked;

TEST_CASE("a whole number is the entire text") {
  struct Row {
    std::string_view text;
    std::optional<int> decimal, hexadecimal;
  };
  for (const Row row : {
           Row{"0", 0, 0},
           Row{"007", 7, 7},
           Row{"-12", -12, -0x12},
           Row{"ff", {}, 0xff},
           Row{"", {}, {}},
           Row{"+1", {}, {}},
           Row{" 1", {}, {}},
           Row{"1 ", {}, {}},
           Row{"1.5", {}, {}},
           Row{"0x1", {}, {}},
           Row{"99999999999", {}, {}},
       }) {
    CAPTURE(row.text);
    CHECK(parse_whole<int>(row.text) == row.decimal);
    CHECK(parse_whole<int>(row.text, 16) == row.hexadecimal);
  }
}

TEST_CASE("a number outside the range of its type is rejected") {
  CHECK(parse_whole<std::uint8_t>("255") == 255);
  CHECK(!parse_whole<std::uint8_t>("256"));
  CHECK(!parse_whole<std::uint32_t>("-1"));
}

TEST_CASE("a noun after a number") {
  CHECK(counted(0, "lockout") == "0 lockouts");
  CHECK(counted(1, "lockout") == "1 lockout");
  CHECK(counted(2, "lockout") == "2 lockouts");
}
