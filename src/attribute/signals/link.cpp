// Signals about the account: whose it is said to be, what kind it is, and what the site declares.
//
// A statement that names X is right with probability r: P(says X | X) = r. If another one, Y, is
// true, the wrong name is drawn in proportion to the priors: P(says X | Y) = (1 - r) q, where q is
// the prior share of X. A statement alone therefore gives X the probability r.
// Statements about an account name the product that it was made for. If another one uses it, with
// probability u, all of them are wrong together:
//     P(statements | Y) = (1 - u) P(statements | made for Y) + u P(statements)
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
// P(a product uses an account made for another one), a judgement: the vendor advises one API user
// per product.
constexpr double kShared = .02;
constexpr std::uint64_t kMinFailures = 3;  // of a program; fewer may be a test
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

// The prior share of what a statement refers to, among causes that store a password. A program on
// your own computers calls Autotask like an in-house script.
double resolve(const CaseView& view, Statement& said) {
  const auto all = hypotheses();
  if (view.autotask && !all[said.meant.front()].autotask)
    said.meant = meant_by("Custom (Internal Integration)");
  const Candidates& candidates = view.candidates();
  double share = 0, products = 0;
  for (std::size_t m = 0; m < candidates.members.size(); ++m) {
    const std::uint16_t h = candidates.members[m];
    if (all[h].stores_password()) products += candidates.prior[m];
    if (std::ranges::binary_search(said.meant, h)) share += candidates.prior[m];
  }
  return share / std::max(products, share);
}

// P(the caller is not what its account was made for). Of several programs that fail on an account,
// one is at most.
double shared_with(const CaseView& view) {
  std::vector<std::pair<TextId, std::uint32_t>> programs;
  for (const std::uint32_t index : view.one.callers) {
    const Caller& caller = view.scene.correlation.callers[index];
    const bool named = caller.client != kNone;
    if (caller.failures < kMinFailures ||
        (named ? is_browser(view.text(caller.client)) : caller.network == 0))
      continue;
    programs.emplace_back(caller.client, named ? 0 : caller.network);
  }
  sort_unique(programs);
  return 1 - (1 - kShared) / static_cast<double>(std::max<std::size_t>(programs.size(), 1));
}

// Statements about an account, each given those before.
class AccountStatements {
 public:
  AccountStatements(const CaseView& view, Observations& out) : view_(view), out_(out) {}

  void add(Statement said) {
    const double share = resolve(view_, said);
    if (share == 0) return;
    const std::vector<std::uint16_t>& members = view_.candidates().members;
    const bool first = made_for_.empty();
    if (first) shared_ = shared_with(view_), made_for_.assign(members.size(), 1.0);
    const std::vector<double> before = made_for_;
    for (std::size_t m = 0; m < members.size(); ++m)
      made_for_[m] *= names(said, members[m]) ? said.right : (1 - said.right) * share;
    const double any_before = for_any(before), any = for_any(made_for_);
    Observation made = seen_apart(view_, "account-link", std::move(said.words));
    made.declared = said.declared;
    for (std::size_t m = 0; m < members.size(); ++m) {
      const Hypothesis& one = hypotheses()[members[m]];
      double given = any / any_before;
      if (one.stores_password() || names(said, members[m]))
        given = mixed(made_for_[m], any) / mixed(before[m], any_before);
      else if (first)
        given *= std::max(1 - said.right, one.is_attack() ? kAttackersOnNamed : kPeopleOnNamed);
      made.facts.push_back({members[m], given, any / any_before, 1, ""});
    }
    out_.push_back(std::move(made));
  }

 private:
  static bool names(const Statement& said, std::uint16_t hypothesis) {
    return std::ranges::binary_search(said.meant, hypothesis);
  }
  double mixed(double own, double any) const { return (1 - shared_) * own + shared_ * any; }

  // P(statements | the account was made for any cause that stores a password).
  double for_any(const std::vector<double>& made_for) const {
    const Candidates& candidates = view_.candidates();
    double sum = 0, all = 0;
    for (std::size_t m = 0; m < made_for.size(); ++m) {
      if (!hypotheses()[candidates.members[m]].stores_password()) continue;
      sum += candidates.prior[m] * made_for[m];
      all += candidates.prior[m];
    }
    return sum / all;
  }

  const CaseView& view_;
  Observations& out_;
  double shared_ = 0;             // P(the caller is not what the account was made for)
  std::vector<double> made_for_;  // P(statements | the account was made for it), by candidate
};

// A row or an address that identifies the caller, not only its account.
void add_caller_statement(const CaseView& view, std::string_view name, Statement said,
                          Observations& out) {
  const double share = resolve(view, said);
  if (share == 0) return;
  Observation made = seen_apart(view, name, std::move(said.words));
  made.declared = said.declared;
  for (const std::uint16_t h : view.candidates().members) {
    const double wrong = hypotheses()[h].stores_password() ? 1 - said.right : 1;
    const bool meant = std::ranges::binary_search(said.meant, h);
    made.facts.push_back({h, meant ? said.right : wrong * share, share, 1, ""});
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

void add_username(const CaseView& view, AccountStatements& out) {
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
  out.add(std::move(said));
}

// The table has a row for each API version and vendor, and the site file may add another.
void add_roster(const CaseView& view, AccountStatements& out) {
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
  out.add(std::move(said));
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
    add_caller_statement(view, "declared", std::move(said), out);
    return;
  }
}

}  // namespace

Observations observe_account_link(const CaseView& view) {
  // A campaign picks its accounts; none of them points to a cause.
  if (view.is_campaign() && view.one.users.size() > 1) return {};
  Observations out;
  AccountStatements of_account(view, out);
  const Account& account = view.account;
  if (!account.owner.empty())
    of_account.add({{hypothesis_of(account.owner)},
                    kOwnerRight,
                    fmt::format("the site file says that the account belongs to {}",
                                hypotheses()[hypothesis_of(account.owner)].name),
                    true});
  if (view.lead != nullptr && view.lead->vendor != kNone)
    add_caller_statement(view, "account-link",
                         statement_of("the failed attempts carry the integration vendor ",
                                      view.text(view.lead->vendor), kVendorRight),
                         out);
  add_roster(view, of_account);
  if (view.lead != nullptr)
    for (const TextId id : {view.lead->application, view.lead->client}) {
      if (id == kNone || match_name(view.text(id)).empty()) continue;
      add_caller_statement(
          view, "account-link",
          statement_of("the caller names itself ", view.text(id), kClientNameRight), out);
      break;
    }
  add_username(view, of_account);
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
