// State shared while reading one input, and its diagnostics.
//
// In:  the arguments of read_input.  Out: diagnostics that carry the file's name.
// A record may hold a secret, so an excerpt of a whole record is left out once the file turns out
// to have a column of tracking identifiers or secrets, and so is that column's own text.
#pragma once

#include <map>
#include <memory>
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

class InputContext {
 public:
  InputContext(const std::string& file, const ReadOptions& how, RowSink& to,
               Diagnostics& diagnostics, InputInfo& about);
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
  void set_profile(const Profile& profile);
  // Passes the meaning of the columns to the sink; the profile's words, moves and messages are
  // translated from then on.
  void begin(const Columns& columns, const Profile* profile = nullptr);
  // Rows go to the sink together, at flush() or before. `words`: whose words the row is in, if not
  // the table's own.
  void emit(const Row& row, const Profile* words = nullptr);
  // After those of emit().  REQUIRES: !translates().
  void emit(const RowBatch& rows);
  bool translates() const { return translates_; }
  void flush();
  // After the last row. False: `ok` is, or no row could be used.
  bool finish(bool ok);

  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }  // no more rows are wanted
  bool failed() const { return failed_; }    // there was an error
  bool begun() const { return begun_; }

  const std::string& name;
  const ReadOptions& options;
  RowSink& sink;
  InputInfo& info;
  bool dates_since_1904 = false;  // of a workbook; begin() adds it to the columns
  // Does not change the result; tests make it as small as one byte.
  std::size_t buffer_bytes = kBufferBytes;

 private:
  bool may_hold_secret(std::uint32_t column) const;
  bool fill_from_message(Row& row);
  void add_to_batch(const Row& row);
  void add_logon_type(Row& row);
  void name_field(Field field, Field from);

  Diagnostics& diagnostics_;
  RowTexts batch_;
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
// archive within something compressed is an error.
bool read_source(ByteSource& source, InputContext& context);

}  // namespace whylocked::input
