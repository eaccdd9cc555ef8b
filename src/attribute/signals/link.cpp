// Signals about the account: whose it is said to be, what kind it is, and what the site declares.
//
// A statement that names X is right with probability r: P(says X | X) = r. If the true cause is
// another one, Y, the wrong name is drawn in proportion to the priors: P(says X | Y) = (1 - r) q,
// where q is the prior share of X. A statement alone therefore gives X the probability r.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals/scene.hpp"

namespace whylocked::attribution {

namespace {

// P(such a statement is right); judgements. About 3 % of site files and rosters are out of date,
// and accounts keep their names when a product is replaced, which happens every five to seven
// years.
constexpr double kOwnerRight = .97, kSourceRight = .97, kRosterRight = .97, kVendorRight = .99,
                 kUsernameRight = .85, kVendorNameRight = .75, kClientNameRight = .97;
// "Custom (Internal Integration)" is also chosen for products without a vendor entry.
constexpr double kCustomRight = .75;
// Share of accounts named after a product among those that people use, and that attackers try.
constexpr double kPeopleOnNamed = .03, kAttackersOnNamed = .2;

// The hypotheses that a text may refer to, and the probability that it is right.
struct Statement {
  std::vector<std::uint16_t> meant;  // sorted
  double right = 0;
  Text words;
  bool declared = false;
};

Statement statement_of(const char* words, std::string_view text, double right) {
  Statement made{meant_by(text), right, words + Text::quoted(NameKind::program, text), false};
  for (const std::uint16_t h : made.meant)
    if (hypotheses()[h].category == CauseCategory::custom) made.right = kCustomRight;
  return made;
}

// People and attackers use accounts of any name, so a name does not rule them out; a row or an
// address that identifies the caller does.
double among_others(const Hypothesis& other, bool of_account) {
  if (!of_account || other.stores_password()) return 1;
  return other.is_attack() ? kAttackersOnNamed : kPeopleOnNamed;
}

void add_statement(const CaseView& view, std::string_view name, Statement said, bool of_account,
                   Observations& out) {
  const auto all = hypotheses();
  // A program on your own computers calls Autotask like an in-house script.
  if (view.autotask && !all[said.meant.front()].autotask)
    said.meant = meant_by("Custom (Internal Integration)");
  const Candidates& candidates = view.candidates();
  double share = 0, products = 0;
  for (std::size_t m = 0; m < candidates.members.size(); ++m) {
    const std::uint16_t h = candidates.members[m];
    if (all[h].stores_password()) products += candidates.prior[m];
    if (std::ranges::binary_search(said.meant, h)) share += candidates.prior[m];
  }
  if (share == 0) return;
  const double popular = share / std::max(products, share);
  Observation made = seen_apart(view, name, std::move(said.words));
  made.declared = said.declared;
  for (const std::uint16_t h : candidates.members) {
    const bool meant = std::ranges::binary_search(said.meant, h);
    const double wrong = (1 - said.right) * popular;
    const double given = meant
                             ? said.right
                             : std::max(wrong, popular * among_others(all[h], of_account) *
                                                   (all[h].stores_password() ? 1 - said.right : 1));
    made.facts.push_back({h, given, popular, 1, ""});
  }
  out.push_back(std::move(made));
}

// "Hudu" and "IT Glue"; each name once.
Text quoted_list(std::vector<std::string_view> names) {
  sort_unique(names);
  Text list;
  for (const std::string_view name : names)
    list += (list.empty() ? Text() : Text(" and ")) + Text::quoted(NameKind::program, name);
  return list;
}

void add_username(const CaseView& view, Observations& out) {
  if (view.account.named.empty()) return;
  Statement said;
  bool vendor = false;
  for (const NameMatch& match : view.account.named) {
    said.meant.push_back(hypothesis_of(*match.integration));
    vendor |= match.strength == NameStrength::vendor;
  }
  sort_unique(said.meant);
  said.right = vendor ? kVendorNameRight : kUsernameRight;
  std::vector<std::string_view> matched;
  for (const NameMatch& match : view.account.named) matched.push_back(match.matched);
  said.words = "the username contains " + quoted_list(std::move(matched));
  add_statement(view, "account-link", std::move(said), true, out);
}

// The table has a row for each API version and vendor, and the site file may add another.
void add_roster(const CaseView& view, Observations& out) {
  const auto& vendors = view.account.roster_vendors;
  if (vendors.empty()) return;
  Statement said;
  said.declared = true;
  for (const std::string& vendor : vendors) {
    const Statement one = statement_of("", vendor, kRosterRight);
    said.right = std::max(said.right, one.right);
    said.meant.insert(said.meant.end(), one.meant.begin(), one.meant.end());
  }
  sort_unique(said.meant);
  said.words =
      "the API-user table binds the account to " + quoted_list({vendors.begin(), vendors.end()});
  add_statement(view, "account-link", std::move(said), true, out);
}

// A product with an account of its own name rarely uses another one: the vendor advises one API
// user per product. But if that account is used from this address, the product is probably the
// caller here too.
void add_other_accounts(const CaseView& view, Observations& out) {
  constexpr double kOnSecond = .15, kOnAny = 1, kFollowed = .85;
  constexpr double kSameAddress = .5, kByChance = .01;
  const std::uint16_t own = view.scene.of_account[view.user].product;
  std::uint16_t here = kNoProduct;
  const bool server = view.place.seen == Seen::place_cloud || view.place.seen == Seen::place_hoster;
  if (view.lead != nullptr && server && own == kNoProduct)
    for (const TextId address : view.lead->addresses)
      if (const std::uint16_t product = view.scene.of_address[address].product;
          product < kSeveralProducts)
        here = product;
  Observation made =
      seen_apart(view, "other-account", "some products have accounts of their own in the export");
  for (const std::uint16_t h : view.scene.named)
    if (h == here)
      made.facts.push_back({h, kSameAddress, kByChance, kFollowed,
                            "; its own account is used from the same address"});
    else if (h != own)
      made.facts.push_back({h, kOnSecond, kOnAny, kFollowed, "; another account carries its name"});
  if (!made.facts.empty() && view.autotask) out.push_back(std::move(made));
}

// What the catalog says about products with personal accounts and API users.
void refine_by_account(const CaseView& view, Observation& made) {
  const bool person = view.account.kind == AccountKind::person;
  const auto all = hypotheses();
  for (std::uint16_t h = 0; h < integrations().size(); ++h) {
    const Integration& product = *all[h].product;
    if (all[h].category == CauseCategory::password_manager) continue;
    const double base = by_class(made, all[h]);
    const bool always = product.human_account.value == "always";
    if (person && product.human_account.known())
      made.facts.push_back(
          {h, always ? .9 : std::max(.3, base), base, confidence_in(product.human_account, .9),
           always ? "; it always uses a person's account" : "; it can hold a person's account"});
    else if (!person && product.api_user.value == "no")
      made.facts.push_back({h, .02, base, confidence_in(product.api_user, .95),
                            "; it does not work with an API user"});
  }
}

// P(listed | in use): people list integrations, and less often unlisted ones, their own scripts and
// password managers. Judgements.
double listable(const Hypothesis& one) {
  if (one.category == CauseCategory::unlisted) return .6;
  return one.category == CauseCategory::custom || one.category == CauseCategory::password_manager
             ? .3
             : 1;
}

// P(listed or not | the hypothesis) against the same for any cause. Half of the sites where an
// unlisted product is the cause say that there are others, and one in seven of the rest (a
// judgement). All listed products are equally likely, however many customers each has.
Refinement by_list(std::uint16_t h, const Hypothesis& one, const ListBelief& list, bool is_alone) {
  if (!list.listed[h])
    return {h, 1 - list.completeness, 1 - list.listed_prior, listable(one),
            is_alone ? "; it is not this one" : "; it is not among them"};
  const char* const words = is_alone ? "; it is this one" : "; it is one of them";
  if (one.category == CauseCategory::unlisted) return {h, .5, .15, 1, words};
  return {h, list.completeness / static_cast<double>(list.count), one.prior / list.products, 1,
          words};
}

void add_list(const CaseView& view, Observations& out) {
  const ListBelief& list = view.scene.list;
  if (list.listed.empty() || !view.autotask) return;
  const bool is_alone = view.scene.site.installed.size() == 1;
  Observation made =
      seen_apart(view, "declared",
                 is_alone ? Text("the site file lists one installed product")
                          : Text(fmt::format("the site file lists {} installed products",
                                             view.scene.site.installed.size())));
  made.declared = true;
  const auto all = hypotheses();
  // The same person wrote the list and declared the owner, so being listed adds nothing.
  for (const std::uint16_t h : view.candidates().members)
    if (all[h].is_integration() && all[h].id != view.account.owner)
      made.facts.push_back(by_list(h, all[h], list, is_alone));
  out.push_back(std::move(made));
}

void add_known_sources(const CaseView& view, Observations& out) {
  if (view.lead == nullptr) return;
  for (const KnownSource& known : view.scene.site.known_sources) {
    const auto inside = [&](TextId id) {
      return known.prefix.contains(view.scene.events.addresses.at(id));
    };
    if (!std::ranges::any_of(view.lead->addresses, inside)) continue;
    Statement said{{hypothesis_of(known.cause)},
                   kSourceRight,
                   "the site file lists " + Text::name(NameKind::address, to_text(known.prefix)) +
                       " as a source of " + known.cause,
                   true};
    add_statement(view, "declared", std::move(said), false, out);
    return;
  }
}

}  // namespace

Observations observe_account_link(const CaseView& view) {
  // A campaign picks its accounts; none of them points to a cause.
  if (view.is_campaign() && view.one.users.size() > 1) return {};
  Observations out;
  const auto add = [&](Statement said, bool of_account) {
    add_statement(view, "account-link", std::move(said), of_account, out);
  };
  const Account& account = view.account;
  if (!account.owner.empty())
    add({{hypothesis_of(account.owner)},
         kOwnerRight,
         fmt::format("the site file says that the account belongs to {}",
                     hypotheses()[hypothesis_of(account.owner)].name),
         true},
        true);
  if (view.lead != nullptr && view.lead->vendor != kNone)
    add(statement_of("the failed attempts carry the integration vendor ",
                     view.text(view.lead->vendor), kVendorRight),
        false);
  add_roster(view, out);
  if (view.lead != nullptr)
    for (const TextId id : {view.lead->application, view.lead->client}) {
      if (id == kNone || match_name(view.text(id)).empty()) continue;
      add(statement_of("the caller names itself ", view.text(id), kClientNameRight), false);
      break;
    }
  add_username(view, out);
  add_other_accounts(view, out);
  return out;
}

Observations observe_account_kind(const CaseView& view) {
  constexpr Seen kSeenOf[] = {Seen::kind_unknown, Seen::kind_api_user, Seen::kind_service_name,
                              Seen::kind_person,  Seen::kind_built_in, Seen::kind_other_software};
  if (view.is_campaign() && view.one.users.size() > 1) return {};
  const AccountKind kind = view.account.kind;
  // observe_account_link() has counted the product's name.
  const bool linked = !view.account.named.empty() || view.user == kNone;
  if (kind == AccountKind::unknown && linked) return {};
  Observation made = seen(view, kSeenOf[static_cast<std::size_t>(kind)], view.account.because);
  // It may be a person's, as browser sign-ins do not show.
  const Coverage& coverage = view.scene.correlation.coverage;
  if (kind == AccountKind::unknown && !(coverage.clients && coverage.successes))
    made.given.add(row(Seen::kind_person).given);
  // P(its username is a product's name | an unlisted integration).
  constexpr double kUnlistedOnNamed = .15;
  if (kind == AccountKind::other_software) {
    const std::uint16_t unlisted = hypothesis_of("unlisted-integration");
    made.facts.push_back(
        {unlisted, kUnlistedOnNamed, by_class(made, hypotheses()[unlisted]), kUsernameRight, ""});
  }
  if (kind == AccountKind::person || kind == AccountKind::api_user) refine_by_account(view, made);
  return {made};
}

Observations observe_declared(const CaseView& view) {
  Observations out;
  add_list(view, out);
  add_known_sources(view, out);
  return out;
}

}  // namespace whylocked::attribution
