// State shared while reading one input, and its diagnostics.
//
// In:  the arguments of read_input.  Out: diagnostics that carry the file's name.
// A record may hold a secret: if the file has a column of tracking identifiers or secrets, no
// excerpt shows a whole record or that column.
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

// Location of a problem and what to do about it, for a Diagnostic. Set only what is known.
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
  // Always returns false.
  bool fail(std::string_view kind, const Error& error);

  // Reports what had to be repaired in a row.
  void note_repairs(std::uint64_t row, const Repairs& repairs);
  // Counts a row that could not be used.
  void skip_row() {
    ++info.rows;
    ++info.skipped;
  }
  bool has_no_events() const { return no_events_ > 0; }
  // Takes the names of all columns, recognized or not. Call as soon as they are found.
  void set_names(const std::vector<std::string>& names);
  void set_profile(const Profile& profile);
  // Passes the columns to the sink. From then on the profile's words, moves and messages apply.
  void begin(const Columns& columns, const Profile* profile = nullptr);
  // Rows reach the sink in batches, at flush() at the latest. `words`: the profile whose words the
  // row uses, if not the table's.
  void emit(const Row& row, const Profile* words = nullptr);
  // Emits a batch after all earlier rows.  REQUIRES: !translates().
  void emit(const RowBatch& rows);
  bool translates() const { return translates_; }
  void flush();
  // Call after the last row. False if `ok` is false or no row could be used.
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
  // Does not affect the result; tests make it as small as one byte.
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
  std::uint64_t no_events_ = 0;  // rows that are not events, by their message or the profile
  bool failed_ = false, begun_ = false, stopped_ = false;
};

// Reads one input from raw bytes of any kind. They may be compressed once, and may be a workbook;
// an archive within compressed bytes is an error.
bool read_source(ByteSource& source, InputContext& context);

}  // namespace whylocked::input
