// The callers that keep an old password: which products, from where, how often, how stubborn.
#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/facts.hpp"

namespace whylocked::sim {

namespace {

constexpr int kPlaceTries = 20;

bool may_hold_a_persons_login(const Integration& one) {
  return one.human_account.known() || one.place == Place::desktop || one.place == Place::premises;
}

bool suits(const Draft& draft, const Integration& one) {
  const Scenario& row = draft.row;
  if (!is_playable(one) || one.schedule.kind == ScheduleKind::monthly) return false;
  if (row.holder != Holder::api_user && !may_hold_a_persons_login(one)) return false;
  if (row.callers > 1 && !fixed_minutes(one).empty()) return false;  // beats are set below
  if (row.ipv6 && !one.published.empty()) return false;
  return can_be_named(draft, one);
}

// Products that the vendor's article lists are twice as likely.
std::vector<const Integration*> suitable(const Draft& draft) {
  std::vector<const Integration*> all;
  for (const Integration& one : integrations())
    if (suits(draft, one)) all.insert(all.end(), one.listed ? 2 : 1, &one);
  return all;
}

unsigned draw_calls(Random& random, const Scenario& row, const Beat& beat, unsigned threshold) {
  if (row.burst) return static_cast<unsigned>(random.between(4, 15));
  if (row.callers > 1) return 1;
  if (row.unlocks == Unlocks::at_once)
    return static_cast<unsigned>(random.between(2, threshold + 2));
  if (random.chance(55)) return 1;
  const bool many = random.chance(35) && beat.period >= 30 * kMinute;
  return static_cast<unsigned>(random.between(2, many ? 15 : 4));
}

Habit draw_habit(Random& random, const Scenario& row) {
  if (row.callers > 1 || row.unlocks != Unlocks::by_day || random.chance(75)) return Habit::goes_on;
  return random.chance(60) ? Habit::pauses : Habit::stops;
}

void behave(Draft& draft, Actor& actor) {
  Random& random = draft.random;
  actor.stale = true;
  actor.calls = draw_calls(random, draft.row, actor.beat, draft.world.threshold);
  actor.habit = draw_habit(random, draft.row);
  if (draft.row.late) actor.quiet = random.log_between(480, 3600) * kMinute;
}

bool draw_caller(Draft& draft, const std::vector<const Integration*>& products, Actor& actor) {
  Random& random = draft.random;
  for (int i = 0; i < kPlaceTries; ++i) {
    actor.product = random.pick(products);
    const Integration* book = draft.row.off_the_book ? nullptr : actor.product;
    if (!draw_place(draft, book, draft.row.host, actor)) continue;
    if (draft.naming == Naming::vendor_network &&
        named_by_address(actor.addresses.front()) != actor.product)
      continue;
    actor.cause = actor.product->id;
    actor.beat = draw_beat(random, book);
    const bool plain = draft.naming == Naming::nothing || draft.naming == Naming::twins;
    actor.client = machine_agent(random, actor.product, plain);
    behave(draft, actor);
    return true;
  }
  return false;
}

bool draw_unlisted(Draft& draft, Actor& actor) {
  if (!draw_place(draft, nullptr, Host::cloud, actor)) return false;
  actor.cause = "unlisted-integration";
  actor.kind = "unlisted";
  actor.beat = draw_beat(draft.random, nullptr);
  actor.client = machine_agent(draft.random, nullptr, true);
  behave(draft, actor);
  return true;
}

// PowerShell in the office, or any own code where the site file says so.
bool draw_script(Draft& draft, Actor& actor) {
  Random& random = draft.random;
  const std::string agent = script_agent(random);
  const bool declared = draft.naming == Naming::owner;
  std::vector<const Integration*> kinds;
  for (const Integration& one : integrations())
    if (declared ? is_own_script(one) : named_by_agent(agent) == &one) kinds.push_back(&one);
  if (kinds.empty()) return false;
  actor.product = random.pick(kinds);
  if (!draw_place(draft, actor.product, declared ? Host::as_documented : Host::office, actor))
    return false;
  actor.cause = actor.product->id;
  actor.kind = "custom";
  actor.beat = draw_beat(random, actor.product);
  const bool shell = named_by_agent(agent) == actor.product && actor.spot == Spot::office;
  actor.client = shell ? agent : machine_agent(random, actor.product, false);
  behave(draft, actor);
  return true;
}

// Two callers: the same beat half a period apart, or one several times as often as the other.
void set_beats(Draft& draft) {
  auto& actors = draft.world.actors;
  Random& random = draft.random;
  const Micros period = random.log_between(6, 90) * kMinute;
  const bool equal = draft.row.equal;
  for (std::size_t i = 0; i < draft.row.callers; ++i) {
    Beat& beat = actors[draft.world.leads[i]].beat;
    beat = {};
    beat.period = i == 0 || equal ? period : period * random.between(3, 6);
    beat.phase = equal ? period * static_cast<Micros>(i) / 2 : random.between(0, beat.period);
    beat.jitter_permille = equal ? 10 : 50;
  }
}

}  // namespace

bool cast_callers(Draft& draft) {
  const bool script = draft.row.plot == Plot::script;
  std::vector<const Integration*> products;
  if (!script && draft.naming != Naming::unlisted) {
    products = suitable(draft);
    if (products.empty()) return false;
  }
  for (unsigned i = 0; i < draft.row.callers; ++i) {
    Actor actor;
    const bool drawn = script                             ? draw_script(draft, actor)
                       : draft.naming == Naming::unlisted ? draw_unlisted(draft, actor)
                                                          : draw_caller(draft, products, actor);
    if (!drawn) return false;
    std::erase(products, actor.product);
    if (actor.product != nullptr && actor.product->api_user.value == "no") draft.of_a_person = true;
    draft.world.leads.push_back(draft.world.actors.size());
    draft.world.actors.push_back(std::move(actor));
  }
  if (draft.row.callers > 1) set_beats(draft);
  draft.of_a_person |= draft.row.holder != Holder::api_user;
  return true;
}

}  // namespace whylocked::sim
