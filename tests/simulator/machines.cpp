// Integrations: how often they call and from where. What the catalog documents is kept; the rest
// is drawn from a wide range.
#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/facts.hpp"
#include "simulator/places.hpp"

namespace whylocked::sim {

namespace {

constexpr std::uint32_t kShortestMinutes = 3, kNight = 1440;
constexpr Micros kHealthyRows = 180;  // per integration: the rest is sampled away

Beat interval(Random& random, Micros period) {
  Beat beat;
  beat.period = period;
  beat.phase = random.between(0, period);
  beat.jitter_permille = static_cast<unsigned>(random.between(0, 80));
  beat.missed_percent = random.chance(50) ? 0 : static_cast<unsigned>(random.between(1, 10));
  return beat;
}

Beat nightly(Random& random) {
  Beat beat = interval(random, kDay);
  beat.kind = Beat::nightly;
  beat.jitter_permille = 2;
  if (random.chance(80)) beat.phase = random.between(0, 6 * kHour);
  return beat;
}

Beat follows_work(Random& random, Beat::Kind kind) {
  Beat beat;
  beat.kind = kind;
  beat.period = random.log_between(5, kind == Beat::office_hours ? 90 : 240) * kMinute;
  return beat;
}

Beat undocumented(Random& random, bool regular) {
  const std::uint64_t draw = random.below(100);
  if (regular || draw < 55) {
    const bool round = random.chance(70);
    return interval(random, round ? random.log_between(kShortestMinutes, 720) * kMinute
                                  : random.log_between(180, 43200) * kSecond);
  }
  if (draw < 65) return nightly(random);
  return follows_work(random, draw < 80 ? Beat::office_hours : Beat::round_the_clock);
}

// Of a product without documented minutes. What is said in words is kept, mostly: words are loose.
Beat by_words(Random& random, ScheduleKind kind) {
  if (random.chance(15)) return undocumented(random, false);
  switch (kind) {
    case ScheduleKind::interval:
    case ScheduleKind::variable:
      return undocumented(random, true);
    case ScheduleKind::event:
      return follows_work(random, random.chance(50) ? Beat::office_hours : Beat::round_the_clock);
    case ScheduleKind::interactive:
    case ScheduleKind::manual:
      return follows_work(random, Beat::office_hours);
    default:
      return undocumented(random, false);
  }
}

std::vector<std::uint32_t> documented_minutes(Random& random, const Integration& product) {
  const bool kept = !fixed_minutes(product).empty();
  std::vector<std::uint32_t> minutes;
  if (kept || (product.schedule.kind == ScheduleKind::custom && random.chance(60)))
    for (const std::uint32_t m : product.schedule.minutes)
      if (m >= kShortestMinutes && m <= kNight) minutes.push_back(m);
  return minutes;
}

bool is_local_product(const Integration& one) {
  return one.place == Place::premises || one.place == Place::desktop;
}

bool place_in_cloud(Draft& draft, const Integration* product, Actor& actor, std::size_t count) {
  Random& random = draft.random;
  const bool v6 = draft.row.ipv6;
  actor.spot = Spot::cloud;
  actor.kind = "cloud_integration";
  if (product != nullptr && !product->published.empty()) {
    actor.spot = Spot::published;
    if (!v6) actor.addresses = draw_published(random, *product, count);
  } else if (product != nullptr && !product->clouds.empty()) {
    const CloudPlace& cloud = random.pick(product->clouds);
    actor.addresses = draw_addresses(random, cloud.operator_id, cloud.region, v6, count);
  } else if (product != nullptr && !product->operators.empty()) {
    actor.spot = Spot::vendor_network;
    actor.addresses = draw_addresses(random, random.pick(product->operators), {}, v6, count);
  } else {
    const Cloud& cloud = draw_cloud(random);
    actor.addresses = draw_addresses(random, cloud.operator_id, cloud.region, v6, count);
  }
  return !actor.addresses.empty();
}

// A documented cloud without a region is one region all the same for one caller.
void keep_one_region(Draft& draft, Actor& actor) {
  const Network& at = network(network_of(actor.addresses.front()));
  if (actor.spot != Spot::cloud || actor.addresses.size() < 2) return;
  auto same = draw_addresses(draft.random, at.operator_id, at.region, draft.row.ipv6,
                             actor.addresses.size());
  if (!same.empty()) actor.addresses = std::move(same);
}

void cap_rows(Beat& beat, const Span& span) {
  if (beat.kind == Beat::nightly) return;
  beat.period = std::max(beat.period, (span.to - span.from) / kHealthyRows);
  if (beat.kind == Beat::interval) beat.phase %= beat.period;
}

const Integration& healthy_product(Draft& draft) {
  if (!draft.decoys.empty()) return *draft.random.pick(draft.decoys);
  for (;;) {
    const Integration& one = draft.random.pick(integrations());
    if (is_playable(one) && one.api_user.value != "no") return one;
  }
}

}  // namespace

Beat draw_beat(Random& random, const Integration* product) {
  if (product == nullptr) return undocumented(random, false);
  const auto minutes = documented_minutes(random, *product);
  if (minutes.empty()) return by_words(random, product->schedule.kind);
  const std::uint32_t m = random.chance(60) ? minutes.front() : random.pick(minutes);
  return m == kNight ? nightly(random) : interval(random, m * kMinute);
}

// The office is open for ten hours on five days of seven.
Micros mean_gap(const Beat& beat) {
  return beat.kind == Beat::office_hours ? beat.period * 10 / 3 : beat.period;
}

bool draw_place(Draft& draft, const Integration* product, Host host, Actor& actor) {
  Random& random = draft.random;
  const bool vendors = product != nullptr && product->place == Place::vendor_cloud;
  const bool local = product != nullptr && is_local_product(*product);
  if ((host == Host::office && vendors) || (host == Host::cloud && local)) return false;
  const bool own_network =
      product != nullptr && !(product->published.empty() && product->operators.empty());
  if (host == Host::cloud && own_network) return false;
  // Most products whose place is not documented are hosted, as most others are.
  const unsigned of_either = product != nullptr && product->place == Place::unknown ? 10 : 50;
  const bool office =
      host == Host::office || local ||
      (host == Host::as_documented && !vendors && !own_network && random.chance(of_either));
  if (office) {
    actor.spot = draft.row.behind_gateway ? Spot::gateway : Spot::office;
    actor.addresses = {random.pick(draft.office)};
    const bool desktop = product != nullptr && product->place == Place::desktop;
    actor.kind = desktop ? "desktop_integration" : "office_integration";
    return true;
  }
  const std::size_t count = draft.row.rotates   ? static_cast<std::size_t>(random.between(12, 60))
                            : random.chance(60) ? 1
                                                : static_cast<std::size_t>(random.between(2, 4));
  if (!place_in_cloud(draft, product, actor, count)) return false;
  keep_one_region(draft, actor);
  return true;
}

void draw_healthy(Draft& draft) {
  Random& random = draft.random;
  for (std::int64_t n = random.between(2, 6); n > 0; --n) {
    const Integration& product = healthy_product(draft);
    if (product.schedule.kind == ScheduleKind::monthly) continue;  // not in these days
    Actor actor;
    actor.cause = product.id;
    actor.product = &product;
    if (!draw_place(draft, &product, Host::as_documented, actor)) continue;
    actor.beat = draw_beat(random, &product);
    cap_rows(actor.beat, draft.world.span);
    actor.client = machine_agent(random, &product, false);
    actor.account = draft.world.accounts.size();
    std::string name = random.chance(20) ? username_with(draft, product) : std::string();
    draft.world.accounts.push_back({name.empty() ? api_user_name(draft) : std::move(name)});
    draft.world.actors.push_back(std::move(actor));
  }
}

}  // namespace whylocked::sim
