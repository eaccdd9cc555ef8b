#include "normalize/footer.hpp"

#include <algorithm>

#include "normalize/letters.hpp"
#include "normalize/words.hpp"

namespace whylocked::normalizing {

namespace {

// At the front of a row's first text.
constexpr std::string_view kFooters[] = {
    " total ",        " totals ",   " grand total ", " sum ",       " count ",
    " record count ", " records ",  " number of ",   " generated ", " created on ",
    " created by ",   " exported ", " report ",      " page ",      " end of ",
    " summe ",        " gesamt ",   " gesamtsumme ", " anzahl ",    " erstellt ",
    " exportiert ",   " bericht ",  " seite ",       " ende ",      " stand "};

constexpr std::size_t kColumnsToTell = 3;  // in a narrower table one filled cell is not odd

bool repeats_header(const Row& row, const Columns& columns) {
  const auto time = static_cast<std::size_t>(Field::time);
  const auto user = static_cast<std::size_t>(Field::user);
  return !row.fields[time].empty() && equal_ignoring_case(row.fields[time], columns.header[time]) &&
         equal_ignoring_case(row.fields[user], columns.header[user]);
}

// The text of the leftmost filled column.
std::string_view first_text(const Row& row, const Columns& columns) {
  std::size_t first = kFieldCount;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (!row.fields[i].empty() &&
        (first == kFieldCount || columns.number[i] < columns.number[first]))
      first = i;
  return first == kFieldCount ? std::string_view() : row.fields[first];
}

}  // namespace

bool is_no_data(const Row& row, const Columns& columns) {
  if (repeats_header(row, columns)) return true;
  const auto filled = static_cast<std::size_t>(std::count_if(
      row.fields.begin(), row.fields.end(), [](std::string_view field) { return !field.empty(); }));
  const auto known = static_cast<std::size_t>(
      std::count_if(columns.number.begin(), columns.number.end(), [](auto n) { return n != 0; }));
  if (filled == 0) return true;
  if (filled == 1 && known >= kColumnsToTell && row[Field::user].empty()) return true;
  if (filled * 2 > known) return false;
  const std::string words = plain_words(first_text(row, columns));
  return std::any_of(std::begin(kFooters), std::end(kFooters),
                     [&](std::string_view front) { return words.starts_with(front); });
}

}  // namespace whylocked::normalizing
