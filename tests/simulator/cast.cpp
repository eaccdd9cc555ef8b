// A world, step by step: policy and view, the callers of the story, how many days they need, the
// people and integrations around them, what is planned and what is declared.
#include <algorithm>

#include "simulator/calendar.hpp"
#include "simulator/draft.hpp"
#include "simulator/places.hpp"

namespace whylocked::sim {

namespace {

struct Zone {
  std::string_view name;
  std::int32_t winter, summer;  // minutes east of UTC
};
constexpr Zone kZones[] = {{"UTC", 0, 0},
                           {"America/New_York", -300, -240},
                           {"America/Chicago", -360, -300},
                           {"Europe/Berlin", 60, 120},
                           {"Europe/London", 0, 60},
                           {"Australia/Brisbane", 600, 600},
                           {"Asia/Kolkata", 330, 330}};
// Mondays, in days since 1970, and weeks without a change of the clocks in any of the zones.
constexpr Micros kWinter = 20458, kWinterWeeks = 6;   // 2026-01-05
constexpr Micros kSummer = 20549, kSummerWeeks = 24;  // 2026-04-06

constexpr std::int64_t kMaxDays = 10;
constexpr std::int64_t kMaxCalls = 1100;  // of one stale caller
constexpr std::int64_t kRunsToShowAPeriod = 9;

void draw_view(Draft& draft) {
  Random& random = draft.random;
  const Scenario& row = draft.row;
  View& view = draft.world.view;
  const auto shows = [&](Missing what) { return (row.missing & what) == 0; };
  const bool needs_clients = row.plot != Plot::stale && row.plot != Plot::quiet;
  view.clients = shows(kClients) && (needs_clients || random.chance(80));
  view.addresses = shows(kAddresses);
  view.reasons = shows(kReasons);
  view.successes = shows(kSuccesses);
  view.changes = shows(kChanges);
  view.locks = shows(kLocks);
  view.unlocks = view.locks || random.chance(50);
  view.newest_first = row.newest_first || random.chance(20);
  view.unit = row.to_the_minute ? kMinute : random.chance(12) ? kSecond / 1000 : kSecond;
  view.lock_address = view.addresses && random.chance(25);
  view.capitals = random.chance(10);
  if (row.clock_off)
    view.clock_off = random.between(1, 90) * (random.chance(50) ? kSecond : -kSecond);
}

void draw_office(Draft& draft) {
  Random& random = draft.random;
  if (!draft.row.behind_gateway) {
    for (std::int64_t n = random.between(1, 2); n > 0; --n)
      draft.office.push_back(draw_office(random, draft.row.ipv6));
    return;
  }
  std::vector<std::string_view> gateways;
  for (std::uint32_t i = 1; network(i).kind != OperatorKind::none; ++i)
    if (network(i).kind == OperatorKind::gateway) gateways.push_back(network(i).operator_id);
  draft.office = draw_addresses(random, random.pick(gateways), {}, false, 3);
}

void draw_remedy(Draft& draft) {
  Random& random = draft.random;
  Remedy& remedy = draft.world.remedy;
  remedy.unlocks = draft.row.unlocks;
  const bool again = remedy.unlocks != Unlocks::by_day;
  remedy.patience = static_cast<unsigned>(again ? random.between(3, 9) : random.between(0, 3));
  if (random.chance(35)) remedy.patience = Remedy::kNever;
  remedy.new_password = random.chance(30);
}

// As many days as the first caller needs to lock, and no more rows than a table should have.
// In whole numbers, so that every compiler comes to the same day.
bool draw_days(Draft& draft, std::int64_t& days) {
  std::int64_t least = 2, most = 8;
  if (!draft.world.leads.empty()) {
    const Actor& lead = draft.world.actors[draft.world.leads.front()];
    const Micros gap = mean_gap(lead.beat);
    const Micros to_lock = gap * draft.world.threshold / lead.calls;
    const bool by_period = draft.naming == Naming::period || draft.naming == Naming::installed;
    const Micros to_show = by_period ? gap * kRunsToShowAPeriod : 0;
    least = std::max(to_lock * 2 + lead.quiet + kDay / 2, to_show) / kDay + 1;
    most = std::min<std::int64_t>(kMaxDays, gap * kMaxCalls / lead.calls / kDay);
  }
  if (least > kMaxDays || least > most + 2) return false;
  days = draft.random.between(least, std::max(least, most));
  return true;
}

void set_span(Draft& draft, std::int64_t days) {
  Random& random = draft.random;
  const Zone& zone = random.pick(kZones);
  const bool winter = random.chance(20);
  Micros day = (winter ? kWinter : kSummer) +
               7 * random.between(0, winter ? kWinterWeeks - 1 : kSummerWeeks - 1);
  day += random.between(0, days <= 3 ? 5 - days : 4);
  Span& span = draft.world.span;
  span.zone = zone.name;
  span.offset_minutes = winter ? zone.winter : zone.summer;
  span.from = day * kDay - span.offset_minutes * kMinute;
  span.to = span.from + days * kDay - random.between(0, 3 * kHour);
}

void plan_change(Draft& draft) {
  Random& random = draft.random;
  World& world = draft.world;
  const Trigger trigger = draft.row.trigger;
  const Micros length = world.span.to - world.span.from;
  const std::int64_t latest = draft.row.late ? 25 : 45;
  Planned change;
  change.kind = trigger == Trigger::expired ? Planned::expire : Planned::change;
  change.at = in_working_time(random, world.span,
                              world.span.from + length / 100 * random.between(15, latest));
  change.who = world.actors[world.leads.front()].account;
  change.hidden = trigger == Trigger::unrecorded;
  world.planned.push_back(change);
}

// Other people change theirs too, and type the new one.
void plan_other_changes(Draft& draft) {
  Random& random = draft.random;
  World& world = draft.world;
  std::int64_t count = random.between(0, 2);
  if (draft.row.trigger == Trigger::unrecorded) count = std::max<std::int64_t>(count, 1);
  for (; count > 0; --count) {
    const Actor& person = world.actors[random.pick(draft.people)];
    const bool in_the_story =
        std::any_of(world.planned.begin(), world.planned.end(), [&](const Planned& one) {
          return (one.kind == Planned::confusion ? world.actors[one.who].account : one.who) ==
                 person.account;
        });
    if (in_the_story || person.manager != kNobody) continue;
    Planned change;
    change.at =
        in_working_time(random, world.span, random.between(world.span.from, world.span.to - kHour));
    change.who = person.account;
    world.planned.push_back(change);
  }
}

void add_twins(Draft& draft) {
  World& world = draft.world;
  for (const Integration* twin : draft.twins) {
    const Actor& lead = world.actors[world.leads.front()];
    const Network& at = network(network_of(lead.addresses.front()));
    Actor actor;
    actor.cause = twin->id;
    actor.product = twin;
    actor.kind = lead.kind;
    actor.spot = lead.spot;
    actor.addresses = draw_addresses(draft.random, at.operator_id, at.region, draft.row.ipv6, 1);
    actor.beat = draw_beat(draft.random, twin);
    actor.beat.period = std::max(actor.beat.period, kHour);
    actor.account = world.accounts.size();
    world.accounts.push_back({api_user_name(draft)});
    world.actors.push_back(std::move(actor));
  }
}

bool plan_trouble(Draft& draft) {
  World& world = draft.world;
  Random& random = draft.random;
  world.trouble = draft.row.trouble;
  const Micros length = world.span.to - world.span.from;
  world.trouble_from = world.span.from + length / 100 * random.between(20, 60);
  const Micros lasts = world.trouble == Trouble::quota    ? random.between(20, 90) * kMinute
                       : world.trouble == Trouble::outage ? random.between(3, 20) * kHour
                                                          : length;
  world.trouble_to = world.trouble_from + lasts;
  std::vector<std::size_t> machines;
  for (std::size_t i = 0; i < world.actors.size(); ++i)
    if (world.actors[i].role == Role::machine) machines.push_back(i);
  if (machines.size() < 2) return false;
  const std::size_t one = random.pick(machines);
  if (world.trouble == Trouble::bad_code) world.actors[one].bad_code = true;
  if (world.trouble == Trouble::renamed) {
    Planned rename;
    rename.kind = Planned::rename;
    rename.at = in_working_time(random, world.span, world.trouble_from);
    rename.who = world.actors[one].account;
    rename.renamed_to = world.accounts.size();
    world.accounts.push_back({api_user_name(draft)});
    world.planned.push_back(rename);
  }
  return true;
}

bool tell_story(Draft& draft) {
  switch (draft.row.plot) {
    case Plot::stale:
    case Plot::script:
      if (!give_accounts(draft)) return false;
      plan_change(draft);
      name_callers(draft);
      return !draft.row.sprayed ||
             cast_spray(draft, draft.world.actors[draft.world.leads.front()].account);
    case Plot::mistyped:
      return cast_mistyped(draft);
    case Plot::manager:
      return cast_manager(draft);
    case Plot::spray:
      return cast_spray(draft, kNobody);
    case Plot::brute_force:
      return cast_brute_force(draft);
    case Plot::stuffing:
      return cast_stuffing(draft);
    case Plot::quiet:
      return draft.row.trouble == Trouble::none || plan_trouble(draft);
  }
  return false;
}

void declare_site(Draft& draft) {
  Random& random = draft.random;
  Declared& declared = draft.world.declared;
  declared.zone = random.chance(50);
  declared.threshold = !draft.world.view.locks || random.chance(40);
  if (draft.row.behind_gateway || !random.chance(70)) return;
  if (random.chance(50)) {
    for (const Address& address : draft.office) declared.office.push_back(to_text(address));
  } else {
    declared.office.push_back(draft.row.ipv6 ? "2001:db8:10::/48" : "198.51.100.0/24");
  }
  std::sort(declared.office.begin(), declared.office.end());
  declared.office.erase(std::unique(declared.office.begin(), declared.office.end()),
                        declared.office.end());
}

// Interfaces by which a machine or a person signs in: no product's name.
void show_applications(Draft& draft) {
  World& world = draft.world;
  if (world.view.applications || !draft.random.chance(15)) return;
  world.view.applications = true;
  for (Actor& actor : world.actors)
    actor.application = actor.role != Role::machine ? "Web"
                        : draft.random.chance(70)   ? "REST API"
                                                    : "SOAP API";
}

}  // namespace

std::optional<World> cast(const Scenario& row, Random& random) {
  Draft draft{random, row};
  World& world = draft.world;
  draft.domain = draw_domain(random);
  world.threshold = static_cast<unsigned>(random.between(3, 10));
  if (row.equal) world.threshold += world.threshold % 2;
  world.lock_lag = random.chance(50) ? 0 : random.between(100, 2000) * 1000;
  draw_view(draft);
  draw_office(draft);
  draw_remedy(draft);
  draft.naming = decide_naming(draft);
  if ((row.plot == Plot::stale || row.plot == Plot::script) && !cast_callers(draft)) return {};
  std::int64_t days = 0;
  if (!draw_days(draft, days)) return {};
  set_span(draft, days);
  if (row.plot == Plot::stale && !choose_decoys(draft)) return {};
  cast_people(draft);
  draw_healthy(draft);
  add_twins(draft);
  if (!tell_story(draft)) return {};
  plan_other_changes(draft);
  declare_site(draft);
  show_applications(draft);
  return std::move(world);
}

}  // namespace whylocked::sim
