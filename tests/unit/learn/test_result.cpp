// Outcomes of a test in an export made after it, and the probabilities they give the causes.
#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "whylocked/learn.hpp"

using namespace whylocked;

namespace {

constexpr Micros kDone = 1'000 * kDay;  // when the test was done

PastCase past_case() {
  PastCase past;
  past.users = {"svc@example.com"};
  past.period_s = 3600;
  past.addresses = {*parse_address("192.0.2.7")};
  past.causes = {{"hudu", "Hudu", "cloud_integration", 0.4},
                 {"zapier", "Zapier", "cloud_integration", 0.4},
                 {"person", "a person", "person", 0.2}};
  past.outcomes = {{"stops", "", {"hudu"}},
                   {"locks-again", "", {"zapier", "person"}},
                   {"same-place", "", {"hudu", "zapier"}},
                   {"silent", "", {"person"}}};
  return past;
}

struct Failure {
  Micros after_test;
  const char* address;  // null: the export has none
};

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

TestResult result_of(const char* test, const std::vector<Failure>& failures, Micros until,
                     bool locks) {
  Events events;
  Correlation correlation;
  for (const Failure& failure : failures) {
    Event event;
    event.time = kDone + failure.after_test;
    event.user = events.users.intern("svc@example.com");
    if (failure.address != nullptr)
      event.address = events.addresses.intern(*parse_address(failure.address));
    event.kind = EventKind::login_failed;
    events.rows.push_back(event);
  }
  if (locks) {
    Incident incident;
    incident.user = events.users.intern("svc@example.com");
    incident.locked_at = kDone + kHour;
    correlation.incidents.push_back(incident);
  }
  const auto result =
      read_test_result(past_case(), test, events, correlation, kDone, kDone + until);
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("outcomes of tests") {
  const std::vector<Failure> none, before{{-kHour, "192.0.2.7"}},
      same{{kHour, "192.0.2.7"}, {2 * kHour, "192.0.2.7"}, {3 * kHour, "198.51.100.9"}},
      others{{kHour, "192.0.2.7"}, {2 * kHour, "203.0.113.1"}, {3 * kHour, "198.51.100.9"}},
      nowhere{{kHour, nullptr}, {2 * kHour, nullptr}},
      partly{{kHour, nullptr}, {2 * kHour, nullptr}, {3 * kHour, "192.0.2.7"}};
  struct Row {
    const char* test;
    const std::vector<Failure>& failures;
    Micros until;
    bool locks;
    const char* outcome;
  };
  const Row rows[] = {
      {"rename-account", same, kDay, false, "same-place"},
      {"rename-account", others, kDay, false, "new-places"},
      {"rename-account", nowhere, kDay, false, ""},
      {"rename-account", partly, kDay, false, "same-place"},
      {"rename-account", none, 2 * kHour, false, "silent"},
      {"rename-account", before, 2 * kHour, false, "silent"},
      {"rename-account", none, 2 * kHour - 1, false, ""},  // two periods have not passed
      {"update-half", none, kDay, false, "stops"},
      {"update-half", before, kDay, false, "stops"},
      {"update-half", none, kHour, false, ""},
      {"update-half", same, kDay, false, "locks-again"},
      {"update-half", none, kDay, true, "locks-again"},
  };
  for (const Row& row : rows) {
    INFO(row.test << ' ' << row.failures.size() << ' ' << row.until);
    const TestResult result = result_of(row.test, row.failures, row.until, row.locks);
    CHECK(result.outcome == row.outcome);
    CHECK_FALSE(result.words.empty());
    CHECK(result.events.size() <= 5);
  }
}

TEST_CASE("an outcome changes the probabilities, but not their sum") {
  const TestResult stops = result_of("update-half", {}, kDay, false);
  REQUIRE(stops.causes.size() == 3);
  CHECK(stops.causes[0].id == "hudu");
  // 0.4 x 0.9 against 0.6 x 0.1
  CHECK(near(stops.causes[0].after, 0.36 / (0.36 + 0.6 * 0.1)));
  double sum = 0;
  for (const auto& cause : stops.causes) sum += cause.after;
  CHECK(near(sum, 1.0));
  const TestResult open = result_of("update-half", {}, 0, false);
  for (const auto& cause : open.causes) CHECK(near(cause.after, cause.before));
}

TEST_CASE("after a renaming, a stored password keeps failing") {
  PastCase past = past_case();
  past.outcomes.clear();  // the report may have named another test
  Events events;
  const auto silent = read_test_result(past, "rename-account", events, {}, kDone, kDone + kDay);
  REQUIRE(silent);
  CHECK(silent->outcome == "silent");
  CHECK(silent->causes[0].id == "person");
  CHECK(near(silent->causes[0].after, 0.18 / (0.18 + 0.08)));
}

TEST_CASE("without addresses, a renaming cannot show whether the caller is the same") {
  const std::vector<Failure> one{{kHour, nullptr}};
  CHECK(result_of("rename-account", one, kDay, false).words ==
        "1 more failure on the old name svc@example.com, but the export has no addresses to "
        "compare them by");
  PastCase past = past_case();
  past.addresses.clear();
  Events events;
  Event event;
  event.time = kDone;
  event.user = events.users.intern("svc@example.com");
  event.address = events.addresses.intern(*parse_address("192.0.2.7"));
  event.kind = EventKind::login_failed;
  events.rows = {event, event};
  const auto result = read_test_result(past, "rename-account", events, {}, kDone, kDone);
  REQUIRE(result);
  CHECK(result->outcome.empty());
  CHECK(result->words ==
        "2 more failures on the old name svc@example.com, but the report has no addresses to "
        "compare them by");
}

TEST_CASE("other tests need a new diagnosis") {
  CHECK_FALSE(read_test_result(past_case(), "api-users", {}, {}, 0, 0));
  CHECK(readable_tests() == std::vector<std::string_view>{"rename-account", "update-half"});
}
