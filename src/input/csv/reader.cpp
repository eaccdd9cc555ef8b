#include "input/csv/reader.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/parallel.hpp"
#include "input/csv/header.hpp"
#include "input/csv/rows.hpp"
#include "input/json/reader.hpp"
#include "input/log/message.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input::csv {

namespace {

// --- a large table, read in parts at the same time --------------------------------------------
//
// The text is cut in equal parts, and each begins at the first line. That is a guess, for a line
// may be within quotes. It is verified when the part before ends exactly there: between two records
// a reader has no state. A part that began wrong is read again.

// A thread costs about as much as reading a tenth of this.
constexpr std::uint64_t kSmallestPart = 2u << 20;

// Records at once: an unusual one among them has the others looked at again.
constexpr std::size_t kMaxRun = 32;

// Reads records until one begins at `to`; returns the number of the last one.
std::uint64_t read_records(const Table& table, RecordSplitter& records, RowReader& rows,
                           InputContext& context, std::uint64_t to) {
  Record record;
  for (;;) {
    if (!records.is_ready()) context.flush();  // its rows are views of the buffer
    if (table.plain && !context.stopped()) {
      const std::size_t max = std::min(context.batch().room(), kMaxRun);
      const RecordRun run = records.run(table.columns, max, to);
      const std::size_t added = rows.add_run(run);
      records.skip(run, added);
      if (added > 0) continue;
    }
    if (records.offset() >= to || context.stopped() || !records.next(record)) break;
    if (record.fault == Record::Fault::none)
      rows.add(record);
    else
      rows.report_fault(record);
  }
  context.flush();
  return records.count();
}

struct Part {
  Part(const Table& table_given, const ByteSource& source_given, const InputContext& whole_given)
      : table(table_given), source(source_given), whole(whole_given) {}

  // False: the sink cannot be split.
  bool begin() {
    diagnostics = {};
    info = whole.info;
    info.rows = info.skipped = 0;
    sink = whole.sink.split(info, diagnostics);
    if (sink != nullptr) context.emplace(whole, *sink, diagnostics, info);
    return sink != nullptr;
  }

  // Reads the records that begin in [from, to).
  void read(std::uint64_t begin, std::uint64_t to) {
    const auto bytes = source.from(begin);
    ReadBuffer buffer(*bytes, kBufferBytes);
    RecordSplitter splitter(buffer, table.delimiter, whole.options.max_record_bytes);
    splitter.keep_fields(table.kept());
    RowReader rows(table, *context, true);
    records = read_records(table, splitter, rows, *context, to - std::min(begin, to));
    from = begin;
    end = begin + splitter.offset();
    failed = context->stopped() || bytes->failure() || rows.is_undecided();
  }

  const Table& table;
  const ByteSource& source;
  const InputContext& whole;
  InputInfo info = {};
  Diagnostics diagnostics = {};
  std::unique_ptr<RowSink> sink = nullptr;
  std::optional<InputContext> context = {};
  std::uint64_t from = 0, end = 0, records = 0;  // `end`: where the next record begins
  bool failed = false;
};

// Start of the first line at or soon after `near`.
std::uint64_t find_line(const ByteSource& source, std::uint64_t near) {
  std::string text(kHeadBytes, '\0');
  text.resize(source.from(near - 1)->read(text.data(), text.size()));
  const std::size_t end = text.find('\n');
  return end == text.npos ? near : near + end;
}

using Parts = std::vector<std::unique_ptr<Part>>;

void read_all(Parts& parts, const std::vector<std::uint64_t>& cuts) {
  parallel_for(parts.size(), static_cast<unsigned>(parts.size()), 1,
               [&](std::size_t from, std::size_t to, unsigned) {
                 for (std::size_t i = from; i < to; ++i) parts[i]->read(cuts[i], cuts[i + 1]);
               });
}

// Reads the parts again that did not begin where the one before ended.
bool verify(Parts& parts, const std::vector<std::uint64_t>& cuts) {
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::uint64_t begin = parts[i - 1]->end;
    if (parts[i]->from == begin) continue;
    if (!parts[i]->begin()) return false;
    parts[i]->read(begin, std::max(begin, cuts[i + 1]));
  }
  return std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part->failed; });
}

