#include "input/csv/rows.hpp"

#include <algorithm>
#include <numeric>

#include "base/ascii.hpp"
#include "input/table/columns.hpp"
#include "input/table/forwarded.hpp"

namespace whylocked::input::csv {

namespace {

// A short record at the end counts as truncated after kFullRun complete ones, or after kMinFullRun
// if none was short.
constexpr std::size_t kFullRun = 8, kMinFullRun = 2;

// Whether the text of a cell begins with its first byte, rather than after a blank or a quote.
bool is_plain(std::string_view cell) {
  return !cell.empty() && static_cast<unsigned char>(cell[0]) > '"';
}

// The field that the comma in an unquoted user agent divides; SIZE_MAX if there is none.
std::size_t divided_agent(const Record& record) {
  for (std::size_t i = 0; i + 1 < record.fields; ++i)
    if (record.field(i).ends_with("(KHTML") && record.field(i + 1).starts_with(" like Gecko"))
      return i;
  return SIZE_MAX;
}

}  // namespace

std::string_view CellTexts::read(std::string_view cell, Repairs& repairs) {
  if (cell.starts_with(kByteOrderMark)) cell.remove_prefix(kByteOrderMark.size());
  cell = trim(cell);
  unquoted_.clear();
  repaired_.clear();
  if (cell.starts_with('"')) cell = trim(unquote(cell, unquoted_));
  const std::string_view text = trim(repair(cell, table_.encoding, repaired_, repairs));
  if (text.empty() || (unquoted_.empty() && repaired_.empty())) return text;
  auto* const copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

RunReader::RunReader(const Table& table, InputContext& context)
    : table_(table),
      columns_(context.info.columns),
      texts_(table),
      lookup_(table.plain ? context.sink.lookup() : nullptr) {
  batch_.reader = &texts_;
  batch_.lookup = lookup_.get();
  for (const Table::FieldColumn of : table.fields)
    batch_.column[of.field] = static_cast<std::uint32_t>(of.column);
}

RowBatch& RunReader::read(const RecordRun& run) {
  texts_.clear();
  batch_.numbers = {};
  batch_.cells = run;
  batch_.cells.rows = count_usual(run);
  if (lookup_ != nullptr && batch_.size() > 0) lookup_->read(batch_);
  return batch_;
}

// A usual record needs no repair, has all required cells and does not repeat the header.
std::size_t RunReader::count_usual(const RecordRun& run) {
  std::size_t usual = run.rows;
  if (run.non_ascii && usual > 0 && needs_repair(run.text(0, usual)))
    for (usual = 0; !needs_repair(run.text(usual, usual + 1)); ++usual) continue;
  const auto stop_at = [&](std::size_t column, std::string_view header, bool required) {
    for (std::size_t i = 0; i < usual; ++i) {
      const std::string_view cell = run.cell(i, column);
      if (is_plain(cell) && !header.starts_with(cell[0])) continue;
      const std::string_view text = texts_.read(cell);
      if (text == header || (required && text.empty())) usual = i;
    }
  };
  const auto [first, field_of_first] = table_.fields.front();
  const auto is_first = [&, at = first](std::size_t field) { return *batch_.column[field] == at; };
  stop_at(first, columns_.header[field_of_first], std::ranges::any_of(table_.required, is_first));
  for (const std::size_t field : table_.required)
    if (!is_first(field)) stop_at(*batch_.column[field], {}, true);
  return usual;
}

// Whether there is a repair to report, or a byte order mark, after which another header may follow.
bool RunReader::needs_repair(std::string_view text) const {
  return text.find('\0') != text.npos || text.find(kByteOrderMark) != text.npos ||
         (table_.encoding != Encoding::windows1252 && !is_utf8(text));
}

void RowReader::read(RecordSplitter& records, RunReader& runs, std::uint64_t to,
                     const std::function<bool()>& my_turn) {
  constexpr std::size_t kAfterUnusual = 32;  // unusual records are often close together
  std::size_t max = SIZE_MAX;                // records at once
  Record record;
  for (;;) {
    std::size_t usual = 0;
    // Scans in any case; records that are read one by one need no run.
    const RecordRun run = records.run(table_.columns, table_.plain ? max : 0, to);
    if (table_.plain) {
      RowBatch& rows = runs.read(run);
      if (!my_turn()) return;
      usual = rows.size();
      if (usual > 0) add(rows, records.count() + 1);
      records.skip(run, usual);
      max = usual < run.rows ? kAfterUnusual : std::max(max, 2 * usual);
    }
    if (!my_turn() || context_.stopped()) break;
    if (usual > 0) continue;
    if (records.offset() >= to || !records.next(record)) break;
    if (record.fault == Record::Fault::none)
      add(record);
    else
      report_fault(record);
  }
  context_.flush();
}

// Emits usual records, numbered from `first` on.
void RowReader::add(RowBatch& rows, std::uint64_t first) {
  numbers_.resize(rows.size());
  std::iota(numbers_.begin(), numbers_.end(), first);
  rows.numbers = numbers_;
  full_run_ += rows.size();
  context_.emit(rows);
}

void RowReader::add(const Record& record) {
  if (record.text.empty()) return;
  Repairs repairs;
  texts_.clear();
  row_.fields = {};
  const bool is_long = record.fields > std::max(table_.columns, table_.used);
  const std::size_t divided = is_long ? divided_agent(record) : SIZE_MAX;
  const auto cell = [&](std::size_t column) {
    const std::string_view whole = record.field(column + (column > divided));
    if (column != divided) return whole;
    return std::string_view(whole.data(), whole.size() + 1 + record.field(column + 1).size());
  };
  for (const Table::FieldColumn& of : table_.fields)
    if (gives_way(row_.fields[of.field]) && of.column < record.fields)
      if (const std::string_view text = texts_.read(cell(of.column), repairs); !text.empty())
        row_.fields[of.field] = text;
  for (const std::size_t column : table_.forwarded) {
    if (column >= record.fields) continue;
    const std::string_view caller =
        caller_of(texts_.read(cell(column), repairs), row_[Field::address]);
    if (caller.empty()) continue;
    row_[Field::address] = caller;
    break;
  }
  if (table_.grouping && !fill_down(*table_.grouping)) return;
  if (lacks_required() && !is_row(record)) return;
  if (is_repeated_header())
    return context_.add_diagnostic(Severity::note, "header-again", "repeated header row; skipped",
                                   {.row = record.number});
  if (is_truncated(record)) return report_truncated(record);
  if (divided != SIZE_MAX)
    context_.add_diagnostic(Severity::note, "agent-divided",
                            "a comma in a user agent is not quoted; read as one field",
                            {.row = record.number});
  const std::size_t parts = divided == SIZE_MAX ? 0 : 1;  // fields that belong to others
  if (record.fields - parts > std::max(table_.columns, table_.used)) note_extra(record, parts);
  context_.note_repairs(record.number, repairs);
  row_.number = record.number;
  if (!table_.hours.empty()) return emit_hours(record, repairs);
  context_.emit(row_);
}

// False if the row only names the user of the rows after it.
bool RowReader::fill_down(Field field) {
  std::string_view& value = row_[field];
  if (!value.empty()) of_group_ = value;
  if (field == Field::user || !row_[Field::clock].empty()) value = of_group_;
  return field != Field::user || !row_[Field::time].empty();
}

// Turns a row with one column per hour into one row per hour.
void RowReader::emit_hours(const Record& record, Repairs& repairs) {
  for (const auto& [column, clock] : table_.hours) {
    if (column >= record.fields) break;
    row_[Field::clock] = clock;
    row_[Field::count] = texts_.read(record.field(column), repairs);
    if (!row_[Field::count].empty()) context_.emit(row_);
  }
}

bool RowReader::lacks_required() const {
  return std::ranges::any_of(table_.required,
                             [&](std::size_t field) { return row_.fields[field].empty(); });
}

// Whether a record without time or user is a row. A single cell that begins with a digit counts as
// the rest of a truncated row.
bool RowReader::is_row(const Record& record) {
  std::size_t cells = 0, column = 0;
  std::string cell;
  for (std::size_t i = 0; i < std::min(record.fields, table_.columns + 1) && cells < 2; ++i) {
    std::string text = to_value(record.field(i), table_.encoding);
    if (text.empty()) continue;
    ++cells;
    column = i + 1;
    cell = std::move(text);
  }
  if (cells != 1 || ascii::is_digit(cell[0])) return cells != 0;
  context_.add_diagnostic(
      Severity::note, "not-a-row", "a single cell; treated as a remark or a total",
      {.row = record.number, .column = static_cast<std::uint32_t>(column), .excerpt = cell});
  return false;
}

bool RowReader::is_repeated_header() const {
  const auto same = [&](const Table::FieldColumn& of) {
    return row_.fields[of.field] == context_.info.columns.header[of.field];
  };
  const auto& wanted = table_.fields;
  const auto is_name = [&](const Table::FieldColumn& of) {
    const std::string& header = context_.info.columns.header[of.field];
    return !header.empty() && !ascii::is_digit(header.front());
  };
  return !wanted.empty() && same(wanted.front()) && std::ranges::all_of(wanted, same) &&
         std::ranges::any_of(wanted, is_name);
}

// Whether the file ends in the middle of this record. Exports that omit empty cells at the end of a
// row have shorter records before it too, and a footer has no time.
bool RowReader::is_truncated(const Record& record) {
  const std::size_t run = full_run_;
  const bool is_short = record.fault != Record::Fault::none || record.fields < table_.columns;
  full_run_ = is_short ? 0 : run + 1;
  const bool had_short = std::exchange(had_short_, had_short_ || is_short);
  if (!record.unterminated || !is_short) return false;
  const std::string_view time = row_[Field::time];
  if (record.fault == Record::Fault::none && !time.empty() && !ascii::is_digit(time.front()))
    return false;
  return run >= kFullRun || (run >= kMinFullRun && !had_short);
}

void RowReader::report_truncated(const Record& record) {
  const std::string row = std::to_string(record.number);
  context_.skip_row();
  context_.add_diagnostic(
      Severity::warning, "truncated",
      "the file ends in the middle of row " + row + "; the rows before it count",
      {.row = record.number, .hint = "export again if later rows matter"});
}

void RowReader::note_extra(const Record& record, std::size_t parts) {
  const std::string_view extra = record.after(table_.columns - 1 + parts);
  const char nothing[] = {table_.delimiter, '"', ' ', '\t', '\0'};
  if (extra.find_first_not_of(nothing) == extra.npos) return;  // delimiters at the end
  context_.add_diagnostic(Severity::note, "extra-fields",
                          "more fields than the header, " + std::to_string(record.fields - parts) +
                              " instead of " + std::to_string(table_.columns) +
                              "; the extra ones are dropped",
                          {.row = record.number, .excerpt = to_value(extra, table_.encoding)});
}

void RowReader::report_fault(const Record& record) {
  if (context_.begun() && is_truncated(record)) return report_truncated(record);
  const std::string limit = in_bytes(context_.options.max_record_bytes);
  std::string text;  // it may run into the next column
  if (!context_.info.columns.has(Field::tracking_id))
    append_decoded(text, record.text.substr(0, record.text.find_first_of("\r\n")), table_.encoding);
  if (context_.begun()) context_.skip_row();
  if (record.fault == Record::Fault::too_long)
    return context_.add_diagnostic(Severity::error, "record-too-long",
                                   "longer than " + limit + "; dropped",
                                   {.row = record.number,
                                    .excerpt = text,
                                    .hint = "a table has a line for each row; is this one?"});
  const bool at_end = record.fault == Record::Fault::open_quote;
  context_.add_diagnostic(
      at_end ? Severity::warning : Severity::error, "open-quote",
      at_end ? "a quote is never closed" : "a quote is not closed within the limit of " + limit,
      {.row = record.number,
       .column = static_cast<std::uint32_t>(record.fields),
       .excerpt = text,
       .hint = "the row is dropped and the next line is read as a row; is the file complete?"});
}

}  // namespace whylocked::input::csv
