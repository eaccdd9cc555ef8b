// What names the callers: drawn so that it can, then written into the export or the site file.
#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/facts.hpp"
#include "simulator/places.hpp"

namespace whylocked::sim {

namespace {

// As of nobody's product.
constexpr std::string_view kUnlisted[] = {
    "Example Software - Time Tracking", "Northwind Example - Route Planner",
    "Contoso Example - Billing Bridge", "Example Labs - Parts Catalogue"};

std::string identifier_of(Random& random, const Integration& one) {
  std::vector<std::string_view> own;
  for (const std::string_view text : one.tracking)
    if (named_by_text(text) == &one) own.push_back(text);
  return own.empty() ? std::string() : std::string(random.pick(own));
}

// As the API-user table may show it: the identifier, or the product's own name.
std::string table_name(Random& random, const Integration& one) {
  std::string identifier = identifier_of(random, one);
  if (!identifier.empty()) return identifier;
  return named_by_text(one.name) == &one ? std::string(one.name) : std::string();
}

bool has_identifier(const Integration& one) {
  Random any(1);
  return !identifier_of(any, one).empty();
}

bool has_table_name(const Integration& one) {
  Random any(1);
  return !table_name(any, one).empty();
}

bool has_own_agent(const Integration& one) {
  Random any(1);
  return named_by_agent(machine_agent(any, &one, false)) == &one;
}

bool has_twin(const Integration& one) {
  return std::any_of(integrations().begin(), integrations().end(), [&](const Integration& other) {
    return &other != &one && is_playable(other) && same_facts(one, other);
  });
}

// Nothing documented but that it runs in some cloud.
bool says_nothing(const Integration& one) {
  return one.published.empty() && one.operators.empty() && one.schedule.minutes.empty() &&
         one.clients.empty();
}

std::size_t runs_within(const Actor& actor, const Span& span) {
  return static_cast<std::size_t>((span.to - span.from) / mean_gap(actor.beat));
}

template <class Test>
std::vector<const Integration*> products_that(Random& random, Test test) {
  std::vector<const Integration*> all;
  for (const Integration& one : integrations())
    if (is_playable(one) && test(one)) all.push_back(&one);
  random.shuffle(all);
  return all;
}

bool take(std::vector<const Integration*>& from, std::int64_t count,
          std::vector<const Integration*>& to) {
  if (static_cast<std::int64_t>(from.size()) < count) return false;
  to.insert(to.end(), from.begin(), from.begin() + count);
  return true;
}

void name_in_table(Draft& draft) {
  for (const Actor& actor : draft.world.actors) {
    if (actor.role != Role::machine || draft.world.accounts[actor.account].human) continue;
    std::string vendor =
        actor.product == nullptr ? std::string() : table_name(draft.random, *actor.product);
    if (!actor.stale && draft.random.chance(20)) vendor.clear();
    draft.world.declared.api_users.push_back(
        {display_name(draft.random), draft.world.accounts[actor.account].name, std::move(vendor)});
  }
  draft.random.shuffle(draft.world.declared.api_users);
}

void name_in_vendor_column(Draft& draft) {
  draft.world.view.vendors = true;
  for (Actor& actor : draft.world.actors)
    if (actor.role == Role::machine && actor.product != nullptr)
      actor.vendor = identifier_of(draft.random, *actor.product);
}

void name_owners(Draft& draft) {
  const bool others = draft.random.chance(50);
  for (const Actor& actor : draft.world.actors)
    if (actor.role == Role::machine && (actor.stale || others))
      draft.world.declared.accounts.emplace_back(draft.world.accounts[actor.account].name,
                                                 actor.cause);
}

void name_applications(Draft& draft) {
  draft.world.view.applications = true;
  for (Actor& actor : draft.world.actors) {
    if (actor.role != Role::machine || actor.product == nullptr) continue;
    const bool speaks = actor.stale || draft.random.chance(60);
    if (speaks && named_by_text(actor.product->name) == actor.product)
      actor.application = actor.product->name;
  }
}

void declare_installed(Draft& draft) {
  auto& installed = draft.world.declared.installed;
  for (const std::size_t lead : draft.world.leads)
    installed.push_back(draft.world.actors[lead].cause);
  for (const Integration* one : draft.decoys) installed.emplace_back(one->id);
  for (const Integration* one : draft.twins) installed.emplace_back(one->id);
  std::sort(installed.begin(), installed.end());
}

}  // namespace

Naming decide_naming(Draft& draft) {
  if (draft.row.naming != Naming::any) return draft.row.naming;
  std::vector<Naming> choice = {Naming::owner, Naming::api_users, Naming::vendor_column};
  if (!draft.row.off_the_book) choice.push_back(Naming::username);
  if (draft.world.view.addresses && !draft.row.off_the_book) choice.push_back(Naming::installed);
  if (draft.world.view.addresses && !draft.row.off_the_book &&
      draft.row.host == Host::as_documented)
    choice.push_back(Naming::published);
  return draft.random.pick(choice);
}

bool can_be_named(const Draft& draft, const Integration& one) {
  switch (draft.naming) {
    case Naming::api_users:
      return has_table_name(one) && one.api_user.value != "no";
    case Naming::vendor_column:
      return has_identifier(one);
    case Naming::username: {
      Draft scratch{draft.random, draft.row};
      scratch.domain = draft.domain;
      return !username_with(scratch, one).empty();
    }
    case Naming::published:
      return !one.published.empty();
    case Naming::period:
      return !fixed_minutes(one).empty() && one.published.empty();
    case Naming::itself:
      return has_own_agent(one) || named_by_text(one.name) == &one;
    case Naming::vendor_network:
      return !one.operators.empty() && one.published.empty() && one.clouds.empty();
    case Naming::twins:
      return says_nothing(one) && one.place == Place::vendor_cloud && has_twin(one);
    case Naming::nothing:
      return says_nothing(one);
    default:
      return true;
  }
}

bool choose_decoys(Draft& draft) {
  if (draft.naming != Naming::installed && draft.naming != Naming::period &&
      draft.naming != Naming::twins)
    return true;
  const Actor& lead = draft.world.actors[draft.world.leads.front()];
  Coverage sight{draft.world.view.addresses, draft.world.view.clients,
              runs_within(lead, draft.world.span)};
  Random& random = draft.random;
  auto others =
      products_that(random, [&](const Integration& one) { return !fits(one, lead, sight); });
  if (draft.naming == Naming::period) {
    Coverage no_period = sight;
    no_period.runs = 0;
    auto rivals = products_that(random, [&](const Integration& one) {
      return fits(one, lead, no_period) && !fits(one, lead, sight);
    });
    if (!take(rivals, random.between(1, 3), draft.decoys)) return false;
    for (const Integration* one : draft.decoys) std::erase(others, one);
  }
  if (draft.naming == Naming::twins) {
    auto twins = products_that(random, [&](const Integration& one) {
      return &one != lead.product && same_facts(one, *lead.product);
    });
    if (!take(twins, 1, draft.twins)) return false;
  }
  return take(others, random.between(2, 4), draft.decoys);
}

bool give_accounts(Draft& draft) {
  World& world = draft.world;
  if (draft.of_a_person) {
    const std::size_t account = world.actors[draft.people.front()].account;
    if (draft.row.holder == Holder::shared)
      for (std::size_t i = 0; i < 3 && i < draft.people.size(); ++i)
        world.actors[draft.people[i]].account = account;
    for (const std::size_t lead : world.leads) world.actors[lead].account = account;
    return draft.naming != Naming::username && draft.naming != Naming::api_users;
  }
  const Actor& first = world.actors[world.leads.front()];
  const std::string name = draft.naming == Naming::username ? username_with(draft, *first.product)
                                                            : api_user_name(draft);
  if (name.empty()) return false;
  for (const std::size_t lead : world.leads) world.actors[lead].account = world.accounts.size();
  world.accounts.push_back({name});
  return true;
}

void name_callers(Draft& draft) {
  World& world = draft.world;
  Actor& lead = world.actors[world.leads.front()];
  switch (draft.naming) {
    case Naming::owner:
      return name_owners(draft);
    case Naming::api_users:
      return name_in_table(draft);
    case Naming::vendor_column:
      return name_in_vendor_column(draft);
    case Naming::unlisted:
      name_in_vendor_column(draft);
      lead.vendor = draft.random.pick(kUnlisted);
      return;
    case Naming::itself:
      if (!world.view.clients || named_by_agent(lead.client) != lead.product)
        name_applications(draft);
      return;
    case Naming::known_source:
      for (const Address& address : lead.addresses)
        world.declared.known_sources.emplace_back(to_text(address), lead.cause);
      return;
    case Naming::twins:
      if (draft.row.declared) name_owners(draft);
      return declare_installed(draft);
    case Naming::installed:
    case Naming::period:
      return declare_installed(draft);
    default:
      return;
  }
}

}  // namespace whylocked::sim
