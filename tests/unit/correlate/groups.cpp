// Groups: username, address and window in which at least one login failed.
#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

std::string describe(const Events& events, const Group& group) {
  return story::clock(group.from) + ' ' + std::string(events.users.text(group.user)) + ' ' +
         (group.address == kNone ? "-" : to_text(events.addresses.at(group.address))) + ' ' +
         std::to_string(group.failures) + '/' + std::to_string(group.successes) + ' ' +
         story::clock(group.first) + ' ' + story::clock(group.last);
}

struct GroupsCase {
  const char* name;
  const char* story;
  std::int64_t window_s;
  std::vector<std::string> groups;
};

const GroupsCase kGroupsCases[] = {
    {"nothing", "", 900, {}},
    {"successes alone make no group", "08:00:00 ok ann 198.51.100.7", 900, {}},
    {"failures with any reason, and successes",
     R"(
       08:01:00 ok ann 198.51.100.7
       08:02:00 fail:unknown_user ann 198.51.100.7
       08:03:00 fail:locked ann 198.51.100.7 x3
       08:04:00 lock ann 198.51.100.7)",
     900,
     {"08:00:00 ann 198.51.100.7 4/1 08:02:00 08:03:00"}},
    {"windows are aligned and exclude their end",
     R"(
       08:14:59 fail ann 198.51.100.7
       08:15:00 fail ann 198.51.100.7)",
     900,
     {"08:00:00 ann 198.51.100.7 1/0 08:14:59 08:14:59",
      "08:15:00 ann 198.51.100.7 1/0 08:15:00 08:15:00"}},
    {"by window, name, address",
     R"(
       08:00:01 fail bob 9.9.9.9
       08:00:02 fail ann 203.0.113.5
       08:00:03 fail ann 198.51.100.7
       08:00:04 fail ann
       07:00:00 fail cid)",
     900,
     {"07:00:00 cid - 1/0 07:00:00 07:00:00", "08:00:00 ann - 1/0 08:00:04 08:00:04",
      "08:00:00 ann 198.51.100.7 1/0 08:00:03 08:00:03",
      "08:00:00 ann 203.0.113.5 1/0 08:00:02 08:00:02",
      "08:00:00 bob 9.9.9.9 1/0 08:00:01 08:00:01"}},
    {"before the epoch",
     "1969-12-31 23:59:59 fail ann",
     3600,
     {"1969-12-31T23:00:00Z ann - 1/0 1969-12-31T23:59:59Z 1969-12-31T23:59:59Z"}},
    {"a window of length zero is one second",
     "08:00:01 fail ann\n 08:00:02 fail ann",
     0,
     {"08:00:01 ann - 1/0 08:00:01 08:00:01", "08:00:02 ann - 1/0 08:00:02 08:00:02"}},
};

}  // namespace

TEST_CASE("groups of failures") {
  for (const GroupsCase& one : kGroupsCases) {
    INFO(one.name);
    const story::Story story = story::parse(one.story);
    std::vector<std::string> lines;
    for (const Group& group : group_failures(story.events, one.window_s))
      lines.push_back(describe(story.events, group));
    CHECK(lines == one.groups);
  }
}

TEST_CASE("correlate returns the groups of the window in its options") {
  CorrelateOptions options;
  options.group_window_s = 60;
  const Correlation got = story::parse("08:00:00 fail ann\n 08:01:00 fail ann").correlate(options);
  CHECK(got.groups.size() == 2);
  CHECK(got.policy.group_window_s == 60);
}
