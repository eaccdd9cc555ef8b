// The cause or time zone that was probably meant.
#include "catch.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

TEST_CASE("the cause that was meant") {
  struct Row {
    std::string_view text, id;
  };
  for (const Row row : {
           Row{"it-glu", "it-glue"},
           Row{"IT Glue", "it-glue"},  // by name
           Row{"hud", "hudu"},
           Row{"brute-froce", "brute-force"},
           Row{"pasword manager", "password-manager"},
           Row{"zzzzzzzzzz", ""},
       }) {
    CAPTURE(row.text);
    CHECK(nearest_cause(row.text) == row.id);
  }
}

TEST_CASE("the time zone that was meant") {
  struct Row {
    std::string_view text, hint;
  };
  for (const Row row : {
           Row{"America/NewYork", "did you mean \"America/New_York\"?"},
           Row{"New York", "did you mean \"America/New_York\"?"},
           Row{"berlin", "did you mean \"Europe/Berlin\"?"},
           Row{"Europa/Berlin", "did you mean \"Europe/Berlin\"?"},
           Row{"Mars/Olympus", "else"},
       }) {
    CAPTURE(row.text);
    CHECK(time_zone_hint(row.text, "else") == row.hint);
  }
}
