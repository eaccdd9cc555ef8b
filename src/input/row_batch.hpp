// Collects rows until there are enough for the sink.
//
// In:  cells of rows, the same fields in each row; they stay valid until clear(), or are kept here.
// Out: a RowBatch, whose cells are read here.
// Lifetime: rows() and all it refers to are valid until clear().  Threads: one.
// Memory: the texts kept, a little more than kMaxKept bytes or one row.  Failure: none.
#pragma once

#include <array>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>

#include "whylocked/read.hpp"

namespace whylocked::input {

class RowBatchBuilder : public CellReader {
 public:
  void begin() { cells_ = std::make_unique<std::string_view[]>(kFieldCount * RowBatch::kMaxRows); }

  // The cells of the next row.
  class NextRow {
   public:
    explicit NextRow(std::string_view* first) : first_(first) {}
    std::string_view& operator[](std::size_t field) const {
      return first_[field * RowBatch::kMaxRows];
    }

   private:
    std::string_view* first_;
  };
  NextRow next_row() { return NextRow(cells_.get() + count_); }
  // Trimmed and unquoted.
  std::string_view read(std::string_view cell) override;
  // The reverse: a cell that read() makes this text of. The text is kept.
  std::string_view cell_of(std::string_view text);
  std::string_view keep(std::string_view text);
  // Completes the row. True: the batch is full.
  bool add(std::uint64_t number) {
    numbers_[count_] = number;
    return ++count_ == RowBatch::kMaxRows || kept_ >= kMaxKept;
  }
  bool empty() const { return count_ == 0; }
  RowBatch rows();
  void clear() {
    count_ = kept_ = 0;
    arena_.release();
  }

 private:
  static constexpr std::size_t kMaxKept = 64u << 10;
  std::array<std::uint64_t, RowBatch::kMaxRows> numbers_;
  std::unique_ptr<std::string_view[]> cells_;  // kMaxRows of each field
  std::size_t count_ = 0, kept_ = 0;
  std::pmr::monotonic_buffer_resource arena_{std::size_t{16} << 10};
  std::string room_;  // of one text
};

}  // namespace whylocked::input
