// A table of calls an hour and integration vendor, at the moments of the lockouts.
//
// In:  Events::activity, an incident.  Out: a Turn: which vendors fell silent or began to fail when
//      the password changed (no change known: at the first counted failure; no failure in sight: in
//      the hours before the lock), and how likely that is no chance.
// A vendor falls silent if it called steadily for two days and hardly since. What comes after is
// compared with the same hours of the days before, so that a quiet night is no silence. Calls come
// in bursts: counts are divided by their variance over their mean before they are compared. Only
// hours that the table covers count: a gap of a day or more was not exported.
// Left out: a vendor whose calls rise, and one that goes on unchanged. Whether the table counts
// refused calls is not known, so both may mean anything.
// Lifetime: refers to the events.  Threads: const.  Failure: none; without a table, nothing.
// Cost: a look-up for each vendor and hour around the moment.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "whylocked/correlate.hpp"
#include "whylocked/event.hpp"

namespace whylocked::attribution {

struct VendorTurn {
  TextId vendor = kNone;
  bool fails = false;             // began to fail; else fell silent
  double log10_bayes_factor = 0;  // of a turn against one rate all along
  Micros at = 0;                  // end of the last hour with calls, or begin of the first failing
  std::uint32_t least = 0, most = 0;      // calls an hour before
  std::uint64_t calls = 0, failures = 0;  // after
  std::vector<std::uint32_t> rows;        // indexes of Events::activity around the turn
};

struct Turn {
  bool observed = false;  // the table covers at least a day before, and something after
  std::size_t hours_before = 0, hours_after = 0;
  std::vector<VendorTurn> vendors;  // the surest first
  // So many at once are no matter of one credential: the quota (10,000 calls an hour for all
  // together) or an outage.
  static constexpr std::size_t kCrowd = 3;
  bool is_crowd() const { return vendors.size() >= kCrowd; }
};

class ActivityBook {
 public:
  explicit ActivityBook(const Events& events);

  Turn turn_at(const Incident& incident) const;
  std::vector<TextId> callers() const;  // vendors with at least one call in the whole table

  struct Hour {
    std::uint64_t calls = 0, failures = 0;
    std::uint32_t row = 0;  // index of Events::activity
  };
  using Hours = std::map<std::int64_t, Hour>;  // by hour since 1970

 private:
  const Events& events_;
  std::map<TextId, Hours> vendors_;
  std::vector<std::int64_t> covered_;  // hours, ascending
};

}  // namespace whylocked::attribution
