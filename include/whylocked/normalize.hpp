// Stage 2: one row to one event.
//
// In:  rows of one file from read, in file order.  Out: events appended to an Events.
// Times become UTC microseconds (ISO 8601, month-first, day-first, months named in eight languages,
// two columns, Unix time, FILETIME, WMI, /Date()/); which of day and month comes first is decided
// once a file: by a part over 12, else by the reading under which the times run steadily or the
// days follow each other; where both are as plausible the file fails, with a hint.
// A zone in the value wins, then NormalizeOptions, then UTC is assumed with a diagnostic.
// An account is a name in a realm: Events::users holds one id for each. Event kinds and reasons
// come from one table of words and one of codes, by whichever of event, result, reason the file
// has; a result column outranks the words of a message. A change that one account makes to another
// is an event of the other. Rows of calls an hour and vendor become Events::activity, never
// attempts.
// Lifetime: the Normalizer refers to its arguments.  Threads: one at a time; its lookups one each.
// Failure: a row without a readable time or user is reported, counted as skipped and left out; a
// warning says so where that is most of the file. finish() returns false, with an error
// diagnostic, when the file as a whole makes no sense or a stream gives more events
// than fit the memory that is meant for it.
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
  std::optional<EventKind> rows_are;  // --rows-are: for files that do not say what happened
  // Lifts the limit on the events of an input whose size is not known beforehand.
  bool unlimited = false;
};

class Normalizer : public RowSink {
 public:
  Normalizer(const NormalizeOptions& options, std::uint16_t file, InputInfo& info, Events& out,
             Diagnostics& diagnostics);
  ~Normalizer() override;
  // From now on events go there and not into Events::rows, with user and address, without program;
  // for files that give them no ids. In file order, except those that waited until the order of day
  // and month was known. The events of a file that fails in the end count for nothing.
  void stream_to(std::function<void(std::span<const Event>)> consumer);
  void begin(const Columns& columns) override;
  bool consume(const RowBatch& rows) override;
  std::unique_ptr<RowLookup> lookup() override;
  // After the last row. Fills InputInfo::events, first, last and the zone.
  bool finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Puts the rows in time order, the same for any order of input. At one instant: changes and
// unlocks, then attempts, then locks, then attempts refused because of the lock; then file and
// row, counted backwards in a file that runs newest first. Rows that are nearly in order, as
// exports are, are compared twice each; any other order costs a merge sort.
void sort_events(Events& events);

// Keeps one row of each event, one id of each account, and reports what the inputs cover together.
//
// First, forms in which one input writes one account are joined (Events::joined_accounts). Then two
// rows are one event if they have one instant, user and kind and carry the same id; without ids, if
// they are equal in everything and of different files: of equal rows as many stay as the file has
// that has most, since a log may well hold two equal attempts. Last, rows within two seconds in
// which two systems known to report each other's attempts (Event::reporter) report one.
// Reported: how many rows of a file another one has too, how many attempts two systems report, and
// periods between files that none covers and that are longer than a day and than any silence
// within one.
// REQUIRES: sorted events.  Fills InputInfo::repeated and twins.
void merge_events(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics);

// Trimmed, case-folded (ASCII and Latin-1 letters), inner blanks kept.
// "CORP\Name" becomes "corp\name", "Name@Example.com" becomes "name@example.com".
std::string normalize_user(std::string_view text);

// The part of a normalized username without its domain: "name" for both forms above.
std::string_view local_part(std::string_view user);

// The accounts that `text` names: in any form in which the inputs write one, by the name without
// its realm, else by a part of the name that fits one account only. Without one, the nearest names.
struct AccountMatch {
  std::vector<TextId> accounts;   // Events::users; several where realms share the name
  std::vector<std::string> near;  // if there is none, at most five
};
AccountMatch find_accounts(const Events& events, std::string_view text);

// Every address in a field: "ip:port", "[v6]:port", "v6%zone", several with comma, blank or
// semicolon. In the order written; empty if none can be read.
std::vector<Address> parse_address_field(std::string_view text);

// True for a known zone: IANA name, Windows name ("Eastern Standard Time"), "UTC", "Z", "+10:00".
bool known_time_zone(std::string_view name);

// A point in time on the command line (--since, --until): RFC 3339, or a date or local date and
// time in `zone`.
std::optional<Micros> parse_time_point(std::string_view text, const std::string& zone);

// Minutes east of UTC at `time` in `zone`; 0 for an unknown zone. For hours of day.
std::int32_t utc_offset_minutes(const std::string& zone, Micros time);

}  // namespace whylocked
