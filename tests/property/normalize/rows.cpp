// Properties of any file: no row is lost without a message, the order of input does not matter, and
// the meaning of a row does not depend on earlier rows.
#include <algorithm>
#include <random>
#include <tuple>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

class RowRandom {
 public:
  explicit RowRandom(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }
  template <typename T, std::size_t N>
  const T& one_of(const T (&choices)[N]) {
    return choices[below(N)];
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

constexpr const char* kTimes[] = {"2026-05-19T08:07:19Z",
                                  "2026-05-19 08:07:19",
                                  "19.05.2026 08:07",
                                  "May 19, 2026 8:07 AM",
                                  "1779170839",
                                  "soon",
                                  "",
                                  "2026-02-30 00:00",
                                  "2026-05-19 08:07 BST",
                                  "Total"};
constexpr const char* kUsers[] = {"ann", "Bob@Example.com", "CORP\\cy", "", "-", "Summe"};
constexpr const char* kAddresses[] = {"198.51.100.7", "10.0.0.1, 203.0.113.9", "", "nowhere",
                                      "::1"};
constexpr const char* kEvents[] = {
    "Login", "Account locked", "Logout", "Frobnication", "", "Login failed: account locked"};
constexpr const char* kOutcomes[] = {"Success", "Failure", "Pending", "", "1"};
constexpr const char* kReasons[] = {"Incorrect password", "Account is locked", "Bad weather", ""};
constexpr const char* kCounts[] = {"", "1", "3", "0", "many"};
const char* const kHeader = "time,user,address,event,outcome,reason,count";

Rows random_rows(RowRandom& random, std::size_t size) {
  Rows rows;
  for (std::size_t i = 0; i < size; ++i)
    rows.push_back({random.one_of(kTimes), random.one_of(kUsers), random.one_of(kAddresses),
                    random.one_of(kEvents), random.one_of(kOutcomes), random.one_of(kReasons),
                    random.one_of(kCounts)});
  return rows;
}

std::uint64_t count_of(const Diagnostics& diagnostics, std::initializer_list<const char*> kinds) {
  std::uint64_t sum = 0;
  for (const char* const kind : kinds) sum += diagnostics.count(kind);
  return sum;
}

std::string text_of(const Normalized& got, const Event& event) {
  return to_rfc3339(event.time) + std::string(got.events.users.text(event.user)) +
         to_text(got.events.addresses.at(event.address)) + std::string(to_text(event.kind)) +
         std::string(to_text(event.reason)) + std::to_string(event.count);
}

}  // namespace

TEST_CASE("every row is an event, is skipped with a message, or is left out with a note") {
  RowRandom random(1);
  for (int i = 0; i < 300; ++i) {
    const Rows rows = random_rows(random, 1 + random.below(60));
    Events events;
    InputInfo info;
    Diagnostics diagnostics;
    feed(kHeader, rows, {}, 0, events, info, diagnostics);
    CHECK(info.events == events.rows.size());
    CHECK(info.skipped == count_of(diagnostics, {"time-missing", "time-unreadable", "user-missing",
                                                 "zone-unknown"}));
    CHECK(info.events + info.skipped + count_of(diagnostics, {"no-data", "count-zero"}) ==
          rows.size());
    for (const Event& event : events.rows) {
      CHECK(event.user != kNone);
      CHECK(event.count >= 1);
      CHECK(event.user < events.users.size());
      CHECK(event.address < events.addresses.size());
      CHECK((info.first <= event.time && event.time <= info.last));
    }
  }
}

// A sign-in without a result, in a file that names failures but no success.
bool is_implied_success(const Normalized& together, const Event& among, const Event& alone) {
  const auto messages = together.messages();
  return alone.kind == EventKind::other && among.kind == EventKind::login_succeeded &&
         std::any_of(messages.begin(), messages.end(), [](const std::string& message) {
           return message.find("sign-ins without a result count as successes") != message.npos;
         });
}

TEST_CASE("a row means the same alone and among others, except for implied results") {
  RowRandom random(2);
  for (int i = 0; i < 200; ++i) {
    const Rows rows = random_rows(random, 40);
    const Normalized together = normalized(kHeader, rows);
    for (const Event& event : together.events.rows) {
      const Normalized alone = normalized(kHeader, {rows[event.row - 2]});
      REQUIRE(alone.events.rows.size() == 1);
      Event expected = alone.events.rows[0];
      if (is_implied_success(together, event, expected)) {
        CHECK(expected.result_missing);
        expected.kind = EventKind::login_succeeded;
      }
      REQUIRE(text_of(alone, expected) == text_of(together, event));
    }
  }
}

TEST_CASE("time order does not depend on the order of input") {
  RowRandom random(3);
  for (int i = 0; i < 300; ++i) {
    Events events;
    const auto files = static_cast<std::uint16_t>(1 + random.below(4));
    for (std::uint16_t file = 0; file < files; ++file) {
      const bool newest_first = random.below(2) == 0;
      Micros time = 0;
      for (std::uint32_t row = 2; row < 2 + random.below(30); ++row) {
        Event event;
        event.time = time += (newest_first ? -1 : 1) * static_cast<Micros>(random.below(3));
        event.file = file;
        event.row = row;
        event.kind = static_cast<EventKind>(random.below(8));
        event.reason = static_cast<Reason>(random.below(10));
        events.rows.push_back(event);
      }
    }
    const auto keys = [](const Events& of) {
      std::vector<std::tuple<Micros, std::uint16_t, std::uint32_t>> list;
      for (const Event& event : of.rows) list.emplace_back(event.time, event.file, event.row);
      return list;
    };
    Events shuffled;
    shuffled.rows = events.rows;
    std::shuffle(shuffled.rows.begin(), shuffled.rows.end(), random.engine());
    sort_events(events);
    sort_events(shuffled);
    REQUIRE(keys(events) == keys(shuffled));
    REQUIRE(std::is_sorted(events.rows.begin(), events.rows.end(),
                           [](const Event& a, const Event& b) { return a.time < b.time; }));
    const auto once = keys(events);
    sort_events(events);
    REQUIRE(keys(events) == once);
  }
}
