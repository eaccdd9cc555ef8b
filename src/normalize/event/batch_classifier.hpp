// The classification of each row of a batch, worked out once for each combination of cells.
//
// In:  a RowBatch.  Out: a Classification a row, as EventClassifier returns it.
// The cells of each column that can say what happened are numbered, and the numbers of a row name
// its combination. Too many of either are forgotten; a very long cell has a new number each time.
// Lifetime: refers to the options; results are of the last read().  Threads: one.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "normalize/event/classifier.hpp"
#include "normalize/text_dictionary.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

class BatchClassifier {
 public:
  BatchClassifier(const NormalizeOptions& options, const Columns& columns);

  void read(const RowBatch& rows);
  const Classification& of(std::size_t i) const { return combinations_[found_[i]].second; }
  bool file_has_events() const { return classify_.file_has_events(); }

 private:
  static constexpr unsigned kBits = 12;  // of a number; five fit into 64 bits
  static constexpr std::uint32_t kMaxCells = (1u << kBits) - 1 - RowBatch::kMaxRows;
  static constexpr std::size_t kMaxCombinations = 1u << 16;

  struct Column {
    Field field;
    std::uint32_t count = 0;  // of numbers given
    TextDictionary<std::uint32_t> numbers = {};
  };

  void limit();
  TextId find(const RowBatch& rows, std::size_t i);

  EventClassifier classify_;
  std::vector<Column> columns_;
  IdTable ids_;                                                         // of combinations_
  std::vector<std::pair<std::uint64_t, Classification>> combinations_;  // by numbers; from 1 on
  std::array<std::uint64_t, RowBatch::kMaxRows> numbers_;  // of each row's cells, packed
  std::array<TextId, RowBatch::kMaxRows> found_;           // in combinations_
};

}  // namespace whylocked::normalize
