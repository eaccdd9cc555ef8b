// When it happened, in one row: the failures of a step as a bar, changes, locks and unlocks as
// letters above all.
#include <algorithm>

#include "report/text_parts.hpp"
#include "report/timeline.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kTimelineColumns[] = {90, 60, 45, 36, 30, 20};  // each a divisor of kSteps
constexpr std::string_view kBars[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

struct Column {
  std::uint64_t failures = 0;
  bool change = false, lock = false, unlock = false;
};

std::vector<Column> columns_of(const Timeline& line, std::size_t count) {
  std::vector<Column> columns(count);
  for (std::size_t step = 0; step < kSteps; ++step) {
    Column& column = columns[step * count / kSteps];
    for (const Lane& lane : line.lanes) column.failures += lane.failures[step];
    column.change |= line.changes[step] > 0;
    column.lock |= line.locks[step] > 0;
    column.unlock |= line.unlocks[step] > 0;
  }
  return columns;
}

// Rounded up, so that a single failure is seen.
std::string_view bar(std::uint64_t failures, std::uint64_t most) {
  constexpr std::uint64_t kHighest = std::size(kBars) - 1;
  return most == 0 ? kBars[0] : kBars[(failures * kHighest + most - 1) / most];
}

}  // namespace

void show_timeline(const TextContext& context, const Block& block) {
  Page& page = context.page;
  const std::size_t room = page.width() - kBlockIndent - kBlockLabel;
  const std::size_t count =
      *std::find_if(std::begin(kTimelineColumns), std::end(kTimelineColumns) - 1,
                    [&](std::size_t columns) { return columns <= room; });
  const Timeline line = make_timeline(context.view, block);
  const std::vector<Column> columns = columns_of(line, count);
  std::uint64_t most = 0;
  for (const Column& column : columns) most = std::max(most, column.failures);
  std::string row;
  bool change = false, unlock = false;
  for (const Column& column : columns) {
    row += column.lock     ? "L"
           : column.change ? "C"
           : column.unlock ? "U"
                           : bar(column.failures, most);
    change |= column.change && !column.lock;
    unlock |= column.unlock && !column.lock && !column.change;
  }
  const Micros from = line.from / kSecond * kSecond, to = line.to / kSecond * kSecond;
  page.row(kBlockIndent, "When", kBlockLabel, row);
  page.row(kBlockIndent, "", kBlockLabel,
           time_words(from) + " to " + time_words_after(to, from) + ": bars are failed logins, " +
               (change ? "C a change, " : "") + "L a lock" + (unlock ? ", U an unlock" : ""));
}

}  // namespace whylocked
