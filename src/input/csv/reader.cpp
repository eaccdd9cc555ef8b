#include "input/csv/reader.hpp"

#include <algorithm>
#include <array>

#include "input/csv/header.hpp"
#include "input/csv/parallel.hpp"
#include "input/csv/pivot.hpp"
#include "input/csv/rows.hpp"
#include "input/json/reader.hpp"
#include "input/log/reader.hpp"
#include "input/table/column_diagnostics.hpp"

namespace whylocked::input::csv {

namespace {

class TableReader {
 public:
  TableReader(ReadBuffer& buffer, HeaderChoice header, Encoding encoding, bool fills_down,
              InputContext& context)
      : buffer_(buffer),
        header_(std::move(header)),
        context_(context),
        records_(buffer, header_.delimiter, context.options.max_record_bytes),
        rows_(table_, context) {
    table_.delimiter = header_.delimiter;
    table_.encoding = encoding;
    table_.fills_down = fills_down;
  }

  bool run() {
    const bool has_header = !header_.mapping.is_data;
    if (!has_header) {
      if (!begin(header_.cells)) return false;
      if (!table_.fills_down && read_parallel(table_, buffer_.source(), 0, 0, context_))
        return end();
    }
    Record record;
    while (!context_.stopped()) {
      if (!records_.is_ready()) context_.flush();
      if (!records_.next(record)) break;
      if (record.fault != Record::Fault::none) {
        rows_.report_fault(record);
      } else if (has_header && record.number == header_.record) {
        const std::uint64_t number = record.number;
        if (!begin(header_cells(record, table_.encoding))) return false;
        if (!table_.fills_down &&
            read_parallel(table_, buffer_.source(), records_.offset(), number, context_))
          break;
      } else if (record.number >= header_.record) {
        rows_.add(record);
      }
    }
    return end();
  }

 private:
  // The header was chosen by the beginning of the file, which may have cut a long one short.
  bool begin(const std::vector<std::string>& cells) {
    table_.columns = cells.size();
    const ColumnMapping mapping = resolve_columns(cells, context_.options);
    if (!mapping.is_usable()) return fail_columns(mapping, cells, header_.record, context_);
    Columns columns = mapping.columns;
    if (columns.is_activity) table_.hours = mapping.hours;
    records_.keep_fields(table_.columns + 1);
    if (header_.mapping.is_data) {
      name_by_number(columns);
      context_.set_names({});
    } else {
      context_.set_names(cells);
      note_ambiguous_columns(mapping, cells, header_.record, context_);
    }
    context_.info.bytes = buffer_.source().size();
    context_.begin(columns, mapping.profile);
    set_fields(mapping);
    if (table_.fills_down)
      context_.add_diagnostic(Severity::note, "pivoted",
                              "the user is named once a group; the rows below are read as theirs",
                              {.row = header_.record});
    return true;
  }

  void set_fields(const ColumnMapping& mapping) {
    for (const Field field : context_.options.required)
      table_.required.push_back(static_cast<std::size_t>(field));
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (const std::uint32_t number = mapping.columns.number[field]; number != 0)
        table_.fields.push_back({number - std::size_t{1}, field});
    for (const Table::FieldColumn& of : table_.fields)
      table_.used = std::max(table_.used, of.column + 1);
    for (const auto& [field, column] : mapping.fallbacks)
      table_.fallbacks.push_back({column, static_cast<std::size_t>(field)});
    table_.plain = !table_.fills_down && table_.fallbacks.empty() && table_.hours.empty() &&
                   !context_.translates() && !table_.fields.empty() &&
                   table_.used <= table_.columns;
  }

  static void name_by_number(Columns& columns) {
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (columns.number[field] != 0)
        columns.header[field] = "column " + std::to_string(columns.number[field]);
  }

  bool end() {
    if (!context_.begun()) return context_.fail("header", {"the header could not be read", {}});
    if (context_.info.rows == 0)
      context_.add_diagnostic(
          Severity::warning, "no-rows", "no data rows below the header",
          {.row = header_.record, .hint = "check the period and the filters of the export"});
    return !context_.failed();
  }

  ReadBuffer& buffer_;
  const HeaderChoice header_;
  InputContext& context_;
  Table table_;
  RecordSplitter records_;
  RowReader rows_;
};

}  // namespace

bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context) {
  HeaderChoice header;
  // A header that does not fit the usual head is searched once more.
  for (const std::size_t max : {kHeadBytes, 16 * kHeadBytes}) {
    buffer.fill_up_to(max);
    const bool whole = buffer.size() < max;
    const std::string_view beginning = buffer.text(0, whole ? buffer.size() : max);
    header = find_header(beginning, whole, encoding, context.options);
    if (header.found || whole) break;
  }
  context.info.format = "csv";
  context.info.delimiter = header.delimiter;
  if (const auto column = json::json_column(header.cells); column && context.options.map.empty())
    return json::read_column(buffer, header, *column, encoding, context);
  if (!header.found &&
      log_profile(buffer.text(0, std::min(buffer.size(), kHeadBytes)), context.options) != nullptr)
    return read_log(buffer, encoding, context);
  if (!header.found) {
    context.set_names(header.cells);
    return fail_columns(header.mapping, header.cells, header.record, context);
  }
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  const bool fills_down = is_pivoted(head, header, encoding, context.options);
  return TableReader(buffer, std::move(header), encoding, fills_down, context).run();
}

}  // namespace whylocked::input::csv
