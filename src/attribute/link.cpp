// Signals about the account itself: who is said to own it, what kind it is, what the site declares.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

void raise(Finding& finding, std::size_t rival, Decibans10 db10, std::string words) {
  if (finding.db10[rival] >= db10) return;
  finding.db10[rival] = db10;
  std::erase_if(finding.own, [&](const auto& entry) { return entry.first == rival; });
  finding.own.emplace_back(rival, std::move(words));
}

std::vector<std::uint32_t> first_rows(const Case& one) {
  if (!one.counted.empty()) return one.counted;
  if (one.incident.lock_event) return {*one.incident.lock_event};
  return {};
}

// A vendor's identifier, a product or a vendor name to the rivals it may mean. "Custom (Internal
// Integration)" is what every home-made caller shows, so it cannot name a product.
void raise_named(Finding& finding, std::string_view text, Decibans10 db10,
                 const std::string& words) {
  for (const NameMatch& match : match_name(text)) {
    const bool custom = rivals()[rival_index(*match.integration)].of == RivalClass::custom;
    raise(finding, rival_index(*match.integration), custom ? kCustomIdentifier : db10, words);
    if (custom)
      for (std::size_t i = 0; i < rivals().size(); ++i)
        if (rivals()[i].of == RivalClass::custom) raise(finding, i, kCustomIdentifier, words);
  }
}

// A vendor that the catalog does not know is some integration all the same.
void raise_unknown(Finding& finding, std::string_view text, const std::string& words) {
  if (match_name(text).empty())
    raise(finding, rival_index("unlisted-integration"), kUnknownVendor,
          words + ", which the catalog does not list");
}

void look_at_username(const Case& one, Finding& finding) {
  for (const NameMatch& match : names_inside(local_part(one.account.user))) {
    const bool vendor = match.strength == NameStrength::vendor;
    raise(finding, rival_index(*match.integration), vendor ? kVendorInUsername : kProductInUsername,
          fmt::format("the username contains \"{}\"", match.matched));
  }
}

void push_if_any(Finding finding, std::vector<Finding>& out) {
  if (std::any_of(finding.db10.begin(), finding.db10.end(), [](Decibans10 db) { return db != 0; }))
    out.push_back(std::move(finding));
}

}  // namespace

void look_at_account_link(const Case& one, std::vector<Finding>& out) {
  Finding finding("account-link", {}, first_rows(one));
  if (!one.account.owner.empty())
    raise(finding, rival_index(one.account.owner), kOwnedAccount,
          "the site file says that the account belongs to it");
  if (one.origin.vendor != kNone) {
    const std::string_view vendor = one.events.texts.text(one.origin.vendor);
    const auto words =
        fmt::format("the failed attempts carry the integration vendor \"{}\"", vendor);
    raise_named(finding, vendor, kVendorOnRow, words);
    raise_unknown(finding, vendor, words);
  }
  for (const std::string& vendor : one.account.roster_vendors) {
    const auto words = fmt::format("the API-user table binds the account to \"{}\"", vendor);
    raise_named(finding, vendor, kRosterVendor, words);
    raise_unknown(finding, vendor, words);
  }
  look_at_username(one, finding);
  push_if_any(std::move(finding), out);
}

void look_at_account_kind(const Case& one, std::vector<Finding>& out) {
  if (one.account.kind == AccountKind::unknown) return;
  Finding finding("account-kind", one.account.because, first_rows(one));
  const bool person = one.account.kind == AccountKind::person;
  const bool api = one.account.kind == AccountKind::api_user;
  finding.add(person ? Seen::account_person
              : api  ? Seen::account_api_user
                     : Seen::account_service_name);
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Integration* product = all[i].product;
    if (product == nullptr) continue;
    if (person && product->human_account.known() && all[i].of != RivalClass::password_manager) {
      const bool always = product->human_account.value == "always";
      finding.db10[i] += always ? kHumanAlways : kHumanPossible;
      finding.own.emplace_back(i,
                               one.account.because + (always ? "; it always uses a person's account"
                                                             : "; it can hold a person's account"));
    } else if (api && product->api_user.value == "no") {
      finding.db10[i] = kNoApiUser;
      finding.own.emplace_back(i, one.account.because + "; it does not work with an API user");
    }
  }
  out.push_back(std::move(finding));
}

void look_at_declared(const Case& one, std::vector<Finding>& out) {
  Finding finding("declared", "the site's list of installed products does not have it",
                  first_rows(one));
  if (!one.site.installed.empty()) {
    finding.add(Seen::declared_not_installed);
    for (const std::string& id : one.site.installed) {
      finding.db10[rival_index(id)] = kInstalled;
      finding.own.emplace_back(rival_index(id), "the site declares it as installed");
    }
  }
  for (const KnownSource& known : one.site.known_sources) {
    const bool hit =
        std::any_of(one.origin.addresses.begin(), one.origin.addresses.end(),
                    [&](TextId id) { return known.prefix.contains(one.events.addresses.at(id)); });
    if (hit)
      raise(finding, rival_index(known.cause), kKnownSource,
            fmt::format("the site file knows {} as its source", to_text(known.prefix)));
  }
  push_if_any(std::move(finding), out);
}

}  // namespace whylocked
