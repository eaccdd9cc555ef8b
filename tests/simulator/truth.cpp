#include "simulator/truth.hpp"

#include <algorithm>
#include <set>

#include "simulator/facts.hpp"

namespace whylocked::sim {

namespace {

using Ids = std::set<std::string>;

void add(Ids& ids, const Integration* one) {
  if (one != nullptr) ids.emplace(one->id);
}

void add_from_site(const World& world, const Actor& actor, const std::string& user, Ids& ids) {
  for (const auto& [name, cause] : world.declared.accounts)
    if (name == user) ids.insert(cause);
  for (const ApiUserRow& row : world.declared.api_users)
    if (row.username == user) add(ids, named_by_text(row.vendor));
  for (const auto& [cidr, cause] : world.declared.known_sources)
    for (const Address& address : actor.addresses)
      if (to_text(address) == cidr) ids.insert(cause);
}

void add_from_export(const World& world, const Actor& actor, const std::string& user, Ids& ids) {
  const View& view = world.view;
  add(ids, named_in_username(user));
  if (view.applications) add(ids, named_by_text(actor.application));
  if (view.vendors) add(ids, named_by_text(actor.vendor));
  if (view.clients) add(ids, named_by_agent(actor.client));
  if (view.addresses)
    for (const Address& address : actor.addresses) add(ids, named_by_address(address));
  // A vendor that the catalog does not know is named as just that.
  if (view.vendors && !actor.vendor.empty() && match_name(actor.vendor).empty())
    ids.insert("unlisted-integration");
}

// Of the products in use.
Ids candidates(const World& world, const Actor& actor, std::size_t runs) {
  const Coverage sight{world.view.addresses, world.view.clients, runs};
  Ids ids;
  for (const std::string& id : world.declared.installed) {
    const Integration* one = find_integration(id);
    const bool manager = actor.role == Role::manager;
    if (manager ? fills_in_pages(*one) : !fills_in_pages(*one) && fits(*one, actor, sight))
      ids.insert(id);
  }
  return ids;
}

bool alike(const Ids& ids) {
  const Integration& first = *find_integration(*ids.begin());
  return std::all_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return same_facts(first, *find_integration(id));
  });
}

// The ids that remain for this caller: one, several that are alike, or none. nullopt: muddled.
std::optional<Ids> remaining(const World& world, const Played& played, std::size_t who,
                             std::size_t account) {
  const Actor& actor = world.actors[who];
  if (actor.role == Role::person || actor.role == Role::attacker) return Ids{actor.cause};
  Ids ids;
  const std::string& user = world.accounts[account].name;
  if (actor.role == Role::machine) {
    add_from_site(world, actor, user, ids);
    add_from_export(world, actor, user, ids);
  }
  if (ids.empty() && !world.declared.installed.empty()) {
    ids = candidates(world, actor, played.runs[who]);
    if (ids.empty() || !alike(ids)) return std::nullopt;
  } else if (ids.size() > 1) {
    return std::nullopt;
  }
  if (!ids.empty() && ids.count(actor.cause) == 0) return std::nullopt;
  return ids;
}

struct Part {
  std::string cause;
  unsigned counted = 0;
  std::size_t actor = 0;  // one of those with this cause
};

std::vector<Part> parts_of(const World& world, const Lock& lock) {
  std::vector<Part> parts;
  for (const auto& [who, counted] : lock.callers) {
    const std::string& cause = world.actors[who].cause;
    const auto same = std::find_if(parts.begin(), parts.end(),
                                   [&](const Part& part) { return part.cause == cause; });
    if (same == parts.end())
      parts.push_back({cause, counted, who});
    else
      same->counted += counted;
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return a.counted != b.counted ? a.counted > b.counted : a.cause < b.cause;
  });
  return parts;
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::optional<TrueLockout> truth_of(const World& world, const Played& played, const Lock& lock) {
  const std::vector<Part> parts = parts_of(world, lock);
  unsigned all = 0;
  for (const Part& part : parts) all += part.counted;
  TrueLockout truth;
  truth.user = lower_case(world.accounts[lock.account].name);
  truth.at = world.view.locks ? shown(world.view, lock.stamped + world.view.clock_off)
                              : shown(world.view, lock.filled);
  truth.kind = world.actors[parts.front().actor].kind;
  Ids answers;
  bool nameless = false;
  for (const Part& part : parts) {
    truth.callers.push_back({part.cause, static_cast<double>(part.counted) / all});
    if (part.counted < parts.front().counted) continue;
    const auto ids = remaining(world, played, part.actor, lock.account);
    if (!ids) return std::nullopt;
    nameless |= ids->empty();
    answers.insert(ids->begin(), ids->end());
  }
  if (nameless) answers.clear();
  truth.answers.assign(answers.begin(), answers.end());
  truth.answerable = answers.empty()       ? Answerable::kind
                     : answers.size() == 1 ? Answerable::cause
                                           : Answerable::tie;
  return truth;
}

}  // namespace

Micros shown(const View& view, Micros at) { return at - at % view.unit; }

std::optional<std::vector<TrueLockout>> find_truth(const World& world, const Played& played) {
  std::vector<TrueLockout> all;
  for (const Lock& lock : played.locks) {
    auto one = truth_of(world, played, lock);
    if (!one) return std::nullopt;
    all.push_back(std::move(*one));
  }
  std::sort(all.begin(), all.end(), [](const TrueLockout& a, const TrueLockout& b) {
    return a.at != b.at ? a.at < b.at : a.user < b.user;
  });
  return all;
}

}  // namespace whylocked::sim
