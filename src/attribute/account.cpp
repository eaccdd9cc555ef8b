#include "attribute/account.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::attribution {

namespace {

using ascii::is_digit;
using ascii::is_letter;

// Autotask generates API usernames of 15 letters and digits at the tenant's domain (seen in a
// vendor's guide: app.preshmarketingsolutions.com/help/integration/autotask-api-user). A person's
// name may have 15 letters, so a digit is required as well.
bool looks_generated(std::string_view local) {
  return local.size() == 15 &&
         std::ranges::all_of(local, [](char c) { return is_letter(c) || is_digit(c); }) &&
         std::ranges::any_of(local, is_digit) && std::ranges::any_of(local, is_letter);
}

// Words common in names of service accounts, as whole words of the username.
constexpr std::string_view kServiceWords[] = {
    "api",  "apiuser", "svc",    "service", "integration", "integrations", "integrator",
    "sync", "bot",     "script", "webapi",  "automation",  "connector",    "soap"};

// Accounts that come with operating systems and databases, and names in use everywhere.
constexpr std::string_view kBuiltIn[] = {"root", "admin", "administrator", "guest",    "test",
                                         "user", "sa",    "oracle",        "postgres", "ubuntu",
                                         "pi",   "ftp"};

bool sounds_like_a_service(std::string_view local) {
  for (std::size_t at = 0; at < local.size();) {
    std::size_t end = at;
    while (end < local.size() && is_letter(local[end])) ++end;
    const std::string_view word = local.substr(at, end - at);
    if (std::ranges::find(kServiceWords, word) != std::end(kServiceWords)) return true;
    at = end + 1;
  }
  return false;
}

// A table of API users lists nothing else; a list of all users may give each one's kind.
AccountKind kind_in(const RosterEntry& entry) {
  if (entry.kind == "person") return AccountKind::person;
  return entry.kind == "unknown" ? AccountKind::unknown : AccountKind::api_user;
}

std::string_view state_in_words(std::string_view state) {
  if (state == "inactive")
    return "the list of users shows the account as inactive: what still signs in with it can be "
           "switched off";
  if (state == "locked")
    return "the list of users shows the account as locked: unlock it after the credential is "
           "updated, not before";
  return {};
}

}  // namespace

AccountBook::AccountBook(const Site& site) {
  for (const auto& [name, cause] : site.accounts) owners_[name] = cause;
  for (const RosterEntry& entry : site.roster) roster_[entry.username].push_back(&entry);
}

void AccountBook::read_roster(Account& account) const {
  const auto found = roster_.find(account.user);
  if (found == roster_.end()) return;
  for (const RosterEntry* entry : found->second) {
    if (!entry->vendor.empty()) account.roster_vendors.push_back(entry->vendor);
    if (account.note.empty()) account.note = state_in_words(entry->state);
    const AccountKind kind = kind_in(*entry);
    if (kind == AccountKind::person) {
      account.kind = AccountKind::person;
      account.because = "the roster lists it as a person";
    } else if (kind == AccountKind::api_user && account.kind == AccountKind::unknown) {
      account.kind = AccountKind::api_user;
      account.because = entry->kind == "api" ? "the roster lists it as an API user"
                                             : "the roster of API users lists it";
    }
  }
}

Account AccountBook::describe(std::string_view user, bool browser_success) const {
  Account account{.user = user};
  const std::string_view local = local_part(user);
  account.named = names_inside(local);
  if (const auto found = owners_.find(user); found != owners_.end()) account.owner = found->second;
  read_roster(account);
  if (account.kind != AccountKind::unknown) return account;
  if (looks_generated(local)) {
    account.kind = AccountKind::api_user;
    account.because = "its name looks like those that Autotask generates for API users";
  } else if (account.named.empty() && names_other_software(local)) {
    account.kind = AccountKind::other_software;
    account.because = "its name is that of a program the catalog does not list";
  } else if (sounds_like_a_service(local)) {
    account.kind = AccountKind::service_name;
    account.because = "its name looks like a service account";
  }
  // Administrators try a program's account in a browser when they set it up, so name and use
  // contradict each other.
  if (browser_success && account.kind != AccountKind::unknown) {
    account.kind = AccountKind::unknown;
    account.because += ", but it has signed in through a browser";
  } else if (browser_success) {
    account.kind = AccountKind::person;
    account.because = "it has signed in through a browser";
  } else if (account.kind == AccountKind::unknown &&
             std::ranges::find(kBuiltIn, local) != std::end(kBuiltIn)) {
    account.kind = AccountKind::built_in;
    account.because = "many systems come with an account of this name, so attackers try it";
  }
  return account;
}

bool is_browser(std::string_view client) {
  const ClientSignature* signature = match_client(client);
  return signature != nullptr && signature->kind == ClientKind::browser;
}

std::string_view to_text(AccountKind kind) {
  constexpr std::string_view names[] = {"unknown", "api_user", "unknown",
                                        "person",  "unknown",  "unknown"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace whylocked::attribution
