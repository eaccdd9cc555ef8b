#include "normalize/time/row_times.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "base/number.hpp"
#include "normalize/event/words.hpp"
#include "normalize/letters.hpp"
#include "normalize/time/number.hpp"

namespace whylocked::normalize {

namespace {

// Formats a local time for messages: "2026-11-01 01:30:00".
std::string local_text(Micros local) {
  std::string text = to_rfc3339(local);
  text[text.find('T')] = ' ';
  text.pop_back();
  return text;
}

constexpr Micros kMinStep = 5 * kMinute;  // rows from several sources are rarely in exact order
constexpr std::size_t kMaxSteps = 64;     // more mean that the file has no order

Micros local_time(const Event& event, Zone& zone) {
  return event.time + zone.minutes_east(event.time) * kMinute;
}

bool share_a_user(std::span<const Event> some, std::span<const Event> others) {
  std::set<TextId> users;
  for (const Event& event : some) users.insert(event.user);
  return std::ranges::any_of(others, [&](const Event& one) { return users.contains(one.user); });
}

// The order of a file's rows. It shows which of two hours with the same name is meant when clocks
// go back, and whether AM and PM were lost. Unsteady order shows nothing.
struct RowOrder {
  bool newest_first = false;
  std::vector<std::size_t> against;  // later row of each step against the order
};
RowOrder order_of(std::span<const Event> rows) {
  std::vector<std::size_t> back, forward;
  std::size_t steps_back = 0, steps_forward = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Micros step = rows[i].time - rows[i - 1].time;
    steps_back += step < 0;
    steps_forward += step > 0;
    if (step <= -kMinStep && back.size() <= kMaxSteps) back.push_back(i);
    if (step >= kMinStep && forward.size() <= kMaxSteps) forward.push_back(i);
  }
  const bool newest_first = steps_back > steps_forward;
  return {newest_first, newest_first ? std::move(forward) : std::move(back)};
}

// Moves times in a repeated hour to its second occurrence if the order places them there. `twice`
// has the indexes of all times in such hours, ascending, and keeps those that were not decided.
void move_to_second_hour(std::span<Event> rows, Zone& zone, std::vector<std::size_t>& twice) {
  constexpr Micros kReach = 3 * kHour;
  const RowOrder order = order_of(rows);
  const auto happens_twice = [&](std::size_t i) { return std::ranges::binary_search(twice, i); };
  if (!std::ranges::all_of(order.against,
                           [&](std::size_t i) { return happens_twice(i) && happens_twice(i - 1); }))
    return;
  std::vector<std::size_t> left;
  for (const std::size_t step : order.against) {
    const Micros first = rows[step].time;
    const Micros gone_back =
        (zone.minutes_east(first) - zone.minutes_east(first + kReach)) * kMinute;
    // Rows near the step are in the second hour if they are on its later side. A row near several
    // steps belongs to the first.
    left.clear();
    for (const std::size_t i : twice)
      if (std::abs(rows[i].time - first) >= kReach)
        left.push_back(i);
      else if ((i >= step) != order.newest_first)
        rows[i].time += gone_back;
    twice.swap(left);
  }
}

// True if the hours run from 1 to 12 and start over within a day.
bool lacks_half_of_day(std::span<const Event> rows, Zone& zone) {
  constexpr std::size_t kMinRows = 8, kMaxStepsOfDay = 2;  // after noon and after midnight
  if (rows.size() < kMinRows) return false;
  bool noon = false;
  for (const Event& event : rows) {
    const Micros hour = local_time(event, zone) % kDay / kHour;
    if (hour < 1 || hour > 12 || event.precision == Precision::day) return false;
    noon |= hour == 12;
  }
  const RowOrder order = order_of(rows);
  if (!noon || order.against.empty() || order.against.size() > kMaxSteps) return false;
  std::multiset<Micros> days;
  for (const std::size_t i : order.against) {
    const Micros day = local_time(rows[i], zone) / kDay;
    days.insert(day);
    if (local_time(rows[i - 1], zone) / kDay != day || days.count(day) > kMaxStepsOfDay ||
        !share_a_user(rows.first(i), rows.subspan(i)))
      return false;
  }
  return true;
}

// "PM" in a separate column, next to a twelve-hour clock.
std::optional<char> half_of_day(const Row& row) {
  const std::string_view text = trim_blanks(row[Field::time_zone]);
  const bool is_half = equal_ignoring_case(text, "AM") || equal_ignoring_case(text, "PM");
  return is_half ? std::optional(lower(text[0])) : std::nullopt;
}

// Zero of .NET, FILETIME, spreadsheets and Unix.
bool is_placeholder(const ParsedTime& time) {
  const bool new_year = time.first == 1 && time.second == 1;
  return time.clock == 0 &&
         ((new_year && (time.year == 1 || time.year == 1601 || time.year == 1970)) ||
          (time.year == 1899 && time.first == 12 && time.second == 30));
}

// The order stated in the header: "Date (DD/MM/YYYY)". A spreadsheet may have
// rewritten the dates since.
DateOrder order_in(std::string_view header) {
  constexpr std::pair<std::string_view, DateOrder> kWritten[] = {{" yyyy mm dd ", DateOrder::ymd},
                                                                 {" dd mm ", DateOrder::dmy},
                                                                 {" tt mm ", DateOrder::dmy},
                                                                 {" jj mm ", DateOrder::dmy},
                                                                 {" mm dd ", DateOrder::mdy}};
  const std::string words = plain_words(header);
  const auto found = std::ranges::find_if(
      kWritten, [&](const auto& one) { return words.find(one.first) != words.npos; });
  return found == std::end(kWritten) ? DateOrder::automatic : found->second;
}

}  // namespace