bool merge(Parts& parts, std::uint64_t before, InputContext& context) {
  std::vector<RowSink::Part> sinks;
  for (const auto& part : parts) {
    sinks.push_back({*part->sink, before});
    before += part->records;
  }
  if (!context.sink.merge(sinks)) return false;
  for (std::size_t i = 0; i < parts.size(); ++i)
    context.merge(*parts[i]->context, sinks[i].records_before);
  return true;
}

// `from`: the first byte of data; `records_before`: records before it, with the header. False, and
// nothing emitted, if the sink or the source cannot be split, the text is too short, or the parts
// do not fit together: read it record by record then.
bool read_parallel(const Table& table, const ByteSource& source, std::uint64_t from,
                   std::uint64_t records_before, InputContext& context) {
  const std::uint64_t size = source.size();
  if (size <= from) return false;
  const std::uint64_t count =
      std::min<std::uint64_t>(thread_count(context.options.threads), (size - from) / kSmallestPart);
  if (count < 2) return false;
  std::vector<std::uint64_t> cuts = {from};
  Parts parts;
  for (std::uint64_t i = 0; i < count; ++i) {
    parts.push_back(std::make_unique<Part>(table, source, context));
    if (!parts.back()->begin()) return false;
    if (i > 0) cuts.push_back(find_line(source, from + (size - from) / count * i));
  }
  cuts.push_back(UINT64_MAX);  // a file may grow
  read_all(parts, cuts);
  return verify(parts, cuts) && merge(parts, records_before, context);
}

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
    std::uint64_t before = 0;  // records, with the header
    if (header_.mapping.is_data) {
      if (!begin(header_.cells)) return false;
    } else {
      Record record;
      while (before != header_.record && records_.next(record)) {
        before = record.number;
        if (record.fault != Record::Fault::none)
          rows_.report_fault(record);
        else if (before == header_.record && !begin(header_cells(record, table_.encoding)))
          return false;
      }
    }
    const std::uint64_t from = records_.offset();
    if (context_.begun() &&
        (table_.fills_down || !read_parallel(table_, buffer_.source(), from, before, context_)))
      read_records(table_, records_, rows_, context_, UINT64_MAX);
    return end();
  }

 private:
  // The header was chosen by the beginning of the file, which may have cut a long one short.
  bool begin(const std::vector<std::string>& cells) {
    table_.columns = cells.size();
    ColumnMapping mapping = resolve_columns(cells, context_.options);
    if (!mapping.is_usable()) return fail_columns(mapping, cells, header_.record, context_);
    if (header_.client_is_customer) take_client_for_realm(cells, mapping.columns);
    Columns columns = mapping.columns;
    if (columns.is_activity) table_.hours = mapping.hours;
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
    records_.keep_fields(table_.kept());
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
      table_.fields.push_back({column, static_cast<std::size_t>(field)});
    table_.plain = !table_.fills_down && mapping.fallbacks.empty() && table_.hours.empty() &&
                   !context_.translates() && !table_.fields.empty() &&
                   table_.used <= table_.columns;
  }

  static void take_client_for_realm(const std::vector<std::string>& cells, Columns& columns) {
    const auto client = client_column(cells, columns);
    if (!client) return;
    for (const Field field : {Field::user_agent, Field::computer}) {
      if (columns.number[field] != *client + 1) continue;
      columns.number[field] = 0;
      columns.header[field].clear();
    }
    columns.number[Field::realm] = static_cast<std::uint32_t>(*client + 1);
    columns.header[Field::realm] = cells[*client];
  }

  static void name_by_number(Columns& columns) {
    for (std::size_t field = 0; field < kFieldCount; ++field)
      if (columns.number[field] != 0)
        columns.header[field] = "column " + std::to_string(columns.number[field]);
  }

  bool end() {
    if (!context_.begun()) return context_.fail("header", {"the header could not be read", {}});
    if (context_.info.rows == 0 && !context_.has_no_events())
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
  if (header.record == 0)
    return context.fail(
        "header", {"no header row found: a quote in it is never closed", "is the file complete?"});
  if (!header.found) {
    context.set_names(header.cells);
    return fail_columns(header.mapping, header.cells, header.record, context);
  }
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  const bool fills_down = is_pivoted(head, header, encoding, context.options);
  header.client_is_customer = names_customers(head, header, encoding, context.options);
  return TableReader(buffer, std::move(header), encoding, fills_down, context).run();
}

}  // namespace whylocked::input::csv
