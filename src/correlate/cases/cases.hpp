// Combines lockouts with one cause into cases.
//
// In:  callers and incidents of all accounts, and the campaign each belongs to.
// Out: Correlation::cases and Incident::case_index.
// A campaign is one case, whether it locked an account or not. Other lockouts of one account are
// one case if they share the leading caller, or a client or computer that gives the same name
// wherever it calls from. A lockout that needed two callers is contested; it joins the case of one
// of them that has more separate lockouts than there are contested ones.
// Threads: one.  Failure: none.  Cost: linear in lockouts and their callers, except for sorting.
#pragma once

#include <span>

#include "correlate/cases/campaigns.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::cases {

// On entry Incident::case_index is the index of the lockout's campaign in
// Campaigns::all(), or kNoCampaign.
void make_cases(const Events& events, std::span<const TextId> users_by_text,
                const Campaigns& campaigns, Correlation& correlation);

}  // namespace whylocked::cases
