#include "input/csv/reader.hpp"

#include <array>

#include "input/csv/csv_known.hpp"
#include "input/csv/parallel.hpp"
#include "input/csv/rows.hpp"
#include "input/table/ambiguous_columns.hpp"
#include "input/json/reader.hpp"
#include "input/json/json_column.hpp"
#include "input/log.hpp"
#include "input/table/refuse.hpp"

namespace whylocked::input {

namespace {

class CsvReader {
 public:
  CsvReader(Window& window, HeaderChoice header, Encoding encoding, InputContext& job)
      : window_(window),
        header_(std::move(header)),
        job_(job),
        records_(window, header_.delimiter, job.options.max_record_bytes),
        rows_(table_, job),
        known_(table_, records_, rows_, job) {
    table_.delimiter = header_.delimiter;
    table_.encoding = encoding;
  }

  bool run() {
    Record record;
    if (header_.meaning.is_data) {
      if (!begin(header_.cells)) return false;
      if (read_in_parts(table_, window_.source(), 0, 0, job_)) return end();
    }
    while (!job_.stopped() && records_.next(record)) {
      const bool is_header = record.number == header_.record && !header_.meaning.is_data;
      if (record.fault != Record::Fault::none) {
        rows_.report_fault(record);
      } else if (is_header) {
        const std::uint64_t number = record.number;
        if (!begin(header_cells(record, table_.encoding))) return false;
        if (read_in_parts(table_, window_.source(), records_.offset(), number, job_)) break;
      } else if (record.number >= header_.record) {
        rows_.see(record);
        known_.see(UINT64_MAX);
      }
    }
    return end();
  }

 private:
  // The header was chosen by the beginning of the file; a long one was perhaps cut there.
  bool begin(const std::vector<std::string>& cells) {
    table_.columns = cells.size();
    const ColumnMapping meaning = resolve(cells, job_.options);
    if (!meaning.is_usable()) return refuse_columns(meaning, cells, header_.record, job_);
    Columns columns = meaning.columns;
    if (header_.meaning.is_data) name_by_number(columns);
    if (columns.is_activity) table_.hours = meaning.hours;
    records_.keep_fields(table_.columns + 1);
    job_.see_names(header_.meaning.is_data ? std::vector<std::string>() : cells);
    if (!header_.meaning.is_data) note_doubts(meaning, cells, header_.record, job_);
    job_.begin(columns, meaning.profile);
    for (const Field field : job_.options.required)
      table_.required.push_back(static_cast<std::size_t>(field));
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (columns.number[field] != 0)
        table_.wanted.push_back({columns.number[field] - std::size_t{1}, field,
                                 job_.sink.reads(static_cast<Field>(field))});
    for (const auto& [field, column] : meaning.others)
      table_.others.push_back({column, static_cast<std::size_t>(field)});
    return true;
  }

  static void name_by_number(Columns& columns) {
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (columns.number[field] != 0)
        columns.header[field] = "column " + std::to_string(columns.number[field]);
  }

  bool end() {
    if (!job_.begun()) return job_.refuse("header", "the header could not be read", {});
    if (job_.info.rows == 0)
      job_.tell(Severity::warning, "no-rows", "no data rows below the header",
                {header_.record, 0, {}, 0, "check the period and the filters of the export"});
    return !job_.failed();
  }

  Window& window_;
  const HeaderChoice header_;
  InputContext& job_;
  CsvTable table_;
  RecordSplitter records_;
  CsvRows rows_;
  KnownRows known_;
};

}  // namespace

bool read_csv(Window& window, Encoding encoding, InputContext& job) {
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

}  // namespace whylocked::input
