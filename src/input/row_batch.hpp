// Collects rows until there are enough for the sink.
//
// In:  rows with texts in fields that have a column, which stay valid until clear(), or are kept
//      here.  Out: a RowBatch.
// Lifetime: rows() and what keep() returns are valid until clear().  Threads: one.
// Memory: the texts kept, a little more than kMaxKept bytes or one row.  Failure: none.
#pragma once

#include <array>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

class RowBatchBuilder {
 public:
  void begin(const Columns& columns);

  // True: the batch is full.
  bool add(const Row& row) {
    numbers_[count_] = row.number;
    for (const std::size_t field : fields_) (*texts_)[field][count_] = row.fields[field];
    return ++count_ == RowBatch::kMaxRows || kept_ >= kMaxKept;
  }
  std::string_view keep(std::string_view text);
  bool empty() const { return count_ == 0; }
  RowBatch rows() const;
  void clear();

 private:
  static constexpr std::size_t kMaxKept = 64u << 10;
  using Column = std::array<std::string_view, RowBatch::kMaxRows>;

  std::array<std::uint64_t, RowBatch::kMaxRows> numbers_;
  std::unique_ptr<std::array<Column, kFieldCount>> texts_;
  std::vector<std::size_t> fields_;
  std::size_t count_ = 0, kept_ = 0;
  std::pmr::monotonic_buffer_resource arena_{std::size_t{16} << 10};
};

}  // namespace whylocked::input
