// One account from its events to its callers and lockouts.
//
// In:  an account of the timelines.  Out: callers and incidents added to AccountResults;
//      indexes are those of Events::rows, Contribution::caller counts within the results.
// Events of one account are far apart in the export, so they are copied side by side first. Where
// only callers with a part in a lockout are listed, accounts that cannot lock are skipped, and so
// are callers that have nothing to do with a lockout.
// Lifetime: refers to its arguments.  Threads: one AccountWorker a thread.  Failure: none.
// Cost: linear in the account's events.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "correlate/callers/caller.hpp"
#include "correlate/cases/cases.hpp"
#include "correlate/lockouts/replay.hpp"
#include "correlate/lockouts/shares.hpp"
#include "correlate/lockouts/threshold.hpp"
#include "correlate/timelines.hpp"

namespace whylocked {

struct AccountResults {
  std::vector<Caller> callers;
  std::vector<Incident> incidents;  // by account, then time
  std::vector<RefutedLock> refuted;
  cases::Memberships campaigns;  // of `callers` and `incidents`
};

class AccountWorker {
 public:
  // `rules.threshold` is set for each account.
  AccountWorker(const Events& events, const Places& places, const CorrelateOptions& options,
                const lockouts::Rules& rules, const lockouts::Thresholds& thresholds,
                const cases::Campaigns& campaigns, const Coverage& coverage)
      : events_(events),
        options_(options),
        rules_(rules),
        thresholds_(thresholds),
        campaigns_(campaigns),
        coverage_(coverage),
        tracer_(places, events.programs, options.time_zone),
        success_of_client_(events.texts.size(), kNever) {}

  void work(TextId user, const Timelines& timelines, AccountResults& out);

 private:
  static constexpr Micros kNever = INT64_MIN;

  void gather(std::span<const std::uint32_t> timeline);
  void examine(std::span<const std::uint32_t> timeline, bool may_lock, AccountResults& out);
  bool is_known_to_exist() const;
  void drop_unrelated(const std::vector<Incident>& incidents, std::span<const std::uint32_t> bare);
  void trace(const std::vector<Incident>& incidents, std::vector<Caller>& callers);
  std::uint32_t campaign_of(std::span<const std::uint32_t> attempts) const;
  void set_client_successes(std::vector<Caller>& callers);
  void keep_contributors(std::vector<Incident>& incidents, std::vector<Caller>& callers);

  const Events& events_;
  const CorrelateOptions& options_;
  lockouts::Rules rules_;
  const lockouts::Thresholds& thresholds_;
  const cases::Campaigns& campaigns_;
  const Coverage& coverage_;
  callers::CallerTracer tracer_;
  std::vector<Event> rows_;                        // of the account
  std::vector<std::uint32_t> attempts_, changes_;  // indexes in rows_
  std::vector<std::uint32_t> campaign_of_row_;     // empty if no campaign touched the account
  std::vector<std::uint32_t> asked_;               // attempts whose callers are needed
  std::vector<std::uint32_t> caller_of_row_;
  std::vector<std::uint32_t> campaign_of_caller_;
  std::vector<std::uint32_t> place_;       // of callers among those that are kept
  std::vector<Micros> success_of_client_;  // the account's last one; kNever between accounts
};

}  // namespace whylocked
