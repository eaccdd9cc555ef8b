// One account from its events to its origins and lockouts.
//
// In:  an account of the timelines.  Out: origins and incidents added to an AccountResults; indexes
//      are those of Events::rows, Contribution::origin counts within the results.
// Events of one account lie far apart in the export, so they are copied side by side first; all
// that follows then runs through memory that is near. Where only origins with a part in a lockout
// are listed, accounts that cannot lock are not looked at, nor are callers that have nothing to do
// with a lockout.
// Lifetime: refers to its arguments.  Threads: one AccountWorker a thread.  Failure: none.
// Cost: linear in the account's events.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "correlate/origins.hpp"
#include "correlate/replay.hpp"
#include "correlate/responsibility.hpp"
#include "correlate/timelines.hpp"

namespace whylocked {

struct AccountResults {
  std::vector<Caller> origins;
  std::vector<CallerRhythms> rhythms;
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
        tracer_(places, events.programs),
        blame_(rules.threshold) {}

  void work(TextId user, const Timelines& timelines, AccountResults& out);

 private:
  bool matters(std::span<const Act> acts) const;
  void gather(std::span<const std::uint32_t> timeline);
  void look_into(std::span<const std::uint32_t> timeline, AccountResults& out);
  void leave_out_strangers(const std::vector<Incident>& incidents,
                           std::span<const std::uint32_t> bare);
  void trace(const std::vector<Incident>& incidents, std::vector<Caller>& origins);
  void keep_blamed(std::vector<Incident>& incidents, std::vector<Caller>& origins);

  const Events& events_;
  const CorrelateOptions& options_;
  const Rules& rules_;
  const bool changes_in_sight_;
  OriginTracer tracer_;
  BlameLayer blame_;
  std::vector<Event> rows_;                        // of the account
  std::vector<std::uint32_t> attempts_, changes_;  // indexes in rows_
  std::vector<std::uint32_t> asked_;               // attempts whose origins are asked for
  std::vector<std::uint32_t> origin_of_row_;
  std::vector<std::uint32_t> place_;  // of origins among those that are kept
};

}  // namespace whylocked
