// The classification of each row of a batch, worked out once for each combination of texts.
//
// In:  a RowBatch.  Out: a Classification a row, as EventClassifier returns it.
// The texts of each column that can say what happened are numbered, and the numbers of a row name
// its combination. Too many of either are forgotten; rows with very long texts are classified each
// time.
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
  const Classification& of(std::size_t i) const { return found_[i]; }
  bool file_has_events() const { return classify_.file_has_events(); }

 private:
  static constexpr unsigned kBits = 12;  // of a number; five fit into 64 bits
  static constexpr std::uint32_t kTooLong = (1u << kBits) - 1;
  static constexpr std::size_t kMaxTexts = kTooLong - RowBatch::kMaxRows;
  static constexpr std::size_t kMaxCombinations = 1u << 16;

  struct Column {
    Field field;
    TextNumbers texts;
  };
  using Combination = std::pair<std::uint64_t, Classification>;

  void limit();
  void read_column(const RowBatch& rows, Column& column);
  static std::uint32_t number_of(std::string_view text, TextNumbers& texts);
  TextId find_combination(std::uint64_t numbers) const;
  Classification classify(const RowBatch& rows, std::size_t i);

  EventClassifier classify_;
  std::vector<Column> columns_;
  IdTable ids_;  // of combinations_
  std::vector<Combination> combinations_ = std::vector<Combination>(1);
  std::array<std::uint64_t, RowBatch::kMaxRows> numbers_;  // of each row's texts, packed
  std::array<Classification, RowBatch::kMaxRows> found_;
};

}  // namespace whylocked::normalize
