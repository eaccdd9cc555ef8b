// Time order: total, and independent of the order of input.
#include <algorithm>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;

namespace {

struct Short {
  int second;
  EventKind kind;
  Reason reason;
  std::uint16_t file;
  std::uint32_t row;
};

Event event_of(const Short& from) {
  Event event;
  event.time = from.second * kSecond;
  event.kind = from.kind;
  event.reason = from.reason;
  event.file = from.file;
  event.row = from.row;
  return event;
}

// "file/row" of each event in time order.
std::string order_of(const std::vector<Short>& shorts) {
  Events events;
  for (const Short& one : shorts) events.rows.push_back(event_of(one));
  sort_events(events);
  std::string text;
  for (const Event& event : events.rows) {
    if (!text.empty()) text += ' ';
    text += std::to_string(event.file);
    text += '/';
    text += std::to_string(event.row);
  }
  return text;
}

constexpr EventKind kFail = EventKind::login_failed, kLock = EventKind::account_locked;
constexpr Reason kUnknown = Reason::unknown;

struct SortCase {
  const char* name;
  std::vector<Short> rows;
  const char* order;
};

const SortCase kSortCases[] = {
    {"nothing", {}, ""},
    {"by time",
     {{2, kFail, kUnknown, 0, 2},
      {1, kFail, kUnknown, 0, 3},
      {3, kFail, kUnknown, 0, 4},
      {4, kFail, kUnknown, 0, 5}},
     "0/3 0/2 0/4 0/5"},
    {"one instant: changes, attempts, locks, refusals",
     {{1, kFail, Reason::locked, 0, 2},
      {1, kLock, kUnknown, 0, 3},
      {1, kFail, kUnknown, 0, 4},
      {1, EventKind::login_succeeded, kUnknown, 0, 5},
      {1, EventKind::account_unlocked, kUnknown, 0, 6},
      {1, EventKind::password_changed, kUnknown, 0, 7}},
     "0/6 0/7 0/4 0/5 0/3 0/2"},
    {"ties by row",
     {{1, kFail, kUnknown, 0, 2}, {1, kFail, kUnknown, 0, 3}, {2, kFail, kUnknown, 0, 4}},
     "0/2 0/3 0/4"},
    {"ties by row, backwards in a file that runs newest first",
     {{2, kFail, kUnknown, 0, 2}, {1, kFail, kUnknown, 0, 3}, {1, kFail, kUnknown, 0, 4}},
     "0/4 0/3 0/2"},
    {"a file with one instant runs forward",
     {{1, kFail, kUnknown, 0, 3}, {1, kFail, kUnknown, 0, 2}},
     "0/2 0/3"},
    {"ties by file, each with its own direction",
     {{2, kFail, kUnknown, 1, 2},
      {1, kFail, kUnknown, 1, 3},
      {1, kFail, kUnknown, 1, 4},
      {1, kFail, kUnknown, 0, 2},
      {1, kFail, kUnknown, 0, 3},
      {2, kFail, kUnknown, 0, 4}},
     "0/2 0/3 1/4 1/3 0/4 1/2"},
};

}  // namespace

TEST_CASE("order of events") {
  for (const SortCase& one : kSortCases) {
    INFO(one.name);
    CHECK(order_of(one.rows) == one.order);
    auto reversed = one.rows;
    std::reverse(reversed.begin(), reversed.end());
    CHECK(order_of(reversed) == one.order);
  }
}
