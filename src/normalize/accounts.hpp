// Joins the forms in which one export writes an account: "ann@msp.example.com", "ann", "MSP\ann".
//
// In:  all events.  Out: the same with one user id per account; Events::joined_accounts.
// An account is a name in a realm (domain, tenant, customer). Two forms are one account if
// they share the name, occur in one input, and their realms agree: equal, or one missing,
// or one the first label of the other ("msp" and "msp.example.com"), or the only Windows
// domain and the only DNS domain of the input. A form that fits two accounts joins neither.
// The form with "@" is kept, else the one with most events; the realm stays in front if
// only a realm column separates the accounts.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

// normalize_user() of a text without blanks, quotes or brackets, the usual case; nullopt for
// others. Such a text holds no secret.
std::optional<std::string> plain_user(std::string_view text);

void join_accounts(Events& events, const std::vector<InputInfo>& inputs, Diagnostics& diagnostics);

}  // namespace whylocked::normalize
