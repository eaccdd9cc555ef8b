// Lockouts that have one cause, put together.
//
// In:  callers and incidents of all accounts, and which campaign each belongs to.
// Out: Correlation::cases and Incident::case_index.
// A campaign is one case, whether it locked anybody or not. Of the other lockouts those of one
// account are one case if they share the leading caller, or a client or computer that names itself
// the same wherever it calls from. A lockout that two callers needed is contested; it joins the
// case of one of them that has more lockouts of its own than there are contested ones.
// Threads: one.  Failure: none.  Cost: linear in lockouts and their callers, but for sorting.
#pragma once

#include <span>

#include "correlate/cases/campaigns.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::cases {

// Incident::case_index comes as the index of the lockout's campaign in Campaigns::all(), or
// kNoCampaign.
void make_cases(const Events& events, std::span<const TextId> users_by_text,
                const Campaigns& campaigns, Correlation& correlation);

}  // namespace whylocked::cases
