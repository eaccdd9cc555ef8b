// The rows of each file are put in the order in which they happened first. For one file that is
// most often nearly the whole work: what is left are rows of one instant. So the rows are sorted in
// blocks, each by insertion as long as nothing has to go far, and blocks are merged where they
// overlap: for rows in time order nowhere but within an instant.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <tuple>

#include "base/parallel.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kBlock = 4096;            // rows; their 128 KiB stay in a core's cache
constexpr std::size_t kBlocksWorthThread = 16;  // fewer are done before a thread has started
constexpr std::size_t kMaxMoves = 8;            // a row, before insertion is the wrong way

using RowSpan = std::span<Event>;

constexpr auto kRanks = [] {
  std::array<std::uint8_t, 256> ranks{};
  ranks[static_cast<std::size_t>(EventKind::login_failed)] = 1;
  ranks[static_cast<std::size_t>(EventKind::login_succeeded)] = 1;
  ranks[static_cast<std::size_t>(EventKind::account_locked)] = 2;
  return ranks;
}();
constexpr std::uint8_t kRefusedRank = 3;

// The order within an instant: the rank of what happened, then the file.
inline std::uint32_t place_in_instant(const Event& event) {
  const bool refused = (event.kind == EventKind::login_failed) & (event.reason == Reason::locked);
  const std::uint32_t rank = refused ? kRefusedRank : kRanks[static_cast<std::size_t>(event.kind)];
  return rank << 16 | event.file;
}

bool in_file_order(const Event& a, const Event& b) {
  return std::tie(a.file, a.row) < std::tie(b.file, b.row);
}

// Equal keys keep the order of the rows, which arrange_files has put right. Without a branch, since
// within a second rows are in any order. A function object, so that loops have it compiled in.
constexpr auto in_time_order = [](const Event& a, const Event& b) {
  const std::uint32_t of_a = place_in_instant(a), of_b = place_in_instant(b);
  return (a.time < b.time) | ((a.time == b.time) & (of_a < of_b));
};

// Calls work(from, to) for blocks of the items 0 to count, on several threads.
template <class Work>
void for_blocks(std::size_t count, unsigned threads, Work work) {
  const std::size_t blocks = (count + kBlock - 1) / kBlock;
  parallel_for(blocks, threads, kBlocksWorthThread,
               [&](std::size_t first, std::size_t last, unsigned) {
                 for (std::size_t block = first; block < last; ++block)
                   work(block * kBlock, std::min(count, (block + 1) * kBlock));
               });
}

// How rows were written.
struct Look {
  bool in_file_order = true;
  std::ptrdiff_t back = 0;  // rows earlier than the one before, less those later; of one file
};

Look look_at(RowSpan rows, unsigned threads) {
  std::atomic<bool> in_order = true;
  std::atomic<std::ptrdiff_t> back = 0;
  for_blocks(rows.size(), threads, [&](std::size_t from, std::size_t to) {
    bool in_order_here = true;
    std::ptrdiff_t back_here = 0;
    for (std::size_t i = std::max<std::size_t>(from, 1); i < to; ++i) {
      const Event &before = rows[i - 1], &row = rows[i];
      in_order_here &= row.file == before.file ? row.row >= before.row : row.file > before.file;
      back_here += (row.time < before.time) - (row.time > before.time);
    }
    if (!in_order_here) in_order = false;
    back += back_here;
  });
  return {in_order, back};
}

// RowSpan as they happened, file after file.
void arrange_files(RowSpan rows, unsigned threads) {
  if (rows.empty()) return;
  Look look = look_at(rows, threads);
  const bool one_file = look.in_file_order && rows.front().file == rows.back().file;
  if (!look.in_file_order) std::sort(rows.begin(), rows.end(), in_file_order);
  for (auto from = rows.begin(); from != rows.end();) {
    const auto to = std::upper_bound(
        from, rows.end(), *from, [](const Event& a, const Event& b) { return a.file < b.file; });
    if (!one_file) look = look_at({from, to}, threads);
    if (look.back > 0) std::reverse(from, to);
    from = to;
  }
}

// By insertion, which keeps equal rows in their order at every step: if rows have to go too far,
// nothing is lost by beginning anew.
void sort_block(RowSpan rows) {
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

// Two neighbours, each in order. What stands right already stays where it is.
void merge_neighbours(RowSpan before, RowSpan behind) {
  const auto from = std::upper_bound(before.begin(), before.end(), behind.front(), in_time_order);
  if (from == before.end()) return;
  const auto to = std::lower_bound(behind.begin(), behind.end(), before.back(), in_time_order);
  std::inplace_merge(&*from, &behind.front(), &behind.front() + (to - behind.begin()),
                     in_time_order);
}

void sort_stable(RowSpan rows, unsigned threads) {
  for_blocks(rows.size(), threads,
             [&](std::size_t from, std::size_t to) { sort_block(rows.subspan(from, to - from)); });
  for (std::size_t size = kBlock; size < rows.size(); size *= 2) {
    const std::size_t pairs = (rows.size() - size + 2 * size - 1) / (2 * size);
    const std::size_t least = std::max<std::size_t>(1, kBlocksWorthThread * kBlock / size);
    parallel_for(pairs, threads, least, [&](std::size_t first, std::size_t last, unsigned) {
      for (std::size_t from = 2 * size * first; from < 2 * size * last; from += 2 * size)
        merge_neighbours(rows.subspan(from, size),
                         rows.subspan(from + size, std::min(size, rows.size() - from - size)));
    });
  }
}

void sort_activity(Events& events) {
  std::sort(events.activity.begin(), events.activity.end(),
            [&](const ActivityHour& a, const ActivityHour& b) {
              if (a.from != b.from) return a.from < b.from;
              if (a.vendor != b.vendor)
                return events.texts.text(a.vendor) < events.texts.text(b.vendor);
              return std::tie(a.file, a.row) < std::tie(b.file, b.row);
            });
}

}  // namespace

void sort_events(Events& events, unsigned threads) {
  sort_activity(events);
  arrange_files(events.rows, threads);
  sort_stable(events.rows, threads);
}

}  // namespace whylocked
