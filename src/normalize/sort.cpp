// The rows of each file are put in the order in which they happened first. For one file that is
// most often the whole work; else a stable sort by time keeps that order within an instant.
#include <algorithm>
#include <cstddef>
#include <tuple>

#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

int rank_in_instant(const Event& event) {
  switch (event.kind) {
    case EventKind::login_failed:
      return event.reason == Reason::locked ? 3 : 1;
    case EventKind::login_succeeded:
      return 1;
    case EventKind::account_locked:
      return 2;
    default:
      return 0;
  }
}

bool in_file_order(const Event& a, const Event& b) {
  return std::tie(a.file, a.row) < std::tie(b.file, b.row);
}

// Equal keys keep the order of the rows, which arrange_files has put right.
bool in_time_order(const Event& a, const Event& b) {
  if (a.time != b.time) return a.time < b.time;
  const int of_a = rank_in_instant(a), of_b = rank_in_instant(b);
  return of_a != of_b ? of_a < of_b : a.file < b.file;
}

using Iterator = std::vector<Event>::iterator;

bool runs_newest_first(Iterator from, Iterator to) {
  std::ptrdiff_t back = 0;
  for (Iterator next = from + 1; next < to; ++next)
    back += (next->time < (next - 1)->time) - (next->time > (next - 1)->time);
  return back > 0;
}

// Rows as they happened, file after file.
void arrange_files(std::vector<Event>& rows) {
  if (!std::is_sorted(rows.begin(), rows.end(), in_file_order))
    std::sort(rows.begin(), rows.end(), in_file_order);
  for (Iterator from = rows.begin(); from != rows.end();) {
    const Iterator to = std::find_if(
        from, rows.end(), [file = from->file](const Event& event) { return event.file != file; });
    if (runs_newest_first(from, to)) std::reverse(from, to);
    from = to;
  }
}

}  // namespace

void sort_events(Events& events) {
  std::sort(events.activity.begin(), events.activity.end(),
            [&](const ActivityHour& a, const ActivityHour& b) {
              if (a.from != b.from) return a.from < b.from;
              if (a.vendor != b.vendor)
                return events.texts.text(a.vendor) < events.texts.text(b.vendor);
              return std::tie(a.file, a.row) < std::tie(b.file, b.row);
            });
  arrange_files(events.rows);
  if (!std::is_sorted(events.rows.begin(), events.rows.end(), in_time_order))
    std::stable_sort(events.rows.begin(), events.rows.end(), in_time_order);
}

}  // namespace whylocked
