// Signals about the account itself: who is said to own it, what kind it is, what the site declares.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

// What single rivals gain, with their own words.
struct Link {
  EvidenceWeights worth;
  std::vector<std::pair<std::size_t, std::string>> own;

  void raise(std::size_t rival, Decibans10 db10, std::string words) {
    if (worth.db10[rival] >= db10) return;
    worth.db10[rival] = db10;
    std::erase_if(own, [&](const auto& entry) { return entry.first == rival; });
    own.emplace_back(rival, std::move(words));
  }
};

RowsShown first_rows(const Situation& one) {
  if (!one.counted.empty()) return one.counted;
  if (one.incident.lock_event) return {*one.incident.lock_event};
  return {};
}

// A vendor's identifier, a product or a vendor name to the rivals it may mean. "Custom (Internal
// Integration)" is what every home-made caller shows, so it cannot name a product. A vendor that
// the catalog does not know is some integration all the same.
void raise_named(Link& link, std::string_view text, Decibans10 db10, const std::string& words) {
  const auto matches = match_name(text);
  for (const NameMatch& match : matches) {
    const std::size_t named = rival_index(*match.integration);
    const bool custom = rivals()[named].of == RivalClass::custom;
    link.raise(named, custom ? kCustomIdentifier : db10, words);
    if (custom)
      for (std::size_t i = 0; i < rivals().size(); ++i)
        if (rivals()[i].of == RivalClass::custom) link.raise(i, kCustomIdentifier, words);
  }
  if (matches.empty())
    link.raise(rival_index("unlisted-integration"), kUnknownVendor,
               words + ", which the catalog does not list");
}

void raise_by_username(const Account& account, Link& link) {
  for (const NameMatch& match : account.named) {
    const bool vendor = match.strength == NameStrength::vendor;
    link.raise(rival_index(*match.integration), vendor ? kVendorInUsername : kProductInUsername,
               fmt::format("the username contains \"{}\"", match.matched));
  }
}

void push_if_any(const Situation& one, std::string_view signal, std::string says, Link link,
                 std::vector<Finding>& out) {
  if (!link.worth.any()) return;
  Finding& finding = out.emplace_back(signal, std::move(says), first_rows(one),
                                      one.judgements().same_as(std::move(link.worth)));
  finding.own = std::move(link.own);
}

// On a person's account, or on that of an API user.
void judge_products(bool person, EvidenceWeights& worth) {
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Integration* product = all[i].product;
    if (product == nullptr) continue;
    if (person && product->human_account.known() && all[i].of != RivalClass::password_manager) {
      const bool always = product->human_account.value == "always";
      worth.db10[i] += always ? kHumanAlways : kHumanPossible;
      worth.say(
          i, always ? "; it always uses a person's account" : "; it can hold a person's account");
    } else if (!person && product->api_user.value == "no") {
      worth.db10[i] = kNoApiUser;
      worth.say(i, "; it does not work with an API user");
    }
  }
}

// Sources that the site file knows, by their place in its list.
const std::vector<std::size_t>& known_sources_of(const Situation& one) {
  auto& known = one.memo.known_sources;
  if (known) return *known;
  known.emplace();
  for (std::size_t i = 0; i < one.site.known_sources.size(); ++i) {
    const Prefix& prefix = one.site.known_sources[i].prefix;
    if (std::any_of(one.origin.addresses.begin(), one.origin.addresses.end(),
                    [&](TextId id) { return prefix.contains(one.events.addresses.at(id)); }))
      known->push_back(i);
  }
  return *known;
}

}  // namespace

void look_at_account_link(const Situation& one, std::vector<Finding>& out) {
  const Account& account = one.account;
  if (account.owner.empty() && one.origin.vendor == kNone && account.roster_vendors.empty() &&
      account.named.empty())
    return;
  Link link;
  if (!account.owner.empty())
    link.raise(rival_index(account.owner), kOwnedAccount,
               "the site file says that the account belongs to it");
  if (one.origin.vendor != kNone) {
    const std::string_view vendor = one.events.texts.text(one.origin.vendor);
    raise_named(link, vendor, kVendorOnRow,
                fmt::format("the failed attempts carry the integration vendor \"{}\"", vendor));
  }
  for (const std::string& vendor : account.roster_vendors)
    raise_named(link, vendor, kRosterVendor,
                fmt::format("the API-user table binds the account to \"{}\"", vendor));
  raise_by_username(account, link);
  push_if_any(one, "account-link", {}, std::move(link), out);
}

void look_at_account_kind(const Situation& one, std::vector<Finding>& out) {
  const AccountKind kind = one.account.kind;
  if (kind == AccountKind::unknown) return;
  const auto fill = [&](EvidenceWeights& worth) {
    worth.add(kind == AccountKind::person     ? Seen::account_person
              : kind == AccountKind::api_user ? Seen::account_api_user
                                              : Seen::account_service_name);
    if (kind != AccountKind::service_name) judge_products(kind == AccountKind::person, worth);
  };
  out.emplace_back(
      "account-kind", one.account.because, first_rows(one),
      one.judgements().judge({Asked::account_kind, static_cast<std::uint64_t>(kind)}, fill));
}

void look_at_declared(const Situation& one, std::vector<Finding>& out) {
  if (one.site.installed.empty() && known_sources_of(one).empty()) return;
  Link link;
  if (!one.site.installed.empty()) {
    link.worth.add(Seen::declared_not_installed);
    for (const std::string& id : one.site.installed) {
      link.worth.db10[rival_index(id)] = kInstalled;
      link.own.emplace_back(rival_index(id), "the site declares it as installed");
    }
  }
  for (const std::size_t source : known_sources_of(one)) {
    const KnownSource& known = one.site.known_sources[source];
    link.raise(rival_index(known.cause), kKnownSource,
               fmt::format("the site file knows {} as its source", to_text(known.prefix)));
  }
  push_if_any(one, "declared", "the site's list of installed products does not have it",
              std::move(link), out);
}

}  // namespace whylocked::old
