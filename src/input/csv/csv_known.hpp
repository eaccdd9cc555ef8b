// The fast way of the rows of a table: many at once, as they stand in the file.
//
// In:  the records behind the last one.  Out: rows to the job's sink, the same as CsvRows gives.
// A log repeats its texts. What the sink has seen before it takes as raw text, without a look at
// blanks and quotes; the first row with something new goes by CsvRows, and the sink learns from it.
// While most rows are new, only a few are tried at once.
// Lifetime: refers to its arguments.  Threads: one.  Failure: the job is told.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "input/csv/rows.hpp"
#include "input/csv/splitter.hpp"

namespace whylocked::input {

class KnownRows {
 public:
  KnownRows(const CsvTable& table, RecordSplitter& records, CsvRows& rows, InputContext& job)
      : table_(table), records_(records), rows_(rows), job_(job) {}

  // Gives records that begin before byte `until` of the source, as long as whole ones wait that
  // look like the others. How many there were.
  std::uint64_t see(std::uint64_t until);

 private:
  using Texts = std::array<std::string_view, RowBatch::kMaxRows>;
  enum class Use : std::uint8_t { undecided, yes, no };

  bool is_used();
  void lay_out();
  void give();

  const CsvTable& table_;
  RecordSplitter& records_;
  CsvRows& rows_;
  InputContext& job_;
  Use use_ = Use::undecided;
  RecordSplitter::Plain plain_;
  std::vector<Texts> texts_;  // of each of the table's wanted columns that are read
  RowBatch raw_;
  std::size_t tried_ = 1;  // rows at once
};

}  // namespace whylocked::input
