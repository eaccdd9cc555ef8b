// People, those of them who type a wrong password, and what fills in an old one for them.
#include <algorithm>

#include "simulator/calendar.hpp"
#include "simulator/draft.hpp"
#include "simulator/facts.hpp"
#include "simulator/places.hpp"

namespace whylocked::sim {

namespace {

// The change, or what else made the person forget: seen the next time the login page opens.
Micros draw_moment(Draft& draft, unsigned from_percent, unsigned to_percent) {
  const Span& span = draft.world.span;
  const Micros length = span.to - span.from;
  const Micros at = span.from + length / 100 * draft.random.between(from_percent, to_percent);
  return in_working_time(draft.random, span, at);
}

void confuse(Draft& draft, std::size_t person, Micros at) {
  Planned planned;
  planned.kind = Planned::confusion;
  planned.at = at;
  planned.who = person;
  planned.tries = draft.world.threshold + static_cast<unsigned>(draft.random.between(0, 4));
  draft.world.planned.push_back(planned);
}

}  // namespace

void cast_people(Draft& draft) {
  Random& random = draft.random;
  for (std::int64_t n = random.between(4, 15); n > 0; --n) {
    Actor person;
    person.role = Role::person;
    person.cause = "person";
    person.kind = "person";
    person.client = browser_agent(random);
    const bool home = random.chance(25) && !draft.row.behind_gateway;
    person.spot = home ? Spot::access : draft.row.behind_gateway ? Spot::gateway : Spot::office;
    if (home || random.chance(30)) person.addresses.push_back(draw_home(random, draft.row.ipv6));
    if (!home) person.addresses.push_back(random.pick(draft.office));
    if (draft.row.behind_gateway) person.addresses = draft.office;
    person.account = draft.world.accounts.size();
    draft.world.accounts.push_back({person_name(draft), true});
    draft.people.push_back(draft.world.actors.size());
    draft.world.actors.push_back(std::move(person));
  }
}

bool cast_mistyped(Draft& draft) {
  World& world = draft.world;
  const std::size_t person = draft.random.pick(draft.people);
  world.leads = {person};
  Micros at = draw_moment(draft, 25, 80);
  if (draft.row.trigger == Trigger::changed) {
    Planned change;
    change.at = draw_moment(draft, 15, 50);
    change.who = world.actors[person].account;
    world.planned.push_back(change);
    const Micros morning = next_opening(world.span, change.at);
    at = morning + draft.random.between(0, 90 * kMinute);
  }
  confuse(draft, person, at);
  return at < world.span.to - kHour;
}

bool cast_manager(Draft& draft) {
  World& world = draft.world;
  Random& random = draft.random;
  const std::size_t person = random.pick(draft.people);
  Actor manager = world.actors[person];
  manager.role = Role::manager;
  manager.kind = "password_manager";
  manager.cause = "password-manager";
  manager.stale = true;
  if (draft.naming == Naming::installed) {
    std::vector<const Integration*> products;
    for (const Integration& one : integrations())
      if (fills_in_pages(one)) products.push_back(&one);
    if (products.empty()) return false;
    manager.product = random.pick(products);
    manager.cause = manager.product->id;
    auto& installed = world.declared.installed;
    installed.push_back(manager.cause);
    for (const Actor& actor : world.actors)
      if (actor.role == Role::machine) installed.push_back(actor.cause);
    std::sort(installed.begin(), installed.end());
    installed.erase(std::unique(installed.begin(), installed.end()), installed.end());
  }
  world.actors[person].manager = world.actors.size();
  world.leads = {world.actors.size()};
  world.actors.push_back(std::move(manager));
  Planned change;
  change.at = draw_moment(draft, 10, 35);
  change.who = world.actors[person].account;
  world.planned.push_back(change);
  return true;
}

}  // namespace whylocked::sim
