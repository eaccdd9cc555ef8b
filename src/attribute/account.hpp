// What is known of an account before any address is looked at: whose it is, and what kind.
//
// In:  a normalized username, the site, the events.  Out: an Account.
// Kinds: an API-only user (roster, or Autotask's generated form of 15 letters and digits), a person
// (roster, or a success through a browser), a name that sounds like a service, or unknown. The
// default username (first initial and last name) looks like "hudu", so nothing is read into it.
// Lifetime: plain value.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/event.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

enum class AccountKind : std::uint8_t { unknown, api_user, service_name, person };

struct Account {
  std::string_view user;
  AccountKind kind = AccountKind::unknown;
  std::string because;                      // of the kind, in words
  std::string owner;                        // cause id declared in site.json, or empty
  std::vector<std::string> roster_vendors;  // as written in the roster
  std::string note;                         // what the roster says of its state, as a sentence
};

// `browser_success`: a sign-in of this account through a browser succeeded.
Account describe_account(std::string_view user, const Site& site, bool browser_success);

// For each user id: whether a sign-in through a browser succeeded. One pass over the events.
std::vector<bool> browser_users(const Events& events);

std::string_view to_text(AccountKind kind);  // "api_user", "person", "unknown"

}  // namespace whylocked
