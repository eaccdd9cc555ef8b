#include "input/csv/header.hpp"

#include <algorithm>

namespace whylocked::input::csv {

namespace {

constexpr std::string_view kDelimiters = ",;\t|";  // the first of equals
constexpr std::uint64_t kMaxRecords = 50;          // titles and remarks above a header are few
constexpr std::size_t kPieceBytes = 8u << 10;      // most headers end within the first

// A row of data may hold a word that is the name of a column elsewhere.
std::size_t score_of(const HeaderChoice& candidate, std::size_t required) {
  const bool data = !candidate.mapping.is_usable() &&
                    std::any_of(candidate.cells.begin(), candidate.cells.end(), [](const auto& c) {
                      return !c.empty() && c[0] >= '0' && c[0] <= '9';
                    });
  return data ? 0 : candidate.mapping.score(required);
}

void prefer(HeaderChoice& best, std::size_t& best_score, HeaderChoice candidate,
            std::size_t required) {
  const std::size_t score = score_of(candidate, required);
  const bool wider = score == best_score && score == 0 && candidate.record == best.record &&
                     candidate.cells.size() > best.cells.size();
  if (best.record != 0 && score <= best_score && !wider) return;
  best_score = score;
  candidate.found = candidate.mapping.is_usable();
  best = std::move(candidate);
}

bool is_blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
}

}  // namespace

std::vector<std::string> header_cells(const Record& record, Encoding encoding) {
  std::vector<std::string> cells;
  const std::size_t count = std::min(record.fields, kMaxColumns);
  cells.reserve(count);
  for (std::size_t i = 0; i < count; ++i) cells.push_back(to_value(record.field(i), encoding));
  return cells;
}

HeaderChoice find_header(std::string_view beginning, bool whole, Encoding encoding,
                         const ReadOptions& options) {
  HeaderChoice best;
  std::size_t best_score = 0;
  for (const char delimiter : kDelimiters) {
    MemorySource source(beginning, kPieceBytes);
    ReadBuffer buffer(source, kPieceBytes);
    RecordSplitter splitter(buffer, delimiter, options.max_record_bytes);
    Record record;
    while (splitter.next(record) && record.number <= kMaxRecords) {
      if (record.fault == Record::Fault::open_quote && !whole) break;  // it may be closed later
      if (record.fault != Record::Fault::none) continue;
      HeaderChoice candidate{
          .delimiter = delimiter, .record = record.number, .cells = header_cells(record, encoding)};
      if (is_blank(candidate.cells)) continue;
      candidate.mapping = resolve_columns(candidate.cells, options);
      prefer(best, best_score, std::move(candidate), options.required.size());
    }
  }
  if (best.record == 0) best.mapping = resolve_columns({}, options);
  return best;
}

}  // namespace whylocked::input::csv
