// Restores the order in which the rows of each file happened, then sorts by time. After the first
// step a single file is nearly in order, except for rows of one instant, so insertion sort is used
// as long as no row has to move far.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <tuple>

#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxMoves = 8;  // per row; beyond, insertion is the wrong algorithm

using RowSpan = std::span<Event>;

// By EventKind: attempts, then locks; all changes come before them.
constexpr std::array<std::uint8_t, 16> kRanks = {1, 1, 2};
constexpr std::uint8_t kRefusedRank = 3;

// Order within an instant: rank of the kind of event, then the file.
inline std::uint32_t place_in_instant(const Event& event) {
  const bool refused = (event.kind == EventKind::login_failed) & (event.reason == Reason::locked);
  const std::uint32_t rank = refused ? kRefusedRank : kRanks[static_cast<std::size_t>(event.kind)];
  return rank << 16 | event.file;
}

bool in_file_order(const Event& a, const Event& b) {
  return std::tie(a.file, a.row) < std::tie(b.file, b.row);
}

// Equal keys keep the order that arrange_files has set. Branch-free, since rows within a second are
// in any order; a function object, so that loops inline it.
constexpr auto in_time_order = [](const Event& a, const Event& b) {
  const std::uint32_t of_a = place_in_instant(a), of_b = place_in_instant(b);
  return (a.time < b.time) | ((a.time == b.time) & (of_a < of_b));
};

// True if most rows of a file are earlier than the row before.
bool is_newest_first(RowSpan rows) {
  std::ptrdiff_t back = 0;
  for (std::size_t i = 1; i < rows.size(); ++i)
    back += (rows[i].time < rows[i - 1].time) - (rows[i].time > rows[i - 1].time);
  return back > 0;
}

// Arranges the rows of each file in the order in which they happened.
void arrange_files(RowSpan rows) {
  if (!std::ranges::is_sorted(rows, in_file_order)) std::ranges::sort(rows, in_file_order);
  for (auto from = rows.begin(); from != rows.end();) {
    const auto to = std::ranges::upper_bound(from, rows.end(), from->file, {}, &Event::file);
    if (is_newest_first({from, to})) std::reverse(from, to);
    from = to;
  }
}

// Insertion sort, which is stable at every step, so nothing is lost by switching
// algorithms if rows have to move too far.
void sort_stable(RowSpan rows) {
  std::size_t moves = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!in_time_order(rows[i], rows[i - 1])) continue;
    const Event late = rows[i];
    std::size_t to = i;
    do {
      rows[to] = rows[to - 1];
    } while (--to > 0 && in_time_order(late, rows[to - 1]));
    rows[to] = late;
    moves += i - to;
    if (moves > kMaxMoves * rows.size())
      return std::stable_sort(rows.begin(), rows.end(), in_time_order);
  }
}

void sort_activity(Events& events) {
  std::ranges::sort(events.activity, {}, [&](const ActivityHour& one) {
    return std::tuple(one.from, events.texts.text(one.vendor), one.file, one.row);
  });
}

}  // namespace

void sort_events(Events& events) {
  sort_activity(events);
  arrange_files(events.rows);
  sort_stable(events.rows);
}

}  // namespace whylocked
