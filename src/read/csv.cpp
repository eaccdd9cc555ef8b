#include "read/csv.hpp"

#include <algorithm>
#include <array>

#include "read/doubts.hpp"
#include "read/header.hpp"
#include "read/json.hpp"
#include "read/json_column.hpp"
#include "read/log.hpp"
#include "read/records.hpp"
#include "read/refuse.hpp"
#include "read/values.hpp"

namespace whylocked::reading {

namespace {

struct Wanted {
  std::size_t column;  // from 0
  std::size_t field;
};

class CsvReader {
 public:
  CsvReader(Window& window, HeaderChoice header, Encoding encoding, Job& job)
      : header_(std::move(header)),
        encoding_(encoding),
        job_(job),
        records_(window, header_.delimiter, job.options.max_record_bytes) {}

  bool run() {
    Record record;
    if (header_.meaning.is_data && !begin(header_.cells)) return false;
    while (!job_.stopped() && records_.next(record)) {
      const bool is_header = record.number == header_.record && !header_.meaning.is_data;
      if (record.fault != Record::Fault::none) {
        report_fault(record);
      } else if (is_header) {
        if (!begin(header_cells(record, encoding_))) return false;
      } else if (record.number >= header_.record && !record.text.empty()) {
        see(record);
      }
    }
    return end();
  }

 private:
  // The header was chosen by the beginning of the file; a long one was perhaps cut there.
  bool begin(const std::vector<std::string>& cells) {
    columns_ = cells.size();
    const Resolution meaning = resolve(cells, job_.options);
    if (!meaning.is_usable()) return refuse_columns(meaning, cells, header_.record, job_);
    Columns columns = meaning.columns;
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (columns.number[field] != 0) want(field, columns);
    for (const auto& [field, column] : meaning.others)
      others_.push_back({column, static_cast<std::size_t>(field)});
    hours_ = columns.is_activity ? meaning.hours : decltype(hours_)();
    for (const Field field : job_.options.required)
      required_.push_back(static_cast<std::size_t>(field));
    records_.keep_fields(columns_ + 1);
    job_.see_names(header_.meaning.is_data ? std::vector<std::string>() : cells);
    if (!header_.meaning.is_data) note_doubts(meaning, cells, header_.record, job_);
    job_.begin(columns, meaning.profile);
    return true;
  }

  void want(std::size_t field, Columns& columns) {
    const std::uint32_t number = columns.number[field];
    wanted_.push_back({number - 1u, field});
    if (header_.meaning.is_data) columns.header[field] = "column " + std::to_string(number);
  }

  void see(const Record& record) {
    Repairs repairs;
    for (const Wanted& want : wanted_)
      row_.fields[want.field] =
          want.column < record.fields ? value(record, want, repairs) : std::string_view{};
    for (const Wanted& other : others_)
      if (row_.fields[other.field].empty() && other.column < record.fields)
        row_.fields[other.field] = value(record, other, repairs);
    if (lacks_required() && !is_row(record)) return;
    if (is_header_again()) return note_header(record);
    if (record.fields > columns_) note_extra(record);
    if (repairs.nul || repairs.guessed) note_repairs(record, repairs);
    row_.number = record.number;
    hours_.empty() ? job_.give(row_) : give_hours(record, repairs);
  }

  // A row of a table with a column an hour is so many rows.
  void give_hours(const Record& record, Repairs& repairs) {
    constexpr auto kClock = static_cast<std::size_t>(Field::clock);
    constexpr auto kCount = static_cast<std::size_t>(Field::count);
    for (const auto& [column, clock] : hours_) {
      if (column >= record.fields) break;
      row_.fields[kClock] = clock;
      row_.fields[kCount] = value(record, {column, kCount}, repairs);
      if (!row_.fields[kCount].empty()) job_.give(row_);
    }
  }

