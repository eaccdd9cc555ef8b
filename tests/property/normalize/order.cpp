// Sorting in blocks, on several threads, agrees with the obvious algorithm: files one by one in
// chronological order, then one stable sort.
#include <algorithm>
#include <random>
#include <tuple>

#include "catch.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

namespace {

using Random = std::mt19937_64;

int rank_in_instant(const Event& event) {
  if (event.kind == EventKind::login_failed) return event.reason == Reason::locked ? 3 : 1;
  if (event.kind == EventKind::login_succeeded) return 1;
  return event.kind == EventKind::account_locked ? 2 : 0;
}

void sort_obviously(std::vector<Event>& rows) {
  std::sort(rows.begin(), rows.end(), [](const Event& a, const Event& b) {
    return std::tie(a.file, a.row) < std::tie(b.file, b.row);
  });
  for (auto from = rows.begin(); from != rows.end();) {
    const auto to =
        std::find_if(from, rows.end(), [&](const Event& e) { return e.file != from->file; });
    std::ptrdiff_t back = 0;
    for (auto next = from + 1; next < to; ++next)
      back += (next->time < (next - 1)->time) - (next->time > (next - 1)->time);
    if (back > 0) std::reverse(from, to);
    from = to;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Event& a, const Event& b) {
    return std::tuple(a.time, rank_in_instant(a), a.file) <
           std::tuple(b.time, rank_in_instant(b), b.file);
  });
}

// The ways an export may be written.
struct Form {
  const char* name;
  std::uint32_t rows;
  std::uint16_t files;
  std::int64_t seconds;  // all rows are within these; few: many at one instant
  std::int64_t late;     // a row may be out of place by so many seconds
  bool newest_first;
};
const Form kForms[] = {
    {"in order", 20'000, 1, 1'000'000, 0, false},
    {"many of a second", 20'000, 1, 5'000, 0, false},
    {"days", 20'000, 1, 3, 0, false},
    {"newest first", 20'000, 1, 5'000, 0, true},
    {"some late", 30'000, 1, 100'000, 20, false},
    {"an hour twice", 30'000, 1, 30'000, 3'600, false},
    {"no order", 20'000, 1, 50'000, 50'000, false},
    {"files that follow each other or not", 30'000, 7, 20'000, 0, false},
    {"files newest first", 30'000, 3, 20'000, 2, true},
};

std::vector<Event> random_rows(const Form& form, Random& random) {
  std::vector<Event> rows(form.rows);
  for (std::uint32_t i = 0; i < form.rows; ++i) {
    Event& event = rows[i];
    event.file = static_cast<std::uint16_t>(std::uint64_t{i} * form.files / form.rows);
    event.row = i + 2;
    const std::uint32_t place = form.newest_first ? form.rows - 1 - i : i;
    std::int64_t second = form.seconds * (place % (form.rows / form.files)) / form.rows;
    if (form.late > 0 && random() % 4 == 0)
      second -= static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(form.late));
    event.time = second * kSecond;
    event.kind = static_cast<EventKind>(random() % 8);
    event.reason = random() % 3 ? Reason::unknown : Reason::locked;
  }
  return rows;
}

std::vector<std::uint32_t> row_numbers(const std::vector<Event>& rows) {
  std::vector<std::uint32_t> numbers;
  for (const Event& event : rows) numbers.push_back(event.row);
  return numbers;
}

}  // namespace

TEST_CASE("sorting agrees with one stable sort") {
  Random random(7);
  for (const Form& form : kForms) {
    INFO(form.name);
    const std::vector<Event> rows = random_rows(form, random);
    std::vector<Event> expected = rows;
    sort_obviously(expected);
    Events events;
    events.rows = rows;
    sort_events(events);
    CHECK(row_numbers(events.rows) == row_numbers(expected));
    std::shuffle(events.rows.begin(), events.rows.end(), random);
    sort_events(events);
    CHECK(row_numbers(events.rows) == row_numbers(expected));
  }
}
