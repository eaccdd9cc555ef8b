#include "attribute/scoring/hypotheses.hpp"

#include <algorithm>
#include <map>

namespace whylocked::attribution {

namespace {

constexpr Given only(Behaviour behaviour) {
  Given mixture{};
  mixture[behaviour] = 1;
  return mixture;
}

constexpr Given mix(double hosted, double server, double desktop) {
  Given mixture{};
  mixture[0] = hosted, mixture[1] = server, mixture[2] = desktop;
  return mixture;
}

// Causes other than the catalog's products. `autotask` and `elsewhere` are cases per 1,000 at an
// ordinary provider, in Autotask's own log and in that of a directory, identity provider, server or
// appliance. Help desks see people first in both; in a directory, where every phone, drive and
// service stores the password, stored passwords follow closely. Judgements, as no one publishes
// counts (facts: "most lockouts of people's accounts are people's, of API users programs'"). Of 22
// lockouts described in public, three came from setting something up.
struct Other {
  std::string_view id, name;
  CauseCategory category;
  Given mixture;
  double autotask, elsewhere;
};
constexpr Other kOthers[] = {
    {"unlisted-integration", "an integration the catalog does not list", CauseCategory::unlisted,
     mix(.62, .23, .15), 70, 60},
    {"person", "a person who mistyped or forgot the password", CauseCategory::person,
     only(Behaviour::typing), 310, 330},
    {"password-manager", "a password saved in a browser or password manager",
     CauseCategory::password_manager, only(Behaviour::saved_password), 65, 40},
    {"password-spray", "a password spray (few passwords, many accounts)", CauseCategory::attack,
     only(Behaviour::spray), 15, 40},
    {"brute-force", "password guessing against this account", CauseCategory::attack,
     only(Behaviour::brute_force), 10, 60},
    {"credential-stuffing", "credential stuffing (leaked passwords tried in bulk)",
     CauseCategory::attack, only(Behaviour::stuffing), 12, 25},
    {"saved-on-device", "a phone, mail app or drive that keeps the old password",
     CauseCategory::device, only(Behaviour::device), 35, 130},
    {"test-automation", "automated tests of a sign-in", CauseCategory::automation,
     only(Behaviour::automation), 6, 10},
    {"setup", "an administrator setting something up", CauseCategory::setup, only(Behaviour::setup),
     30, 15},
    {"several-causes", "several programs that share the account", CauseCategory::several,
     mix(.60, .25, .15), 10, 5},
    {"own-service", "a service or scheduled task on a computer", CauseCategory::service,
     only(Behaviour::service), 0, 140},
    {"mapped-drive", "a mapped drive or saved credential on a computer", CauseCategory::device,
     only(Behaviour::device), 0, 70},
    {"vpn-client", "a VPN or RADIUS client that keeps the old password", CauseCategory::device,
     only(Behaviour::device), 0, 30},
    {"own-script", "a script of your own", CauseCategory::custom, only(Behaviour::script), 0, 45},
    {"sync-agent", "a synchronisation agent", CauseCategory::service, only(Behaviour::server), 0,
     30},
};
// In Autotask's log, in-house scripts are the catalog's custom entries.
constexpr double kCustomPrior = 60;
// Shared by the catalog's products. The vendor's article names 28 as frequent causes.
constexpr double kProductsPrior = 355, kListedWeight = 2;
// A password manager behaves like any saved password. Only the site's list or the client text can
// name it, so the generic cause has most of the prior.
constexpr double kPasswordManagerWeight = .1;
// A product with its own login does not lock Autotask accounts, unless by mistake.
constexpr double kOwnLoginWeight = .03;

bool is_custom(const Integration& product) { return product.category == "custom API"; }

// The category and behaviours of a product.
struct Home {
  CauseCategory category;
  Given mixture;
};

// The catalog has 86 products: 63 are hosted, 12 run in either place, 3 on premises and 8 on
// desktops.
Home home_of(const Integration& product) {
  constexpr Given kUnknown = mix(.78, .12, .10);
  constexpr Home kByPlace[] = {
      {CauseCategory::cloud_integration, kUnknown},
      {CauseCategory::cloud_integration, only(Behaviour::hosted)},
      {CauseCategory::office_integration, only(Behaviour::server)},
      {CauseCategory::desktop_integration, only(Behaviour::desktop)},
      {CauseCategory::cloud_integration, mix(.45, .45, .10)},  // either: see score.cpp
  };
  if (is_custom(product)) return {CauseCategory::custom, only(Behaviour::script)};
  if (product.place == Place::desktop && product.category == "password manager")
    return {CauseCategory::password_manager, only(Behaviour::saved_password)};
  Home home = kByPlace[static_cast<std::size_t>(product.place)];
  const double confidence = confidence_in(product.place_fact, 1);
  for (std::size_t b = 0; b < kBehaviours; ++b)
    home.mixture[b] = confidence * home.mixture[b] + (1 - confidence) * kUnknown[b];
  return home;
}

double weight_of(const Integration& product) {
  if (product.own_login.value == "yes") return kOwnLoginWeight;
  if (home_of(product).category == CauseCategory::password_manager) return kPasswordManagerWeight;
  return product.listed ? kListedWeight : 1;
}

std::vector<Hypothesis> make_hypotheses() {
  std::vector<Hypothesis> all;
  double weights = 0;
  for (const Integration& product : integrations())
    if (!is_custom(product)) weights += weight_of(product);
  for (const Integration& product : integrations()) {
    const double share =
        is_custom(product) ? kCustomPrior : kProductsPrior * weight_of(product) / weights;
    const Home home = home_of(product);
    all.push_back({product.id, product.name, home.category, &product, home.mixture, share / 1000,
                   true, false});
  }
  for (const Other& other : kOthers)
    all.push_back({other.id, other.name, other.category, nullptr, other.mixture,
                   other.autotask / 1000, other.autotask > 0, other.elsewhere > 0});
  return all;
}

Candidates make_candidates(bool autotask) {
  Candidates made;
  std::map<Given, std::uint16_t> groups;
  double sum = 0;
  const auto all = hypotheses();
  for (std::size_t h = 0; h < all.size(); ++h) {
    const bool product = all[h].product != nullptr;
    if (autotask ? !all[h].autotask : product || !all[h].elsewhere) continue;
    const double prior =
        autotask ? all[h].prior : kOthers[h - integrations().size()].elsewhere / 1000;
    made.members.push_back(static_cast<std::uint16_t>(h));
    made.prior.push_back(prior);
    sum += prior;
    const auto [group, fresh] =
        groups.try_emplace(all[h].mixture, static_cast<std::uint16_t>(made.mixture.size()));
    if (fresh) made.mixture.push_back(all[h].mixture);
    made.group.push_back(group->second);
  }
  for (double& prior : made.prior) prior /= sum;
  return made;
}

}  // namespace

std::span<const Hypothesis> hypotheses() {
  static const std::vector<Hypothesis> all = make_hypotheses();
  return all;
}

std::uint16_t hypothesis_of(std::string_view id) {
  const auto all = hypotheses();
  return static_cast<std::uint16_t>(std::ranges::find(all, id, &Hypothesis::id) - all.begin());
}

std::uint16_t hypothesis_of(const Integration& product) {
  return static_cast<std::uint16_t>(&product - integrations().data());
}

const Candidates& autotask_candidates() {
  static const Candidates made = make_candidates(true);
  return made;
}

const Candidates& other_candidates() {
  static const Candidates made = make_candidates(false);
  return made;
}

double confidence_in(const Fact& fact, double seldom_changed) {
  return fact.known() ? fact.confidence * seldom_changed : 0;
}

}  // namespace whylocked::attribution