void RowTimes::begin(const Columns& columns) {
  columns_ = columns;
  has_more_ = columns.is_activity || columns.has(Field::clock) || columns.has(Field::time_zone);
  order_ = options_.date_order;
  if (order_ == DateOrder::automatic && columns.month_first) order_ = DateOrder::mdy;
  order_of_header_ = order_in(columns.header[Field::time]);
  orders_ = order_ == DateOrder::automatic ? kAnyOrder : only(order_);
  zones_.begin(columns);
}

bool RowTimes::read(std::string_view text, ParsedTime& time) {
  Micros since = 0;
  current_ = hours_.find(text, since);
  if (current_ == nullptr) return parse_time(text, time, fault_);
  time = *current_->time;
  time.precision = current_->precision(since);
  time.clock += since;
  return true;
}

bool RowTimes::parse(const Row& row, ParsedTime& time) {
  const std::string_view text = row[Field::time];
  fault_field_ = Field::time;
  current_ = nullptr;
  const bool days = columns_.dates_since_1904 && parse_serial_date(trim_blanks(text), true, time);
  if (!days && !read(text, time)) return false;
  serial_ |= time.serial;
  if (!row[Field::clock].empty() && !add_clock(row, time)) return false;
  const Micros hour = time.clock / kHour;
  if (const auto half = half_of_day(row); half && hour <= 12 && time.precision != Precision::day)
    time.clock += (hour % 12 + (*half == 'p' ? 12 : 0) - hour) * kHour;
  return true;
}

bool RowTimes::add_clock(const Row& row, ParsedTime& time) {
  if (time.year == 0 || time.clock != 0 || is_absent(row[Field::clock])) return true;
  ParsedTime clock;
  fault_field_ = Field::clock;
  if (!parse_clock(row[Field::clock], clock, fault_)) return false;
  time.clock = clock.clock;
  time.precision = clock.precision;
  if (clock.zone != ParsedTime::kNoZone) time.zone = clock.zone;
  if (!clock.zone_name.empty()) time.zone_name = clock.zone_name;
  return true;
}

void RowTimes::warn(const Row& row, Field field, std::string_view text, std::string_view kind,
                    std::string what, std::string hint, std::size_t caret) {
  messages_.about_text(row.number, field, text,
                       {kind, Severity::warning, std::move(what), std::move(hint), caret});
}

