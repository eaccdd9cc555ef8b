// The fields of a row that an event keeps: user, address, client, application, vendor, computer,
// count; and whether a row is an event at all.
//
// In:  a RowBatch.  Out: ids in the Events, numbers, of each row.
// Each text is worked out by itself, once, when a row needs it; see TextDictionary. That makes the
// result of a row independent of the rows around it.
// A tracking identifier is half of a credential: only its 64-bit FNV-1a hash is kept, which is
// enough to distinguish callers. A text with blanks and letters in that column is a vendor's name
// ("Vendor - Product") and is kept as written; identifiers have no blanks.
// Totals, "created on" and repeated headers are no events; they are left out with a note and do not
// count as skipped, since `--strict` is about lost data.
// Lifetime: refers to its arguments and to the batch last read; the results are of that.
// Threads: read() may run beside others' work; all else uses the Events.
// Failure: a field that cannot be read is reported and left empty (a count: 1); user() is kNone
// without a name. is_no_data() returns false when in doubt.
#pragma once

#include <deque>
#include <vector>

#include "normalize/messages.hpp"
#include "normalize/text_dictionary.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

// The hash of a source's own id of an event; 0: none. Two ids are compared only within one instant.
std::uint32_t id_of(std::string_view text);

class FieldReader {
 public:
  FieldReader(Messages& messages, Events& out) : messages_(messages), out_(out) {}

  // `programs`: whether program() is wanted.
  void begin(const Columns& columns, bool programs);
  void read(const RowBatch& rows);

  // The rest is of row `i` of the batch.

  // "name", or "realm\name" where the row has a realm and the name does not carry one itself.
  TextId user(std::size_t i) {
    const Found& found = find(Field::user, i);
    return found.odd || has_realms_ ? uncommon_user(i, found) : found.id;
  }
  // The account acted upon; of several names the first that is an address, else the first. kNone
  // if the row names none.
  TextId target(std::size_t i) { return find(Field::target, i).id; }
  // The first public address of the field, else the first.
  TextId address(std::size_t i) {
    const Found& found = find(Field::address, i);
    return found.odd || !has_addresses_ ? uncommon_address(i, found) : found.id;
  }
  // Integration vendor, or the hashed tracking identifier.
  TextId vendor(std::size_t i);
  TextId program(std::size_t i);
  bool is_single_sign_on(std::size_t i) { return find(Field::login_method, i).id == 1; }
  // 0: the row counts no attempt at all.
  std::uint32_t count(std::size_t i) { return has_counts_ ? number(Field::count, i) : 1; }
  // 0 without such a column.
  std::uint32_t successes(std::size_t i) {
    return column_of_[Field::successes] != nullptr ? number(Field::successes, i) : 0;
  }

 private:
  // The meaning of one text: an id, a number of attempts, or 0 or 1.
  struct Found {
    TextId id = kNone;
    bool odd = false;  // not an address; several public ones; too long; not a number
    bool known = true;
  };
  using Work = Found (FieldReader::*)(std::string_view);
  struct Column : NumberedColumn {
    Work work;
    Found empty = {};                    // the meaning of the empty text
    std::vector<Found> found = {empty};  // by number of the text
  };

  // A row is an attempt, but one that counts failures and successes need not have both.
  std::uint32_t count_without_number() const {
    return column_of_[Field::successes] == nullptr ? 1 : 0;
  }
  const Found& find(Field field, std::size_t i) {
    if (column_of_[field] == nullptr) return none_;
    Column& column = *column_of_[field];
    Found& found = column.found[column.numbers[i]];
    if (!found.known) found = (this->*column.work)(rows_->text(field, i));
    return found;
  }
  std::uint32_t number(Field field, std::size_t i) {
    const Found& found = find(field, i);
    if (found.odd) report_number(i, field);
    return found.id;
  }
  Found find_user(std::string_view text);
  Found find_target(std::string_view text);
  Found find_address(std::string_view text);
  Found find_text(std::string_view text);
  Found find_computer(std::string_view text);
  Found find_login_method(std::string_view text);
  Found find_tracking(std::string_view text);
  Found find_count(std::string_view text);
  TextId uncommon_user(std::size_t i, Found found);
  TextId with_realm(TextId user, std::string_view realm);
  TextId uncommon_address(std::size_t i, Found found);
  TextId text(std::size_t i, Field field);
  void report_number(std::size_t i, Field field);
  void report_clipped(std::size_t i, Field field);

  Messages& messages_;
  Events& out_;
  bool has_addresses_ = true, has_realms_ = false, has_counts_ = false;
  std::deque<Column> columns_;  // that are used
  ByField<Column*> column_of_{};
  Found none_;
  const RowBatch* rows_ = nullptr;  // of the last read()
};

// After a text for which is_spreadsheet_error() holds.
inline constexpr std::string_view kSpoiltHint =
    "widen the column until its text shows, or export again without a spreadsheet";

bool is_no_data(const Row& row, const Columns& columns);

}  // namespace whylocked::normalize
