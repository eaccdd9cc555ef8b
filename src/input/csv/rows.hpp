// The records of a table, one by one, to rows.
//
// In:  what is known of the table, then its records.  Out: rows to the job's sink.
// CsvTable is shared by all parts of a file that is read in parts; CsvRows is one a part.
// Blank records and the header once more (exports joined into one file) are left out; a row with a
// single cell that is no time, such as "Total: 42", is noted and not counted. Everything else is a
// row, also when it is short.
// Lifetime: refers to its arguments.  Threads: one a CsvRows.  Failure: the job is told.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "input/encoding.hpp"
#include "input/table/header.hpp"
#include "input/context.hpp"
#include "input/csv/splitter.hpp"
#include "input/values.hpp"

namespace whylocked::input {

struct CsvTable {
  struct Wanted {
    std::size_t column;  // from 0
    std::size_t field;
    bool read = true;  // RowSink::reads
  };

  char delimiter = ',';
  Encoding encoding = Encoding::utf8;
  std::size_t columns = 0;  // of the header
  std::vector<Wanted> wanted;
  std::vector<Wanted> others;  // further columns for a field, where the first is empty
  std::vector<std::pair<std::size_t, std::string>> hours;  // see ColumnMapping::hours
  std::vector<std::size_t> required;
};

class CsvRows {
 public:
  CsvRows(const CsvTable& table, InputContext& job) : table_(table), job_(job) {}

  void see(const Record& record);
  void report_fault(const Record& record);

 private:
  void give_hours(const Record& record, Repairs& repairs);
  std::string_view value(const Record& record, const CsvTable::Wanted& want, Repairs& repairs);
  std::string_view odd_value(std::string_view text, std::size_t field, Repairs& repairs);
  bool lacks_required() const;
  bool is_row(const Record& record);
  bool is_header_again() const;
  void note_header(const Record& record);
  void note_extra(const Record& record);
  void note_repairs(const Record& record, const Repairs& repairs);

  const CsvTable& table_;
  InputContext& job_;
  Row row_;
  std::array<std::string, kFieldCount> unquoted_, repaired_;  // room for values
};

}  // namespace whylocked::input
