// One account from its events to its origins and lockouts.
//
// In:  the indexes of its events, in time order.  Out: origins and incidents added to an
//      AccountResults; indexes are those of Events::rows, Blame::origin counts within the results.
// Events of one account lie far apart in the export, so they are copied side by side first; all
// that follows then runs through memory that is near.
// Lifetime: refers to its arguments.  Threads: one AccountWorker a thread.  Failure: none.
// Cost: linear in the account's events.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "correlate/origins.hpp"
#include "correlate/replay.hpp"
#include "correlate/responsibility.hpp"

namespace whylocked {

struct AccountResults {
  std::vector<Origin> origins;
  std::vector<Incident> incidents;  // by account, then time
};

class AccountWorker {
 public:
  AccountWorker(const Events& events, const Places& places, const CorrelateOptions& options,
                const Rules& rules, bool changes_in_sight)
      : events_(events),
        options_(options),
        rules_(rules),
        changes_in_sight_(changes_in_sight),
        tracer_(places),
        blame_(rules.threshold) {}

  // REQUIRES: `timeline` is a span of Buckets.
  void work(std::span<const std::uint32_t> timeline, AccountResults& out);

 private:
  bool gather(std::span<const std::uint32_t> timeline);
  void trace(const std::vector<Incident>& incidents, std::vector<Origin>& origins);
  void keep_blamed(std::vector<Incident>& incidents, std::vector<Origin>& origins);

  const Events& events_;
  const CorrelateOptions& options_;
  const Rules& rules_;
  const bool changes_in_sight_;
  OriginTracer tracer_;
  BlameLayer blame_;
  std::vector<Event> rows_;                        // of the account
  std::vector<std::uint32_t> attempts_, changes_;  // indexes in rows_
  std::vector<std::uint32_t> origin_of_row_;
  std::vector<std::uint32_t> place_;  // of origins among those that are kept
};

}  // namespace whylocked
