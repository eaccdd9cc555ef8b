// Stage 2: rows to events.
//
// In:  rows of one file from read, in file order.  Out: events appended to an Events.
// Times become microseconds in UTC. Known forms: ISO 8601, month-first, day-first, names of
// months in eight languages, date and time in two columns, Unix time, FILETIME, WMI,
// /Date()/. The order of day and month is decided once per file: by a part over 12, otherwise
// by the order under which times run steadily or days follow each other; if both are as
// plausible the file fails, with a hint. A zone in the value wins over NormalizeOptions;
// without either, UTC is assumed with a diagnostic.
// An account is a name in a realm; Events::users holds one id for each. Event kinds and
// reasons come from one table of words and one of codes, using whichever of event, result and
// reason the file has; a result column overrides the words of a message. A change that one
// account makes to another is an event of the other. Rows with calls per hour and vendor
// become Events::activity, never attempts.
// Lifetime: the Normalizer refers to its arguments.  Threads: one at a time; each lookup one.
// Failure: a row without a readable time or user is reported, counted as skipped and left out; a
// warning is added if most rows of a file are. finish() returns false, with an error diagnostic, if
// the file as a whole makes no sense or a stream yields more events than its memory limit.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

enum class DateOrder : std::uint8_t { automatic, mdy, dmy, ymd };

struct NormalizeOptions {
  std::string time_zone;         // IANA name, Windows name or "+10:00"; empty: not set
  std::string time_zone_source;  // "option" or "site"
  DateOrder date_order = DateOrder::automatic;
  std::optional<EventKind> rows_are;  // --rows-are: for files that do not name the event
  // Lifts the limit on events from an input whose size is not known beforehand.
  bool unlimited = false;
};

class Normalizer : public RowSink {
 public:
  Normalizer(const NormalizeOptions& options, std::uint16_t file, InputInfo& info, Events& out,
             Diagnostics& diagnostics);
  ~Normalizer() override;
  // Sends events to `consumer` instead of Events::rows, with user and address but without program.
  // Only for files whose events have no ids. In file order, except events held back until the order
  // of day and month was known. If finish() fails, discard them.
  void stream_to(std::function<void(std::span<const Event>)> consumer);
  void begin(const Columns& columns) override;
  bool consume(const RowBatch& rows) override;
  std::unique_ptr<RowLookup> lookup() override;
  // Call after the last row. Fills InputInfo::events, first, last and the zone.
  bool finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Sorts the rows by time; the result is the same for any order of inputs. At one instant: changes
// and unlocks, then attempts, then locks, then attempts refused because of the lock; then by file
// and row, or by descending row in a file that runs newest first. Cost: linear for nearly sorted
// rows, as exports are; otherwise a merge sort.
void sort_events(Events& events);

// Keeps one row per event and one id per account, and reports what the inputs cover together.
//
// First, different forms of one account are joined (Events::joined_accounts). Then two rows are one
// event if they have the same instant, user, kind and id; or, without ids, if they are equal in
// everything but come from different files. Equal rows within one file may well be two attempts, so
// as many are kept as the file with the most of them has. Last, rows within two seconds are one
// attempt if they come from two systems known to report each other's attempts (Event::reporter).
// Reported: how many rows of a file another file has too, how many attempts two systems report, and
// periods between files that no file covers, if longer than a day and than any gap within a file.
// REQUIRES: sorted events.  Fills InputInfo::repeated and twins.
void merge_events(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics);

// Trims and case-folds (ASCII and Latin-1 letters); keeps inner blanks. "CORP\Name" becomes
// "corp\name", "Name@Example.com" becomes "name@example.com".
std::string normalize_user(std::string_view text);

// A normalized username without its domain: "name" for both forms above.
std::string_view local_part(std::string_view user);

// The accounts that `text` names: written in any form the inputs use, or without its realm, or by a
// part that only one account's name contains. If there is none, the nearest names.
struct AccountMatch {
  std::vector<TextId> accounts;   // Events::users; several if realms share the name
  std::vector<std::string> near;  // if `accounts` is empty: at most five
};
AccountMatch find_accounts(const Events& events, std::string_view text);

// All addresses in a field, in order: "ip:port", "[v6]:port", "v6%zone", or several separated by
// comma, blank or semicolon. Empty if none can be read.
std::vector<Address> parse_address_field(std::string_view text);

// True for an IANA name, a Windows name ("Eastern Standard Time"), "UTC", "Z" or "+10:00".
bool known_time_zone(std::string_view name);

// Parses a time given on the command line (--since, --until): RFC 3339, or a date
// or local date and time in `zone`.
std::optional<Micros> parse_time_point(std::string_view text, const std::string& zone);

// Minutes east of UTC at `time` in `zone`; 0 for an unknown zone.
std::int32_t utc_offset_minutes(const std::string& zone, Micros time);

}  // namespace whylocked
