// A file of dates with slashes is read in the order in which it was written, or rejected.
#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

// The only undecidable case: all rows have one date, and the report warns about it.
bool is_one_open_day(const Normalized& got, const std::vector<Micros>& times) {
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  const auto messages = got.messages();
  return *first / kDay == *last / kDay && std::stoi(to_rfc3339(*first).substr(8, 2)) <= 12 &&
         std::any_of(messages.begin(), messages.end(), [](const std::string& message) {
           return message.find("warning: all events are on one day") != message.npos;
         });
}

}  // namespace

TEST_CASE("files in one order are read correctly, rejected, or of one day with a warning") {
  std::mt19937_64 random(5);
  const auto below = [&](std::int64_t end) {
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random);
  };
  const Micros start = *parse_time_point("2026-01-01", "UTC");
  int read = 0, open_days = 0;
  for (int i = 0; i < 500; ++i) {
    const bool day_first = below(2) == 0, newest_first = below(2) == 0;
    Micros time = start + below(300) * kDay;
    const Micros pace = kMinute * (1 + below(3 * 24 * 60));
    Rows rows;
    std::vector<Micros> times;
    for (std::int64_t row = 2 + below(20); row > 0; --row) {
      time += (newest_first ? -1 : 1) * (1 + below(pace / kMinute)) * kMinute;
      const std::string iso = to_rfc3339(time);
      const std::string year = iso.substr(0, 4), month = iso.substr(5, 2), day = iso.substr(8, 2);
      rows.push_back({(day_first ? day + '/' + month : month + '/' + day) + '/' + year + ' ' +
                          iso.substr(11, 5),
                      "ann", "Lockout"});
      times.push_back(time);
    }
    const Normalized got = normalized("time,user,event", rows);
    if (!got.ok) continue;
    ++read;
    std::vector<Micros> found;
    for (const Event& event : got.events.rows) found.push_back(event.time);
    if (found == times) continue;
    REQUIRE(is_one_open_day(got, times));
    ++open_days;
  }
  CHECK(read > 300);
  CHECK(open_days > 5);
}
