// The fields of a row that an event keeps: user, address, client, application, vendor, computer,
// count; and whether a row is an event at all.
//
// In:  a RowBatch.  Out: for each row, ids in the Events and numbers.
// Each distinct text is interpreted once, independently of other texts and rows
// (see TextDictionary).
// A tracking identifier is half of a credential, so only its 64-bit FNV-1a hash is kept, which is
// enough to distinguish callers. Identifiers have no blanks: a text with blanks and letters in that
// column is a vendor's name ("Vendor - Product") and is kept as written.
// Totals, "created on" lines and repeated headers are not events. They are left out with a note and
// not counted as skipped, since `--strict` is about lost data.
// Lifetime: refers to its arguments and to the batch last read; results are for that batch.
// Threads: read() may run in parallel with other work; everything else uses the Events.
// Failure: an unreadable field is reported and left empty (a count: 1); user() is kNone without a
// name. is_no_data() returns false if in doubt.
#pragma once

#include "normalize/messages.hpp"
#include "normalize/text_dictionary.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

// The hash of a source's own id of an event; 0: none. Ids are compared only within one instant.
std::uint32_t id_of(std::string_view text);

class FieldReader {
 public:
  // `programs`: whether program() is wanted.
  FieldReader(const Columns& columns, bool programs, Messages& messages, Events& out);

  void read(const RowBatch& rows);

  // The functions below are for row `i` of the batch.

  // "name", or "realm\name" if the row has a realm that the name lacks.
  TextId user(std::size_t i) {
    const Found& found = find(Field::user, i);
    return found.odd || has_realms_ ? uncommon_user(i, found) : found.id;
  }
  // The account acted upon. Of several names, the first address, else the first.
  // kNone if there is none.
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
  // 0: the row counts no attempts.
  std::uint32_t count(std::size_t i) { return has_counts_ ? number(Field::count, i) : 1; }
  // 0 without such a column.
  std::uint32_t successes(std::size_t i) {
    return columns_[Field::successes].work != nullptr ? number(Field::successes, i) : 0;
  }

 private:
  // The meaning of a text: an id, a number of attempts, or 0 or 1.
  struct Found {
    TextId id = kNone;
    bool odd = false;  // not an address; several public ones; too long; not a number
  };
  using Work = Found (FieldReader::*)(std::string_view);
  struct Column {
    Work work = nullptr;  // null: the column is not used
    CellMemo<Found> cells = {};
  };

  // A row is one attempt, except that one with counts of failures and successes may lack either.
  std::uint32_t count_without_number() const {
    return columns_[Field::successes].work == nullptr ? 1 : 0;
  }
  const Found& find(Field field, std::size_t i) {
    static constexpr Found kNothing;
    Column& column = columns_[field];
    if (column.work == nullptr) return kNothing;
    return column.cells.of(i, [&] { return (this->*column.work)(rows_->text(field, i)); });
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
  const bool has_addresses_, has_realms_, has_counts_;
  ByField<Column> columns_{};
  const RowBatch* rows_ = nullptr;  // of the last read()
};

// Hint after a text for which is_spreadsheet_error() is true.
inline constexpr std::string_view kSpoiltHint =
    "widen the column until its text shows, or export again without a spreadsheet";

bool is_no_data(const Row& row, const Columns& columns);

}  // namespace whylocked::normalize
