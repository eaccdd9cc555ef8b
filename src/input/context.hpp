// State shared while reading one input, and its diagnostics.
//
// In:  the arguments of read_input.  Out: diagnostics that carry the file's name.
// A record may hold a secret, so an excerpt of a whole record is left out once the file turns out
// to have a column of tracking identifiers or secrets, and so is that column's own text.
// Lifetime: refers to the caller's objects.  Threads: one a reading, or one a part of it, each with
// an InputContext of its own.  Failure: none.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "input/encoding.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

class MessageReader;

// A problem's place and what to do about it, for a Diagnostic; only what is known is set.
struct Problem {
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string_view excerpt = {};
  std::size_t caret = 0;  // in `excerpt`
  Text hint = {};
};

// Collects rows until there are enough for the sink. Cells stay valid until clear(), or are kept
// here: a little more than kMaxKept bytes, or one row.
class RowBatchBuilder : public CellReader {
 public:
  void begin() { cells_ = std::make_unique<std::string_view[]>(kFieldCount * RowBatch::kMaxRows); }

  // The cells of the next row, that of a field at field * RowBatch::kMaxRows. Each row sets the
  // same fields.
  std::string_view* next_row() { return cells_.get() + count_; }
  // Cells of this field from the next row on, as many as there is room for.
  std::string_view* next_cells(std::size_t field) {
    return next_row() + field * RowBatch::kMaxRows;
  }
  std::size_t room() const { return RowBatch::kMaxRows - count_; }
  // Trimmed and unquoted.
  std::string_view read(std::string_view cell) override;
  // The reverse: a cell that read() makes this text of. The text is kept.
  std::string_view cell_of(std::string_view text);
  std::string_view keep(std::string_view text);
  // Completes rows with this number and those after it. True: the batch is full.
  bool add(std::uint64_t number, std::size_t rows) {
    std::iota(numbers_.data() + count_, numbers_.data() + count_ + rows, number);
    count_ += rows;
    return count_ == RowBatch::kMaxRows || kept_ >= kMaxKept;
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

class InputContext {
 public:
  InputContext(const std::string& file, const ReadOptions& how, RowSink& to,
               Diagnostics& diagnostics, InputInfo& about);
  // For a part of the same rows, after begin().
  InputContext(const InputContext& whole, RowSink& to, Diagnostics& diagnostics, InputInfo& about);
  ~InputContext();

  void add_diagnostic(Severity severity, std::string_view kind, const Text& message,
                      const Problem& problem = {});
  // Always false.
  bool fail(std::string_view kind, const Error& error);

  // Notes what had to be repaired in a row.
  void note_repairs(std::uint64_t row, const Repairs& repairs);
  // Counts a row that could not be used.
  void skip_row() {
    ++info.rows;
    ++info.skipped;
  }
  bool has_no_events() const { return no_events_ > 0; }
  // The names of all columns, known or not, as soon as they are found.
  void set_names(const std::vector<std::string>& names);
  // Passes the meaning of the columns to the sink; the profile's words, moves and messages are
  // translated from then on.
  void begin(const Columns& columns, const Profile* profile = nullptr);
  // Rows go to the sink together, at flush() or before. `texts_stay`: they are valid until then.
  // `words`: whose words the row is in, if not the table's own.
  void emit(const Row& row, bool texts_stay = false, const Profile* words = nullptr);
  // The same without a copy of the texts: first the cells of rows in the batch, then the number of
  // the first. They stay valid until flush().  REQUIRES: !translates().
  RowBatchBuilder& batch() { return batch_; }
  void collect(std::uint64_t number, std::size_t rows = 1) {
    info.rows += rows;
    if (batch_.add(number, rows)) flush();
  }
  bool translates() const { return translates_; }
  void flush();
  // After the last row. False: `ok` is, or no row could be used.
  bool finish(bool ok);
  // Adds the diagnostics and counts of a part that begins `before` records after the first.
  void merge(const InputContext& part, std::uint64_t before);

  bool stopped() const { return stopped_; }  // no more rows are wanted
  bool failed() const { return failed_; }    // there was an error
  bool begun() const { return begun_; }

  const std::string& name;
  const ReadOptions& options;
  RowSink& sink;
  InputInfo& info;
  bool dates_since_1904 = false;  // of a workbook; begin() adds it to the columns

 private:
  bool may_hold_secret(std::uint32_t column) const;
  bool fill_from_message(Row& row);
  void add_to_batch(const Row& row, bool texts_stay);
  void add_logon_type(Row& row);
  void name_field(Field field, Field from);

  Diagnostics& diagnostics_;
  RowBatchBuilder batch_;
  std::map<std::string_view, std::uint64_t> counts_;  // by kind
  std::vector<std::uint32_t> secrets_;                // columns, from 1
  const Profile* profile_ = nullptr;
  std::unique_ptr<MessageReader> messages_;
  bool translates_ = false, adds_logon_type_ = false;
  std::string application_;      // with the type of logon
  std::uint64_t no_events_ = 0;  // rows that are none, by their message or the profile
  bool failed_ = false, begun_ = false, stopped_ = false;
};

// One input from its raw bytes, whatever they are; they may be compressed, or a workbook, once: an
// archive within something compressed is an error. The size of the buffer does not change the
// result; tests make it as small as one byte.
bool read_source(ByteSource& source, std::size_t buffer_bytes, InputContext& context);

}  // namespace whylocked::input