  std::string_view value(const Record& record, const Wanted& want, Repairs& repairs) {
    std::string_view text = record.field(want.column);
    if (record.odd && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    text = trim(text);
    if (text.empty()) return text;
    if (text.front() == '"') text = trim(unquote(text, unquoted_[want.field]));
    if (!record.odd) return text;
    return trim(repair(text, encoding_, repaired_[want.field], repairs));
  }

  bool lacks_required() const {
    return std::any_of(required_.begin(), required_.end(),
                       [&](std::size_t field) { return row_.fields[field].empty(); });
  }

  // Of a row without time or user: whether it is a row at all. One cell that begins with a digit
  // is the rest of a file that was cut.
  bool is_row(const Record& record) {
    std::size_t cells = 0, column = 0;
    std::string cell;
    for (std::size_t i = 0; i < std::min(record.fields, columns_ + 1) && cells < 2; ++i) {
      std::string text = to_value(record.field(i), encoding_);
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

  bool is_header_again() const {
    const auto same = [&](const Wanted& want) {
      return row_.fields[want.field] == job_.info.columns.header[want.field];
    };
    return !wanted_.empty() && same(wanted_.front()) &&
           std::all_of(wanted_.begin(), wanted_.end(), same);
  }

  void note_header(const Record& record) {
    job_.tell(Severity::note, "header-again", "the header once more, left out",
              {record.number, 0, {}, 0, {}});
  }

  void note_extra(const Record& record) {
    const std::string_view extra = record.text.substr(record.ends[columns_ - 1] + 1u);
    const char nothing[] = {header_.delimiter, '"', ' ', '\t', '\0'};
    if (extra.find_first_not_of(nothing) == extra.npos) return;  // delimiters at the end
    job_.tell(Severity::note, "extra-fields",
              "more fields than the header, " + std::to_string(record.fields) + " instead of " +
                  std::to_string(columns_) + "; the last are left out",
              {record.number, 0, to_value(extra, encoding_), 0, {}});
  }

  void note_repairs(const Record& record, const Repairs& repairs) {
    if (repairs.nul)
      job_.tell(Severity::warning, "nul", "NUL bytes, left out",
                {record.number, 0, {}, 0, "the file may be damaged; export again if in doubt"});
    if (repairs.guessed)
      job_.tell(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252",
                {record.number, 0, {}, 0, {}});
  }

  void report_fault(const Record& record) {
    const std::string limit = in_bytes(job_.options.max_record_bytes);
    std::string text;  // it may run into the next column
    if (!job_.info.columns.has(Field::tracking_id))
      append_decoded(text, record.text.substr(0, record.text.find_first_of("\r\n")), encoding_);
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

  bool end() {
    if (!job_.begun()) return job_.refuse("header", "the header could not be read", {});
    if (job_.info.rows == 0)
      job_.tell(Severity::warning, "no-rows", "no data rows below the header",
                {header_.record, 0, {}, 0, "check the period and the filters of the export"});
    return !job_.failed();
  }

  const HeaderChoice header_;
  const Encoding encoding_;
  Job& job_;
  RecordSplitter records_;
  std::size_t columns_ = 0;  // of the header
  std::vector<Wanted> wanted_, others_;
  std::vector<std::pair<std::size_t, std::string>> hours_;
  std::vector<std::size_t> required_;
  Row row_;
  std::array<std::string, kFieldCount> unquoted_, repaired_;  // room for values
};

}  // namespace

bool read_csv(Window& window, Encoding encoding, Job& job) {
  HeaderChoice header;
  // A header that does not fit the usual head is looked for once more.
  for (const std::size_t most : {kHeadBytes, 16 * kHeadBytes}) {
    window.fill_up_to(most);
    const bool whole = window.size() < most;
    const std::string_view beginning = window.text(0, whole ? window.size() : most);
    header = find_header(beginning, whole, encoding, job.options);
    if (header.found || whole) break;
  }
  job.info.format = "csv";
  job.info.delimiter = header.delimiter;
  if (const auto column = json_column(header.cells); column && job.options.map.empty())
    return read_json_objects(*json_of_column(window, header, *column, job), encoding, job);
  if (!header.found &&
      log_profile(window.text(0, std::min(window.size(), kHeadBytes)), job.options) != nullptr)
    return read_log(window, encoding, job);
  if (!header.found) {
    job.see_names(header.cells);
    return refuse_columns(header.meaning, header.cells, header.record, job);
  }
  return CsvReader(window, std::move(header), encoding, job).run();
}

}  // namespace whylocked::reading
