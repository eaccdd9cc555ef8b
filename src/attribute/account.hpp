// Facts about an account before any address is considered: whose it is, and what kind.
//
// In:  a normalized username, the site, the events.  Out: an Account.
// Kinds: an API-only user (roster, or Autotask's generated form of 15 letters and digits), a person
// (roster, or a success through a browser on another name), a name that sounds like a service, one
// that systems come with (root, administrator), the name of a program that the catalog does not
// list, or unknown. The default username (first initial and
// last name) looks like "hudu", so nothing is read into it. Lifetime: an Account is a plain value,
// but for `user`; a book refers to the site.  Threads: const, safe.  Failure: none.
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
  std::string because = {};                      // of the kind, in words
  std::string owner = {};                        // cause id declared in site.json, or empty
  std::vector<std::string> roster_vendors = {};  // as written in the roster
  std::string note = {};                         // what the roster says of its state, as a sentence
  std::vector<NameMatch> named = {};             // products and vendors that its username names
};

// The site's statements about accounts, by their names.
class AccountBook {
 public:
  explicit AccountBook(const Site& site);
  // `browser_success`: a sign-in of this account through a browser succeeded.
  Account describe(std::string_view user, bool browser_success) const;

 private:
  void read_roster(Account& account) const;

  std::unordered_map<std::string_view, std::string_view> owners_;
  std::unordered_map<std::string_view, std::vector<const RosterEntry*>> roster_;
};

// A browser by its text; everybody has one.
bool is_browser(std::string_view client);

std::string_view to_text(AccountKind kind);  // "api_user", "person", "unknown"

}  // namespace whylocked::attribution
