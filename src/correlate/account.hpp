// Correlates one account: from its events to its callers and lockouts.
//
// In:  an account of the timelines.  Out: callers, incidents and refuted locks added to a
//      part of the Correlation; indexes are those of Events::rows, and
//      Contribution::caller is an index in the part.
// If only callers with a part in a lockout are listed, accounts that cannot lock are skipped, and
// so are callers unrelated to a lockout.
// Threads: calls are independent.  Failure: none.  Cost: linear in the account's events.
#pragma once

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
  const lockouts::PolicyChoice& policy;
  const cases::Campaigns& campaigns;
};

void correlate_account(const AccountContext& context, TextId user, Correlation& out);

}  // namespace whylocked
