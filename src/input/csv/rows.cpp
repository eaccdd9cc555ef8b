#include "input/csv/rows.hpp"

#include <algorithm>

namespace whylocked::input {

void CsvRows::see(const Record& record) {
  if (record.text.empty()) return;
  Repairs repairs;
  for (const CsvTable::Wanted& want : table_.wanted)
    row_.fields[want.field] =
        want.column < record.fields ? value(record, want, repairs) : std::string_view{};
  for (const CsvTable::Wanted& other : table_.others)
    if (row_.fields[other.field].empty() && other.column < record.fields)
      row_.fields[other.field] = value(record, other, repairs);
  if (lacks_required() && !is_row(record)) return;
  if (is_header_again()) return note_header(record);
  if (record.fields > table_.columns) note_extra(record);
  if (repairs.nul || repairs.guessed) note_repairs(record, repairs);
  row_.number = record.number;
  table_.hours.empty() ? job_.give(row_) : give_hours(record, repairs);
}

// A row of a table with a column an hour is so many rows.
void CsvRows::give_hours(const Record& record, Repairs& repairs) {
  constexpr auto kClock = static_cast<std::size_t>(Field::clock);
  constexpr auto kCount = static_cast<std::size_t>(Field::count);
  for (const auto& [column, clock] : table_.hours) {
    if (column >= record.fields) break;
    row_.fields[kClock] = clock;
    row_.fields[kCount] = value(record, {column, kCount}, repairs);
    if (!row_.fields[kCount].empty()) job_.give(row_);
  }
}

[[gnu::always_inline]] inline std::string_view CsvRows::value(const Record& record,
                                                              const CsvTable::Wanted& want,
                                                              Repairs& repairs) {
  std::string_view text = record.field(want.column);
  if (record.odd) return odd_value(text, want.field, repairs);
  text = trim(text);
  if (text.empty() || text.front() != '"') return text;
  if (!want.read && text.size() > 2) return text;  // not `""`
  return trim(unquote(text, unquoted_[want.field]));
}

std::string_view CsvRows::odd_value(std::string_view text, std::size_t field, Repairs& repairs) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  text = trim(text);
  if (text.starts_with('"')) text = trim(unquote(text, unquoted_[field]));
  return trim(repair(text, table_.encoding, repaired_[field], repairs));
}

bool CsvRows::lacks_required() const {
  return std::any_of(table_.required.begin(), table_.required.end(),
                     [&](std::size_t field) { return row_.fields[field].empty(); });
}

// Of a row without time or user: whether it is a row at all. One cell that begins with a digit
// is the rest of a file that was cut.
bool CsvRows::is_row(const Record& record) {
  std::size_t cells = 0, column = 0;
  std::string cell;
  for (std::size_t i = 0; i < std::min(record.fields, table_.columns + 1) && cells < 2; ++i) {
    std::string text = to_value(record.field(i), table_.encoding);
    if (text.empty()) continue;
    ++cells;
    column = i + 1;
    cell = std::move(text);
  }
  if (cells != 1 || (cell[0] >= '0' && cell[0] <= '9')) return cells != 0;
  job_.tell(Severity::note, "not-a-row", "a single cell, taken as a remark or a total",
            {record.number, static_cast<std::uint32_t>(column), cell, 0, {}});
  return false;
}

bool CsvRows::is_header_again() const {
  const auto same = [&](const CsvTable::Wanted& want) {
    return row_.fields[want.field] == job_.info.columns.header[want.field];
  };
  const auto& wanted = table_.wanted;
  return !wanted.empty() && same(wanted.front()) && std::all_of(wanted.begin(), wanted.end(), same);
}

void CsvRows::note_header(const Record& record) {
  job_.tell(Severity::note, "header-again", "the header once more, left out",
            {record.number, 0, {}, 0, {}});
}

void CsvRows::note_extra(const Record& record) {
  const std::string_view extra = record.behind(table_.columns - 1);
  const char nothing[] = {table_.delimiter, '"', ' ', '\t', '\0'};
  if (extra.find_first_not_of(nothing) == extra.npos) return;  // delimiters at the end
  job_.tell(Severity::note, "extra-fields",
            "more fields than the header, " + std::to_string(record.fields) + " instead of " +
                std::to_string(table_.columns) + "; the last are left out",
            {record.number, 0, to_value(extra, table_.encoding), 0, {}});
}

void CsvRows::note_repairs(const Record& record, const Repairs& repairs) {
  if (repairs.nul)
    job_.tell(Severity::warning, "nul", "NUL bytes, left out",
              {record.number, 0, {}, 0, "the file may be damaged; export again if in doubt"});
  if (repairs.guessed)
    job_.tell(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252",
              {record.number, 0, {}, 0, {}});
}

void CsvRows::report_fault(const Record& record) {
  const std::string limit = in_bytes(job_.options.max_record_bytes);
  std::string text;  // it may run into the next column
  if (!job_.info.columns.has(Field::tracking_id))
    append_decoded(text, record.text.substr(0, record.text.find_first_of("\r\n")), table_.encoding);
  if (job_.begun()) job_.skip_row();
  if (record.fault == Record::Fault::too_long) {
    job_.tell(Severity::error, "record-too-long", "longer than " + limit + ", left out",
              {record.number, 0, text, 0, "a table has a line for each row; is this one?"});
    return;
  }
  const bool at_end = record.fault == Record::Fault::open_quote;
  job_.tell(
      at_end ? Severity::warning : Severity::error, "open-quote",
      at_end ? "a quote is never closed" : "a quote is not closed within the limit of " + limit,
      {record.number, static_cast<std::uint32_t>(record.fields), text, 0,
       "the row is left out and the next line read as a row; is the file complete?"});
}

}  // namespace whylocked::input
