// One reading: what every part of the stage needs to know, and how it speaks to the user.
//
// In:  the arguments of read_input.  Out: diagnostics that carry the file's name.
// A record may hold a secret, so an excerpt of a whole record is left out as soon as the file turns
// out to have a column of tracking identifiers or secrets, and so is that column's own text.
// Lifetime: refers to the caller's objects.  Threads: one a reading, or one a part of it, each with
// a InputContext of its own.  Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

// Where and what, for a Diagnostic; only what is known is set.
struct Fault {
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string_view excerpt;
  std::size_t caret = 0;  // in `excerpt`
  std::string hint;
};

class InputContext {
 public:
  InputContext(const std::string& file, const ReadOptions& how, RowSink& to, Diagnostics& diagnostics,
      InputInfo& about)
      : name(file), options(how), sink(to), info(about), diagnostics_(diagnostics) {}

  // Of a part of the same rows, after begin().
  InputContext(const InputContext& whole, RowSink& to, Diagnostics& diagnostics, InputInfo& about)
      : InputContext(whole.name, whole.options, to, diagnostics, about) {
    secrets_ = whole.secrets_;
    words_ = whole.words_;
    begun_ = whole.begun_;
  }

  void tell(Severity severity, std::string_view kind, std::string_view message, const Fault& fault);
  // For a false result: the message and what to do.
  bool refuse(std::string_view kind, std::string_view message, std::string hint);

  // A row that was seen but could not be used.
  void skip_row() {
    ++info.rows;
    ++info.skipped;
  }
  // The names of all columns, known or not, as soon as they are found.
  void see_names(const std::vector<std::string>& names);
  // Tells the sink what the columns mean, and has the profile's words read for what they mean.
  void begin(const Columns& columns, const Profile* profile = nullptr);
  // A row for the sink.
  void give(const Row& row) {
    ++info.rows;
    stopped_ |= !sink.row(words_.empty() ? row : in_plain_words(row));
  }
  // Rows that the sink may know; how many of the first it has taken, see RowSink.
  bool gives_known() const { return words_.empty() && sink.accepts_batches(); }
  std::size_t give_known(const RowBatch& rows) {
    const std::size_t taken = sink.consume_batch(rows);
    info.rows += taken;
    return taken;
  }
  // Takes in what was said and counted of a part of the rows, `before` records behind the first.
  void join(const InputContext& part, std::uint64_t before);

  bool stopped() const { return stopped_; }  // no more rows are wanted
  bool failed() const { return failed_; }
  bool begun() const { return begun_; }

  const std::string& name;
  const ReadOptions& options;
  RowSink& sink;
  InputInfo& info;
  bool dates_since_1904 = false;  // of a workbook; begin() adds it to the columns

 private:
  bool may_hold_secret(std::uint32_t column) const;
  const Row& in_plain_words(const Row& row);

  Diagnostics& diagnostics_;
  struct Told {
    std::string_view kind;
    std::uint64_t times;
  };
  std::vector<Told> told_;              // a handful of kinds
  std::vector<std::uint32_t> secrets_;  // columns, from 1
  std::vector<Profile::Word> words_;
  Row plain_;            // a row in those words
  bool failed_ = false;  // an error was told
  bool begun_ = false, stopped_ = false;
};

// "4 GiB", "16 MiB", "4096 bytes"
std::string in_bytes(std::size_t count);

}  // namespace whylocked::input