void RowTimes::report_unreadable(const Row& row) {
  if (is_absent(row[Field::time]))
    return warn(row, Field::time, row[Field::time], "time-missing", "no time; row skipped");
  std::string hint(fault_.hint);
  if (hint.empty())
    hint = "write times as 2026-05-19 08:07:19; --map time=COLUMN names another column";
  warn(row, fault_field_, row[fault_field_], "time-unreadable",
       std::string(fault_.what) + "; row skipped", std::move(hint), fault_.at);
}

bool RowTimes::place(const Row& row, const ParsedTime& time, Event& event) {
  if (is_placeholder(time)) {
    warn(row, Field::time, row[Field::time], "time-missing",
         "a date that systems write if there is none; row skipped");
    return false;
  }
  event.precision = time.precision;
  has_clock_ |= time.clock != 0;
  if (time.year == 0) {
    event.time = time.clock;
    zones_.count(zones_.of_offset(0));
    return true;
  }
  const auto zone = zone_of(row, time);
  return zone && place_date(row, time, *zone, event);
}

void RowTimes::report_no_such_day(const Row& row) {
  if (options_.date_order != DateOrder::automatic)
    return warn(row, Field::time, row[Field::time], "time-unreadable",
                "no such day in --date-order; row skipped");
  warn(row, Field::time, row[Field::time], "time-unreadable", "no such day; row skipped",
       "if the year is first, as in 26/05/19, add --date-order ymd");
}

std::optional<std::uint16_t> RowTimes::zone_of(const Row& row, const ParsedTime& time) {
  if (time.zone != ParsedTime::kNoZone) return zones_.of_offset(time.zone);
  const Field field = time.zone_name.empty() ? Field::time_zone : Field::time;
  if (field == Field::time_zone && zones_.has_header()) return zones_.of_rest();
  const std::string_view name =
      field == Field::time ? time.zone_name : trim_blanks(row[Field::time_zone]);
  if (field == Field::time_zone && (is_absent(name) || half_of_day(row))) return zones_.of_rest();
  if (is_ambiguous_abbreviation(name)) {
    warn(row, field, name, "zone-ambiguous", "several time zones have this abbreviation; ignored",
         "set the zone with --time-zone, for example --time-zone Europe/London");
    return zones_.of_rest();
  }
  // "-300" in a separate column may also be minutes.
  const bool may_be_minutes = field == Field::time_zone && name.size() == 4 &&
                              !is_letter(name[0]) && name.find(':') == name.npos;
  const auto zone = may_be_minutes ? std::nullopt : zones_.of_name(name);
  if (!zone)
    warn(row, field, name, "zone-unknown", "unknown time zone; row skipped",
         "use an IANA name such as Europe/Berlin, a Windows name or +10:00");
  return zone;
}

bool RowTimes::place_date(const Row& row, const ParsedTime& time, std::uint16_t zone,
                          Event& event) {
  if (time.open && order_ == DateOrder::automatic) return wait(row, time, zone);
  if (const auto day = day_number(time, order_)) {
    event.time = to_utc(zone, *day * kDay + time.clock, row.number);
    if (current_ != nullptr && row[Field::clock].empty() && row[Field::time_zone].empty()) {
      const auto [from, to] = zones_[zone].constant_offset();
      current_->begin = event.time - (time.clock - current_->time->clock);
      current_->is_placed = from <= current_->begin && current_->begin + kHour <= to;
    }
    return true;
  }
  const bool any = day_number(time, DateOrder::mdy) || day_number(time, DateOrder::dmy);
  if (options_.date_order == DateOrder::automatic && any) {  // the file has another order
    if (contrary_row_ == 0) contrary_row_ = row.number;
    return true;  // finish() fails
  }
  report_no_such_day(row);
  return false;
}

