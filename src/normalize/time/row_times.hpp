// The UTC time of each row of one file.
//
// In:  rows in file order: repeats() or parse() for each, place() for those that
//      become events, finish().
// Out: Event::time and Event::precision. finish() sets the time of dates that can
//      be read several ways.
// Date and clock may be two columns. The clock is used if the date has no time of
// day (spreadsheets write midnight there).
// Lifetime: refers to its arguments.  Threads: one.  Memory: 24 bytes per row
// while the order of day and month is open.
// Failure: parse() returns false, and report_unreadable() says why; place()
// returns false after reporting the row; finish() returns false after reporting
// why the file's dates make no sense together.
#pragma once

#include <cstdint>
#include <vector>

#include "normalize/messages.hpp"
#include "normalize/time/date_order.hpp"
#include "normalize/time/known_hours.hpp"
#include "normalize/time/time_zone.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

class RowTimes {
 public:
  RowTimes(const NormalizeOptions& options, Messages& messages, std::vector<Event>& rows)
      : options_(options),
        messages_(messages),
        rows_(rows),
        first_event_(rows.size()),
        zones_(options) {}

  void begin(const Columns& columns);
  // Sets the time if, as usual, the row repeats the hour of another in the same
  // form; if not, use parse() and place().
  bool repeats(const RowBatch& rows, std::size_t i, Event& event) {
    if (has_more_ &&
        !(rows.cell(Field::clock, i).empty() && rows.cell(Field::time_zone, i).empty()))
      return false;
    std::string_view text = rows.cell(Field::time, i);
    if (text.starts_with('"')) text = rows.text_of(text);
    Micros since = 0;
    const KnownHour* const hour = hours_.find(text, since);
    if (hour == nullptr || !hour->is_placed) return false;
    event.time = hour->begin + since;
    event.precision = hour->precision(since);
    has_clock_ |= hour->time->clock + since != 0;
    return true;
  }
  bool parse(const Row& row, ParsedTime& time);
  void report_unreadable(const Row& row);
  // REQUIRES: if this returns true, `event` is the next to be appended to the rows.
  bool place(const Row& row, const ParsedTime& time, Event& event);
  // True if all rows so far have their time, and none waits for the order of day and month.
  bool resolve_pending();
  bool finish();
  void describe(InputInfo& info);

 private:
  bool read(std::string_view text, ParsedTime& time);
  bool add_clock(const Row& row, ParsedTime& time);
  std::optional<std::uint16_t> zone_of(const Row& row, const ParsedTime& time);
  bool place_date(const Row& row, const ParsedTime& time, std::uint16_t zone, Event& event);
  bool wait(const Row& row, const ParsedTime& time, std::uint16_t zone);
  Micros to_utc(std::uint16_t zone, Micros local, std::uint64_t row);
  void set_pending();
  void report_no_such_day(const Row& row);
  void warn(const Row& row, Field field, std::string_view text, std::string_view kind,
            std::string what, std::string hint = {}, std::size_t caret = 0);
  void report_choice() const;
  void drop_empty_clocks();
  void resolve_repeated_hours();
  std::vector<std::size_t> rows_of_repeated_hours();
  void warn_of_repeated_hour(const Event& event);
  void warn_of_lost_half();
  bool fail_order();

  const NormalizeOptions& options_;
  Messages& messages_;
  std::vector<Event>& rows_;
  const std::size_t first_event_;
  FileZones zones_;
  Columns columns_;

  bool has_more_ = false;  // the file has a column of clocks or zones

  DateOrder order_of_header_ = DateOrder::automatic;  // used if the dates leave it open
  DateOrder order_ = DateOrder::automatic;            // the option, or decided by a part over 12
  std::uint64_t deciding_row_ = 0, contrary_row_ = 0;
  DateOrders orders_ = kAnyOrder;  // orders in which all dates so far are valid
  DateOrderChoice choice_;         // if no date has decided
  std::vector<PendingDate> pending_;
  // Rows whose time occurs twice, ascending, and the zone of the last.
  std::vector<std::uint64_t> twice_;
  std::uint16_t zone_of_twice_ = 0;

  bool has_clock_ = false;  // at least one time was not midnight
  bool serial_ = false;     // at least one time was a number of days
  TimeError fault_;         // of the last parse
  Field fault_field_ = Field::time;

  KnownHours hours_;
  KnownHour* current_ = nullptr;  // of the last parse; null: of another shape
};

}  // namespace whylocked::normalize
