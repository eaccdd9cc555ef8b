// Which cause or time zone was probably meant.
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
    std::string_view text, zone;
  };
  for (const Row row : {
           Row{"America/NewYork", "America/New_York"},
           Row{"New York", "America/New_York"},
           Row{"berlin", "Europe/Berlin"},
           Row{"Europa/Berlin", "Europe/Berlin"},
           Row{"Mars/Olympus", ""},
       }) {
    CAPTURE(row.text);
    CHECK(nearest_time_zone(row.text) == row.zone);
  }
}
