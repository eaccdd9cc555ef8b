// The time of each row of one file, in UTC.
//
// In:  rows in file order: repeats() or parse() each, place() those that become events, finish().
// Out: Event::time and Event::precision; for a date that reads both ways the time is set later, by
//      finish().
// Date and clock may be two columns: the clock counts where the date has no time of day of its own
// (spreadsheets write midnight there).
// Lifetime: refers to its arguments.  Threads: one.  Memory: 24 bytes a row while the order of day
// and month is open.
// Failure: parse() returns false and report_unreadable() says why; place() returns false after
// reporting the problem of the row; finish() returns false after reporting why the dates of the
// file make no sense together.
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
  // The usual row has the hour of another in the same form. Sets the time if so; if not, parse()
  // and place() do.
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
  // REQUIRES: `event` is appended to the rows next if this returns true.
  bool place(const Row& row, const ParsedTime& time, Event& event);
  // Whether all rows so far have their time: none waits for the order of day and month.
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

  bool has_more_ = false;  // a column of clocks or zones

  DateOrder order_of_header_ = DateOrder::automatic;  // used where the dates leave it open
  DateOrder order_ = DateOrder::automatic;  // the option, or what a part over 12 has decided
  std::uint64_t deciding_row_ = 0, contrary_row_ = 0;
  DateOrders orders_ = kAnyOrder;  // in which all dates so far make sense
  DateOrderChoice choice_;         // where no date has decided
  std::vector<PendingDate> pending_;
  // Rows, ascending, whose time happens twice, and the zone of the last.
  std::vector<std::uint64_t> twice_;
  std::uint16_t zone_of_twice_ = 0;

  bool has_clock_ = false;  // at least one time was not midnight
  bool serial_ = false;     // at least one time was a number of days
  TimeError fault_;         // of the last parse
  Field fault_field_ = Field::time;

  KnownHours hours_;
  KnownHour* current_ = nullptr;  // of the last parse; null: its text has another shape
};

}  // namespace whylocked::normalize
