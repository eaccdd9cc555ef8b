#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "base/parallel.hpp"
#include "input/csv/header.hpp"
#include "input/csv/rows.hpp"
#include "input/log/message.hpp"
#include "input/readers.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input::csv {

namespace {

// --- a large table, read by several threads ---------------------------------------------------
//
// The text is cut into equal pieces, and each is read from its first line on. That is a guess,
// because a line may be within quotes. It is verified when the piece before ends exactly there:
// between two records a splitter has no state. A piece that began in the wrong place is read again.

constexpr std::size_t kPieceBytes = 512u << 10;
constexpr std::size_t kMarginBytes = 16u << 10;     // where the last record of a piece ends
constexpr std::uint64_t kMinTableBytes = 4u << 20;  // worth a second thread

// Progress through a table; used by the piece whose turn it is.
struct Progress {
  RowReader& rows;
  std::uint64_t next;     // where the next record begins
  std::uint64_t records;  // before it
};

// Reads pieces. Each thread has its own.
class PieceReader {
 public:
  PieceReader(const Table& table, ByteSource& source, InputContext& context)
      : context_(context),
        source_(source),
        buffer_(source, kPieceBytes + kMarginBytes),
        records_(buffer_, table.delimiter, context.options.max_record_bytes),
        runs_(table, context) {}

  // Reads the records that begin in [from, to); false on failure, or if no more are wanted.
  bool read(std::uint64_t from, std::uint64_t to, Progress& progress,
            const std::function<void()>& wait_for_turn) {
    begin(from - std::min<std::uint64_t>(from, 1));
    const std::size_t line_end = buffer_.text(0, buffer_.size()).find('\n');
    if (from > 0 && line_end != std::string_view::npos) records_.restart(line_end + 1);
    std::optional<bool> follows;
    progress.rows.read(records_, runs_, to - begin_, [&] {
      if (follows) return *follows;
      wait_for_turn();
      records_.set_count(progress.records);
      return *(follows = begin_ + records_.offset() == progress.next);
    });
    if (!*follows) {
      begin(progress.next);
      records_.set_count(progress.records);
      progress.rows.read(records_, runs_, std::max(progress.next, to) - begin_,
                         [] { return true; });
    }
    progress.next = begin_ + records_.offset();
    progress.records = records_.count();
    if (const auto failure = bytes_->failure()) return context_.fail("open", *failure);
    return !context_.stopped();
  }

 private:
  void begin(std::uint64_t offset) {
    begin_ = offset;
    bytes_ = source_.from(offset);
    buffer_.restart(*bytes_);
    buffer_.fill(0);
    records_.restart(0);
  }

  InputContext& context_;
  const ByteSource& source_;
  std::uint64_t begin_ = 0;
  std::unique_ptr<ByteSource> bytes_;  // of `source_`, from `begin_` on
  ReadBuffer buffer_;
  RecordSplitter records_;
  RunReader runs_;
};

// `from`: the first byte of data; `records_before`: records before it, including the header. False,
// with nothing read, if one thread is as fast.
bool read_in_pieces(const Table& table, ByteSource& source, std::uint64_t from,
                    std::uint64_t records_before, RowReader& rows, InputContext& context) {
  const std::uint64_t size = source.size();
  const unsigned threads = thread_count(context.options.threads);
  if (threads < 2 || size < from + kMinTableBytes) return false;
  Progress progress{rows, from, records_before};
  std::vector<std::unique_ptr<PieceReader>> readers(threads);
  std::atomic<bool> ended = false;
  const std::size_t pieces = (size - from) / kPieceBytes;
  parallel_in_order(pieces, threads, [&](std::size_t piece, unsigned thread, const auto& my_turn) {
    std::unique_ptr<PieceReader>& reader = readers[thread];
    if (reader == nullptr) reader = std::make_unique<PieceReader>(table, source, context);
    const std::uint64_t begin = from + piece * kPieceBytes;
    const bool last = piece + 1 == pieces;  // to the end: a file may grow
    const std::uint64_t end = last ? UINT64_MAX : begin + kPieceBytes;
    if (!ended && !reader->read(begin, end, progress, my_turn)) ended = true;
  });
  return true;
}

class TableReader {
 public:
  TableReader(ReadBuffer& buffer, HeaderChoice header, Encoding encoding,
              std::optional<Field> grouping, InputContext& context)
      : buffer_(buffer),
        header_(std::move(header)),
        context_(context),
        records_(buffer, header_.delimiter, context.options.max_record_bytes),
        rows_(table_, context) {
    table_.delimiter = header_.delimiter;
    table_.encoding = encoding;
    table_.grouping = grouping;
  }

  bool run() {
    std::uint64_t before = 0;  // records, including the header
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
        !read_in_pieces(table_, buffer_.source(), from, before, rows_, context_)) {
      RunReader runs(table_, context_);
      rows_.read(records_, runs, UINT64_MAX, [] { return true; });
    }
    return end();
  }

 private:
  // The header was chosen from the beginning of the file, which may cut off a long one.
  bool begin(const std::vector<std::string>& cells) {
    table_.columns = cells.size();
    ColumnMapping mapping = resolve_columns(cells, context_.options);
    if (!mapping.is_usable()) return fail_columns(mapping, cells, header_.record, context_);
    if (header_.failed_is_count) {
      Columns& columns = mapping.columns;
      std::swap(columns.number[Field::count], columns.number[Field::outcome]);
      std::swap(columns.header[Field::count], columns.header[Field::outcome]);
    }
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
    if (table_.grouping)
      context_.add_diagnostic(
          Severity::note, "pivoted",
          *table_.grouping == Field::user
              ? "the user is named once per group; the rows below are read as theirs"
              : "the day is named once per group; the rows below are read as that day",
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
    table_.forwarded = mapping.forwarded;
    const bool has_required = std::ranges::all_of(
        context_.options.required, [&](Field field) { return mapping.columns.has(field); });
    table_.plain = !table_.grouping && mapping.fallbacks.empty() && table_.forwarded.empty() &&
                   table_.hours.empty() && !context_.translates() && !table_.fields.empty() &&
                   has_required && table_.used <= table_.columns;
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
  // Searches a larger head if the usual one holds no header.
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
  if (const auto read = header.found ? std::nullopt : read_log(buffer, encoding, context))
    return *read;
  if (header.record == 0)
    return context.fail(
        "header", {"no header row found: a quote in it is never closed", "is the file complete?"});
  if (!header.found) {
    context.set_names(header.cells);
    return fail_columns(header.mapping, header.cells, header.record, context);
  }
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  const auto grouping = grouping_field(head, header, encoding, context.options);
  header.client_is_customer = names_customers(head, header, encoding, context.options);
  header.failed_is_count = counts_failures(head, header, encoding, context.options);
  return TableReader(buffer, std::move(header), encoding, grouping, context).run();
}

}  // namespace whylocked::input::csv
