// The records of a table to rows.
//
// In:  the columns of the table, then its records.  Out: rows to the context's sink.
// A Table is shared by all parts of a file; a RowReader belongs to one part.
// Blank records and repeated headers (exports joined into one file) are skipped; a record with a
// single cell that is not a time, such as "Total: 42", is noted and not counted. Everything else is
// a row, even if it is short.
// add() is the definition; add_run() does the same for the usual records: their cells go on as they
// are, and are read where their texts are needed.
// Lifetime: refers to its arguments.  Threads: one a reader.  Failure: diagnostics.
#pragma once

#include <algorithm>
#include <array>
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
  std::size_t used = 0;     // up to the last that is read; a profile may read one without a name
  std::vector<FieldColumn> fields;  // of several columns of a field the first with text counts
  std::vector<std::pair<std::size_t, std::string>> hours;  // see ColumnMapping::hours
  std::vector<std::size_t> required;
  bool fills_down = false;  // the user is named once, in or before the first row of a group
  bool plain = false;  // no fallbacks, hours or translation; each field has a column of the header

  std::size_t kept() const { return std::max(columns, used) + 1; }
};

class RowReader {
 public:
  // `is_part`: records before the first one are not known.
  RowReader(const Table& table, InputContext& context, bool is_part = false)
      : table_(table), context_(context), is_part_(is_part) {}

  void add(const Record& record);
  // Adds the first of these that are usual; returns how many. REQUIRES: Table::plain.
  std::size_t add_run(const RecordRun& run);
  void report_fault(const Record& record);
  // Whether the last record is truncated depends on records before the first one.
  bool is_undecided() const { return undecided_; }

 private:
  bool needs_repair(std::string_view record) const;
  void emit_hours(const Record& record, Repairs& repairs);
  std::string_view value(const Record& record, std::size_t column, Repairs& repairs);
  std::string_view non_ascii_value(std::string_view text, Repairs& repairs);
  bool fill_user();
  bool lacks_required() const;
  bool is_row(const Record& record);
  bool is_repeated_header() const;
  bool is_truncated(const Record& record);
  void report_truncated(const Record& record);
  void note_extra(const Record& record);

  const Table& table_;
  InputContext& context_;
  const bool is_part_;
  Row row_;
  std::size_t full_run_ = 0;  // records with all fields since one that lacks some
  bool had_short_ = false, undecided_ = false;
  std::string unquoted_, repaired_;  // of one value
  std::string user_;                 // of the group
};

}  // namespace whylocked::input::csv
