// Turns the records of a table into rows.
//
// In:  the columns of the table, then its records.  Out: rows to the context's sink.
// All threads that read a file share its Table and its RowReader; each has its own RunReader.
// Blank records and repeated headers (exports joined into one file) are skipped; a record with a
// single cell that is not a time, such as "Total: 42", is noted and not counted. Every other record
// is a row, even if it is short.
// RowReader::add(Record) is the definition; a RunReader finds the usual records, whose cells are
// passed on unchanged and read where their texts are needed.
// Failure: diagnostics.
#pragma once

#include <functional>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/context.hpp"
#include "input/csv/splitter.hpp"
#include "input/encoding.hpp"

namespace whylocked::input::csv {

struct Table {
  struct FieldColumn {
    std::size_t column;  // from 0
    std::size_t field;
  };

  char delimiter = ',';
  Encoding encoding = Encoding::utf8;
  std::size_t columns = 0;  // of the header
  std::size_t used = 0;     // up to the last one read; a profile may read one without a name
  std::vector<FieldColumn> fields;  // the first non-empty column of a field counts
  std::vector<std::pair<std::size_t, std::string>> hours;  // see ColumnMapping::hours
  std::vector<std::size_t> forwarded;                      // see ColumnMapping::forwarded
  std::vector<std::size_t> required;
  std::optional<Field> grouping;  // has a value once, in or before the first row of a group
  // No fallbacks, forwarded addresses, hours or translation; every field and required field is a
  // column of the header.
  bool plain = false;
};

// The texts of cells: trimmed, unquoted, and UTF-8.
class CellTexts : public CellReader {
 public:
  explicit CellTexts(const Table& table) : table_(table) {}
  std::string_view read(std::string_view cell) override {
    Repairs ignored;
    return read(cell, ignored);
  }
  std::string_view read(std::string_view cell, Repairs& repairs);
  // Invalidates the texts read so far.
  void clear() { arena_.release(); }

 private:
  const Table& table_;
  std::pmr::monotonic_buffer_resource arena_{std::size_t{4} << 10};
  std::string unquoted_, repaired_;  // of one text
};

// Finds usual records ahead of their turn, because nothing in them depends on earlier rows.
class RunReader {
 public:
  // REQUIRES: a context that has begun.
  RunReader(const Table& table, InputContext& context);

  // The leading usual records of a run; valid until the next call.
  RowBatch& read(const RecordRun& run);

 private:
  std::size_t count_usual(const RecordRun& run);
  bool needs_repair(std::string_view text) const;

  const Table& table_;
  const Columns& columns_;
  CellTexts texts_;
  RowBatch batch_;
  std::unique_ptr<RowLookup> lookup_;
};

class RowReader {
 public:
  RowReader(const Table& table, InputContext& context)
      : table_(table), context_(context), texts_(table) {}

  // Reads records until one begins at `to` or later. All work that depends on earlier rows follows
  // `my_turn()`, which returns false if these are not the next records.
  void read(RecordSplitter& records, RunReader& runs, std::uint64_t to,
            const std::function<bool()>& my_turn);
  void report_fault(const Record& record);

 private:
  void add(const Record& record);
  void add(RowBatch& rows, std::uint64_t first);
  void emit_hours(const Record& record, Repairs& repairs);
  bool fill_down(Field field);
  bool lacks_required() const;
  bool is_row(const Record& record);
  bool is_repeated_header() const;
  bool is_truncated(const Record& record);
  void report_truncated(const Record& record);
  void note_extra(const Record& record, std::size_t parts);

  const Table& table_;
  InputContext& context_;
  Row row_;
  std::size_t full_run_ = 0;  // records with all fields since one that lacks some
  bool had_short_ = false;
  CellTexts texts_;  // of one record
  std::vector<std::uint64_t> numbers_;
  std::string of_group_;  // the group's value of the grouping field
};

}  // namespace whylocked::input::csv
