// Accounts that one export writes in several forms: "ann@msp.example.com", "ann", "MSP\ann".
//
// In:  all events.  Out: the same with one user id an account; Events::joined_accounts.
// An account is a name in a realm (domain, tenant, customer). Two forms are one account if they
// share the name, occur in one input, and their realms agree: equal, or one is missing, or one is
// the first label of the other ("msp" and "msp.example.com"), or they are the only Windows domain
// and the only DNS domain of the input. A form that would fit two accounts joins neither.
// Kept is the form with "@", else the one with most events; of accounts that only their realm
// column separates, the realm stays in front.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

// normalize_user() of a text that has neither blanks nor quotes nor brackets, as most have; such a
// text holds no secret.
std::optional<std::string> plain_user(std::string_view text);

void join_accounts(Events& events, const std::vector<InputInfo>& inputs, Diagnostics& diagnostics);

}  // namespace whylocked::normalize
