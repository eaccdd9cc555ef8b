// State shared while reading one input, and its diagnostics.
//
// In:  the arguments of read_input.  Out: diagnostics that carry the file's name.
// A record may hold a secret, so an excerpt of a whole record is left out once the file turns out
// to have a column of tracking identifiers or secrets, and so is that column's own text.
// Lifetime: refers to the caller's objects.  Threads: one a reading, or one a part of it, each with
// an InputContext of its own.  Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

// Why something could not be read, and what to do about it.
struct Error {
  std::string message, hint;
};

// Where a problem is and what to do about it, for a Diagnostic; only what is known is set.
struct Problem {
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string_view excerpt = {};
  std::size_t caret = 0;  // in `excerpt`
  std::string hint = {};
};

class InputContext {
 public:
  InputContext(const std::string& file, const ReadOptions& how, RowSink& to,
               Diagnostics& diagnostics, InputInfo& about)
      : name(file), options(how), sink(to), info(about), diagnostics_(diagnostics) {}

  // For a part of the same rows, after begin().
  InputContext(const InputContext& whole, RowSink& to, Diagnostics& diagnostics, InputInfo& about)
      : InputContext(whole.name, whole.options, to, diagnostics, about) {
    secrets_ = whole.secrets_;
    words_ = whole.words_;
    begun_ = whole.begun_;
  }

  void add_diagnostic(Severity severity, std::string_view kind, std::string_view message,
                      const Problem& problem = {});
  // Always false.
  bool fail(std::string_view kind, const Error& error);

  // Counts a row that could not be used.
  void skip_row() {
    ++info.rows;
    ++info.skipped;
  }
  // The names of all columns, known or not, as soon as they are found.
  void set_names(const std::vector<std::string>& names);
  // Passes the meaning of the columns to the sink; the profile's words are translated from then on.
  void begin(const Columns& columns, const Profile* profile = nullptr);
  void emit(const Row& row) {
    ++info.rows;
    stopped_ |= !sink.row(words_.empty() ? row : translate(row));
  }
  bool accepts_batches() const { return words_.empty() && sink.accepts_batches(); }
  // How many of the first rows were consumed; see RowSink.
  std::size_t emit_batch(const RowBatch& rows) {
    const std::size_t consumed = sink.consume_batch(rows);
    info.rows += consumed;
    return consumed;
  }
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
  const Row& translate(const Row& row);

  Diagnostics& diagnostics_;
  struct KindCount {
    std::string_view kind;
    std::uint64_t count;
  };
  std::vector<KindCount> counts_;       // a handful of kinds
  std::vector<std::uint32_t> secrets_;  // columns, from 1
  std::vector<Profile::Word> words_;
  Row translated_;
  bool failed_ = false, begun_ = false, stopped_ = false;
};

// "4 GiB", "16 MiB", "4096 bytes"
std::string in_bytes(std::size_t count);

}  // namespace whylocked::input