// The file's order is the only one in which all its dates are valid. Until one is
// left, dates valid in several orders wait.
bool RowTimes::wait(const Row& row, const ParsedTime& time, std::uint16_t zone) {
  const DateOrders possible = possible_orders(time);
  if ((possible & kYearLast) == 0) {
    report_no_such_day(row);
    return false;
  }
  if ((possible & orders_) == 0) {
    contrary_row_ = row.number;
    order_ = DateOrder::dmy;  // other dates were dmy or ymd
    return true;
  }
  const auto index = static_cast<std::uint32_t>(rows_.size() - first_event_);
  pending_.push_back({time, zone, index, time.clock});
  orders_ &= possible;
  if (deciding_row_ == 0 && (orders_ & kYearLast) != kYearLast) deciding_row_ = row.number;
  order_ = single(orders_);
  return true;
}

Micros RowTimes::to_utc(std::uint16_t zone, Micros local, std::uint64_t row) {
  zones_.count(zone);
  const Zone::Instant instant = zones_[zone].to_utc(local);
  if (instant.local == Zone::Local::unique) return instant.time;
  if (instant.local == Zone::Local::ambiguous) {
    twice_.push_back(row);
    zone_of_twice_ = zone;
    return instant.time;
  }
  messages_.about_row(row, {"clock-change", Severity::warning,
                            local_text(local) + " does not occur in " + zones_[zone].name() +
                                ", when the clock goes forward; the later hour is used",
                            "export UTC times or times with an offset; they have no such hour"});
  return instant.time;
}

// Their indexes in rows_.
std::vector<std::size_t> RowTimes::rows_of_repeated_hours() {
  std::vector<std::size_t> places;
  if (twice_.empty()) return places;
  std::ranges::sort(twice_);
  for (std::size_t i = first_event_; i < rows_.size(); ++i)
    if (std::ranges::binary_search(twice_, rows_[i].row)) places.push_back(i);
  return places;
}

void RowTimes::resolve_repeated_hours() {
  std::vector<std::size_t> places = rows_of_repeated_hours();
  if (places.empty()) return;
  const std::size_t all = places.size();
  for (std::size_t& place : places) place -= first_event_;
  move_to_second_hour(std::span(rows_).subspan(first_event_), zones_[zone_of_twice_], places);
  if (places.size() < all)
    messages_.about_file({"clock-change", Severity::note,
                          counted(all - places.size(), "time") +
                              (all - places.size() == 1 ? " happens" : " happen") + " twice in " +
                              zones_[zone_of_twice_].name() +
                              ", when the clock goes back; the order of the rows decides"});
  for (const std::size_t place : places) warn_of_repeated_hour(rows_[first_event_ + place]);
}

void RowTimes::warn_of_repeated_hour(const Event& event) {
  Zone& zone = zones_[zone_of_twice_];
  messages_.about_row(event.row,
                      {"clock-change", Severity::warning,
                       local_text(local_time(event, zone)) + " happens twice in " + zone.name() +
                           ", when the clock goes back; the first is used",
                       "export UTC times or times with an offset; they have no such hour"});
}

void RowTimes::warn_of_lost_half() {
  if (zones_.named_by_values() || columns_.is_activity) return;
  const std::span<const Event> rows = std::span(rows_).subspan(first_event_);
  if (!lacks_half_of_day(rows, zones_[zones_.of_rest()])) return;
  messages_.about_column(Field::time,
                         {"half-of-day", Severity::warning,
                          "the hours run from 1 to 12 twice a day: AM and PM are lost, "
                          "and times after noon are read as morning",
                          "export the column with AM and PM or as a 24-hour clock"});
}

void RowTimes::set_pending() {
  for (const PendingDate& date : pending_) {
    Event& event = rows_[first_event_ + date.event];
    event.time = to_utc(date.zone, date.local_time(order_), event.row);
  }
  pending_ = {};
}

bool RowTimes::resolve_pending() {
  if (!pending_.empty() && order_ == DateOrder::automatic) return false;
  set_pending();
  for (const std::size_t i : rows_of_repeated_hours()) warn_of_repeated_hour(rows_[i]);
  twice_.clear();
  return true;
}

