// The table of API calls per hour and integration vendor, around each lockout.
//
// In:  Events::activity, an incident.  Out: a Turn: the vendors that fell silent or began to fail
//      when the password changed, each with a Bayes factor. Without a known change the moment is
//      the first counted failure; without failures, the hours before the lock.
// A vendor falls silent if it called steadily for two days and hardly at all afterwards. The hours
// after are compared with the same hours of earlier days, so a quiet night does not count. Calls
// come in bursts, so counts are divided by their index of dispersion (variance over mean). Gaps of
// a day or more were not exported and do not count.
// Vendors whose calls rise or continue unchanged are ignored: it is unknown whether the table
// counts refused calls, so both could mean anything.
// Lifetime: refers to the events.  Threads: const.  Failure: none; without a table, no turns.
// Cost: a look-up per vendor and hour around the moment.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "whylocked/correlate.hpp"
#include "whylocked/event.hpp"

namespace whylocked::attribution {

struct VendorTurn {
  TextId vendor = kNone;
  bool fails = false;             // began to fail; otherwise fell silent
  double log10_bayes_factor = 0;  // of a change of rate against a constant rate
  Micros at = 0;  // end of the last hour with calls, or start of the first failing one
  std::uint32_t least = 0, most = 0;      // calls per hour before
  std::uint64_t calls = 0, failures = 0;  // after
  std::vector<std::uint32_t> rows;        // indexes of Events::activity around the turn
};

struct Turn {
  bool observed = false;  // the table covers at least a day before, and something after
  std::size_t hours_before = 0, hours_after = 0;
  std::vector<VendorTurn> vendors;  // the most certain first
  // Three vendors at once point to the API quota (10,000 calls an hour for all together) or an
  // outage, not to one credential.
  static constexpr std::size_t kCrowd = 3;
  bool is_crowd() const { return vendors.size() >= kCrowd; }
};

class ActivityBook {
 public:
  explicit ActivityBook(const Events& events);

  Turn turn_at(const Incident& incident) const;
  std::vector<TextId> callers() const;  // vendors with at least one call in the table

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
