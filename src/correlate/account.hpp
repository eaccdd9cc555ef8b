// One account from its events to its callers and lockouts.
//
// In:  an account of the timelines.  Out: callers and incidents added to AccountResults;
//      indexes are those of Events::rows, Contribution::caller counts within the results.
// If only callers with a part in a lockout are listed, accounts that cannot lock are skipped,
// and so are callers that have nothing to do with a lockout. Threads: calls are independent.
// Failure: none.  Cost: linear in the account's events.
#pragma once

#include <vector>

#include "correlate/callers/caller.hpp"
#include "correlate/cases/campaigns.hpp"
#include "correlate/lockouts/policy.hpp"
#include "correlate/timelines.hpp"

namespace whylocked {

struct AccountContext {
  const Events& events;
  const Timelines& timelines;
  const Places& places;
  const CorrelateOptions& options;
  const lockouts::Thresholds& thresholds;
  lockouts::Rules rules;  // but for the threshold
  const cases::Campaigns& campaigns;
  const Coverage& coverage;
};

struct AccountResults {
  std::vector<Caller> callers;
  std::vector<Incident> incidents;  // by account, then time
  std::vector<RefutedLock> refuted;
};

void correlate_account(const AccountContext& context, TextId user, AccountResults& out);

}  // namespace whylocked
