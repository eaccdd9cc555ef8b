// The known name that was probably meant.
#include "base/edit_distance.hpp"

#include "catch.hpp"

using namespace whylocked;

TEST_CASE("the nearest name") {
  const std::vector<std::string_view> known = {"time_zone", "lockout", "office",
                                               "installed", "roster",  "accounts"};
  struct Row {
    std::string_view name, nearest;
  };
  for (const Row row : {
           Row{"instaled", "installed"},  // a letter left out
           Row{"lokcout", "lockout"},     // two swapped
           Row{"Office", "office"},       // case
           Row{"timezone", "time_zone"},  // no underscore
           Row{"accountss", "accounts"},  // one too many
           Row{"rustre", "roster"},       // two of six wrong
           Row{"rxxxer", ""},             // three of six wrong
           Row{"lock", ""},               // three of seven missing
           Row{"", ""},
           Row{"x", ""},
       }) {
    CAPTURE(row.name);
    CHECK(nearest_name(row.name, known) == row.nearest);
  }
  CHECK(nearest_name("ab", {"xb", "ab"}) == "ab");
  CHECK(nearest_name("abcd", {"abcx", "abxd"}) == "abcx");    // ties: the first
  CHECK(nearest_name("line", {"like", "lines"}) == "lines");  // a prefix wins
  CHECK(nearest_name("a", {"b"}).empty());
  CHECK(nearest_name(std::string(1 << 20, 'a'), known).empty());
}
