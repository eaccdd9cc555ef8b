// What is known of an account regardless of addresses: its owner and kind.
//
// In:  a normalized username, the site, the events.  Out: an Account.
// Kinds: an API-only user (roster, or Autotask's generated form of 15 letters and digits), a person
// (roster, or a success through a browser under an ordinary name), a name that sounds like a
// service, one that systems come with (root, administrator), the name of a program that the catalog
// does not list, or unknown. Short names prove nothing: the default username (first initial and
// last name) may look like "hudu".
// Lifetime: an Account is a plain value except for `user`; an AccountBook refers to the site.
// Threads: const, safe.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "whylocked/catalog.hpp"
#include "whylocked/event.hpp"
#include "whylocked/site.hpp"

namespace whylocked::attribution {

enum class AccountKind : std::uint8_t {
  unknown,
  api_user,
  service_name,
  person,
  built_in,
  other_software
};

struct Account {
  std::string_view user;
  AccountKind kind = AccountKind::unknown;
  std::string because = {};                      // reason for the kind
  std::string owner = {};                        // cause id declared in site.json, or empty
  std::vector<std::string> roster_vendors = {};  // as written in the roster
  std::string note = {};              // what the roster says about its state, as a sentence
  std::vector<NameMatch> named = {};  // products and vendors in its username
};

// What the site file says about accounts, by name.
class AccountBook {
 public:
  explicit AccountBook(const Site& site);
  // `browser_success`: this account has signed in through a browser.
  Account describe(std::string_view user, bool browser_success) const;

 private:
  void read_roster(Account& account) const;

  std::unordered_map<std::string_view, std::string_view> owners_;
  std::unordered_map<std::string_view, std::vector<const RosterEntry*>> roster_;
};

// Whether a client text is a browser's.
bool is_browser(std::string_view client);

std::string_view to_text(AccountKind kind);  // "api_user", "person", "unknown"

}  // namespace whylocked::attribution