bool RowTimes::finish() {
  const bool open = order_ == DateOrder::automatic && !pending_.empty();
  if (open) {
    const bool is_written = (orders_ & only(order_of_header_)) != 0;
    choice_ =
        is_written ? DateOrderChoice{.order = order_of_header_} : choose_order(pending_, orders_);
    order_ = choice_.order;
  }
  if (contrary_row_ != 0 || (open && order_ == DateOrder::automatic)) return fail_order();
  set_pending();
  report_choice();
  drop_empty_clocks();
  resolve_repeated_hours();
  warn_of_lost_half();
  if (serial_)
    messages_.about_column(
        Field::time, {"time-serial", Severity::note,
                      std::string("bare numbers are read as a spreadsheet's days since ") +
                          (columns_.dates_since_1904 ? "1904" : "1900"),
                      "format the column as date and time and export again if that is not so"});
  if (zones_.assumed())
    messages_.about_column(
        Field::time, {"zone-assumed", Severity::note, "the times have no zone: UTC is assumed",
                      "set it with --time-zone, for example --time-zone America/New_York, or "
                      "in the site file"});
  return true;
}

// Spreadsheets write dates as midnight. If many rows have midnight and none
// another time, it is not a time of day.
void RowTimes::drop_empty_clocks() {
  constexpr std::size_t kMany = 5;
  const std::span<Event> rows = std::span(rows_).subspan(first_event_);
  if (has_clock_ || columns_.is_activity || rows.empty()) return;
  const auto is_date = [](const Event& event) { return event.precision == Precision::day; };
  if (rows.size() < kMany && !std::ranges::all_of(rows, is_date)) return;
  for (Event& event : rows) event.precision = Precision::day;
  messages_.about_column(
      Field::time, {"clock-missing", Severity::note,
                    "the dates have no time of day: events within a day have no pace or order",
                    "export the column as date and time"});
}

void RowTimes::report_choice() const {
  using Basis = DateOrderChoice::Basis;
  const bool month_first = choice_.order == DateOrder::mdy;
  const std::string taken = month_first ? "month first" : "day first";
  const std::string hint = std::string("if the ") + (month_first ? "day" : "month") +
                           " is first, add --date-order " + (month_first ? "dmy" : "mdy");
  if (choice_.basis == Basis::single_day)
    messages_.about_column(
        Field::time, {"date-order-open", Severity::warning,
                      "all events are on one day, whose date is ambiguous; read " + taken, hint});
  if (choice_.basis == Basis::days_in_a_row)
    messages_.about_column(Field::time, {"date-order-chosen", Severity::note,
                                         "every date is ambiguous; read " + taken +
                                             ", so that they span " + std::to_string(choice_.days) +
                                             " days, not " + std::to_string(choice_.other_days),
                                         hint});
}

bool RowTimes::fail_order() {
  if (contrary_row_ == 0) {
    const Message year = {"date-order", Severity::error,
                          "every date is ambiguous, year last or first",
                          "set it with --date-order mdy, dmy or ymd"};
    const Message month = {"date-order", Severity::error,
                           "every date is ambiguous, day first or month first",
                           "set it with --date-order mdy or --date-order dmy"};
    messages_.about_column(Field::time, choice_.year_is_open ? year : month);
    return false;
  }
  const bool month_first = order_ == DateOrder::mdy;
  messages_.about_text(
      contrary_row_, Field::time, {},
      {"date-order", Severity::error,
       "this date has the " + std::string(month_first ? "day" : "month") + " first, the " +
           (deciding_row_ == 0 ? "format" : "date in row " + std::to_string(deciding_row_)) +
           " the " + (month_first ? "month" : "day"),
       "export it again with one date format; --date-order skips the rows in the other"});
  return false;
}

void RowTimes::describe(InputInfo& info) { zones_.describe(info); }

}  // namespace whylocked::normalize
