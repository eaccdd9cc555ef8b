// Signals about breadth: how many accounts the same addresses try, and how many callers try one
// account.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "attribute/signals/scene.hpp"
#include "base/number.hpp"

namespace whylocked::attribution {

namespace {

constexpr std::uint32_t kManyUsers = 5;
constexpr double kEntitled = .2;  // successful users per refused user; sprays reach .06
constexpr std::size_t kManyCallers =
    5;  // networks of strangers on one account; half of their addresses
constexpr std::size_t kSwarmNetworks = 12, kSwarmAddresses = 24;
constexpr std::size_t kMaxIncidents = 8;
constexpr std::size_t kMovingNetworks = 2;  // of a roaming device

// Accounts that failed from the lead's addresses within half an hour of `time`. Accounts at home
// there do not count: people slip, and an outage may refuse everyone.
std::set<TextId> crowd_around(const CaseView& view, Micros time) {
  constexpr std::size_t kEnough = 64;
  constexpr Micros kAround = kHour / 2;
  const Scene& scene = view.scene;
  const auto event_at = [&](Micros from) {
    return std::ranges::lower_bound(scene.events.rows, from, {}, &Event::time) -
           scene.events.rows.begin();
  };
  const auto first = event_at(time - kAround), end = event_at(time + kAround + 1);
  std::set<TextId> users;
  for (const TextId address : view.lead->addresses) {
    const auto rows = scene.correlation.by_address.of(address);
    auto at = std::ranges::lower_bound(rows, first);
    for (; at != rows.end() && *at < end && users.size() < kEnough; ++at)
      if (scene.correlation.strange[*at]) users.insert(scene.events.rows[*at].user);
    if (users.size() == kEnough) break;
  }
  return users;
}

// True for a sender that may try many accounts.
bool tries_many(Behaviour one) { return one == Behaviour::automation || one >= Behaviour::spray; }

Seen crowd_of(std::size_t others) {
  if (others == 0) return Seen::crowd_alone;
  if (others < 3) return Seen::crowd_few;
  return others < 7 ? Seen::crowd_some : Seen::crowd_many;
}

std::size_t largest_crowd(const CaseView& view) {
  std::size_t most = 1;  // the account itself
  for (std::size_t i = 0; i < std::min(view.one.incidents.size(), kMaxIncidents); ++i)
    most = std::max(
        most, crowd_around(view, view.scene.correlation.incidents[view.one.incidents[i]].locked_at)
                  .size());
  if (view.one.incidents.empty() && !view.failures.empty())
    most = std::max(most,
                    crowd_around(view, view.scene.events.rows[view.failures.back()].time).size());
  return most - 1;
}

// Many accounts that fail at the same time from elsewhere, where they do not sign in either. One
// of many lockouts coincides with a surge sooner or later.
std::optional<Observation> surge_of(const CaseView& view) {
  constexpr std::uint32_t kMin = 3;
  constexpr double kRare = .05;
  // P(a surge | another cause): accounts changed together, or a service was down. Only the latter
  // is excluded by an export that shows where each account signs in.
  constexpr double kCommon = .002, kOutage = .005;
  const Correlation& correlation = view.scene.correlation;
  const bool located = correlation.coverage.addresses;
  if (located && !correlation.strange[view.failures.back()]) return std::nullopt;
  Surge surge;
  std::size_t surges = 0;
  const std::size_t lockouts = std::min(view.one.incidents.size(), kMaxIncidents);
  for (std::size_t i = 0; i < lockouts; ++i) {
    const Incident& incident = correlation.incidents[view.one.incidents[i]];
    const Surge one = view.scene.surges.at(incident.locked_at);
    if (one.others < kMin || one.by_chance > kRare) continue;
    ++surges;
    if (one.by_chance < surge.by_chance) surge = one;
  }
  if (2 * surges <= lockouts) return std::nullopt;
  if (located && 2 * largest_crowd(view) >= surge.others) return std::nullopt;
  const bool shown = located && correlation.coverage.successes;
  Observation made = seen(view, crowd_of(surge.others),
                          fmt::format("{} other accounts failed within {}{}", surge.others,
                                      surge.within == kHour ? "an hour" : "a day",
                                      shown ? ", from where they never sign in" : ""));
  const double given = std::max(surge.by_chance, shown ? kCommon : kOutage);
  for (std::size_t b = 0; b < kBehaviours; ++b)
    if (const auto one = static_cast<Behaviour>(b); !tries_many(one)) made.given[one] = given;
  return made;
}

// Whether a campaign tried its accounts like a list, each soon after the one before.
bool is_list(const CaseView& view) {
  constexpr Micros kSoon = 30 * kSecond;
  constexpr std::size_t kMin = 4;
  struct Tried {
    Micros first = INT64_MAX, last = INT64_MIN;  // failure
  };
  std::unordered_map<TextId, Tried> by_user;
  const auto add = [&](TextId user, Micros first, Micros last) {
    if (first < view.one.first || last > view.one.last) return;
    Tried& tried = by_user[user];
    tried.first = std::min(tried.first, first);
    tried.last = std::max(tried.last, last);
  };
  for (const std::uint32_t index : view.one.callers) {
    const Caller& caller = view.scene.correlation.callers[index];
    const bool within = caller.first >= view.one.first && caller.last <= view.one.last;
    if (within && caller.successes == 0 && caller.failures > 0) {
      add(caller.user, caller.first, caller.last);
      continue;
    }
    for (const std::uint32_t attempt : caller.attempts)
      if (const Event& event = view.scene.events.rows[attempt];
          event.kind == EventKind::login_failed)
        add(caller.user, event.time, event.time);
  }
  std::vector<Tried> order;
  for (const auto& [user, tried] : by_user) order.push_back(tried);
  std::ranges::sort(order, {}, [](const Tried& one) { return std::tie(one.first, one.last); });
  std::size_t next = 0;
  for (std::size_t i = 1; i < order.size(); ++i)
    next += order[i].first <= order[i - 1].last + kSoon;
  return order.size() >= kMin && 10 * next >= 8 * (order.size() - 1);
}

bool is_regular(const CaseView& view, const Caller& caller) {
  constexpr std::size_t kMinTries = 24;
  if (caller.attempts.size() <= kMinTries || caller.last - caller.first < kDay / 2) return false;
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < caller.attempts.size(); ++i)
    gaps.push_back(view.scene.events.rows[caller.attempts[i]].time -
                   view.scene.events.rows[caller.attempts[i - 1]].time);
  std::ranges::sort(gaps);
  const Micros middle = gaps[gaps.size() / 2];
  return 5 * gaps[gaps.size() / 10] >= 4 * middle && 5 * gaps[gaps.size() * 9 / 10] <= 6 * middle;
}

// Whether a campaign tried its accounts around the clock, day after day, at a fixed period. It may
// have a million callers.
bool is_round(const CaseView& view) {
  std::size_t irregular = 0;
  return std::ranges::none_of(view.one.callers, [&](std::uint32_t index) {
    irregular += !is_regular(view, view.scene.correlation.callers[index]);
    return 10 * irregular > view.one.callers.size();
  });
}

// Accounts that signed in. For a campaign only its own callers count, as others share an office or
// gateway.
std::size_t accounts_let_in(const CaseView& view) {
  if (!view.is_campaign()) return view.lead->users_succeeded;
  std::unordered_set<TextId> users;
  for (const std::uint32_t index : view.one.callers) {
    const Caller& caller = view.scene.correlation.callers[index];
    if (caller.successes > 0) users.insert(caller.user);
  }
  return users.size();
}

// Whether another caller with a considerable share of the lockouts is in a different known network.
bool calls_apart(const CaseView& view) {
  constexpr double kPart = .3;
  const auto& callers = view.scene.correlation.callers;
  for (std::size_t i = 0; i < view.one.callers.size(); ++i) {
    const std::uint32_t network = callers[view.one.callers[i]].network;
    if (view.one.shares[i] >= kPart && network != 0 && view.lead->network != 0 &&
        view.scene.networks.at(network).operator_id !=
            view.scene.networks.at(view.lead->network).operator_id)
      return true;
  }
  return false;
}

// The places of callers that never signed in. Counting stops at the thresholds.
struct Strangers {
  std::unordered_set<std::uint64_t> networks;  // with one or two tries per address
  std::unordered_set<TextId> addresses;
  std::unordered_set<std::uint64_t> networks_of_user;
  std::unordered_set<TextId> addresses_of_user;
  std::unordered_set<std::uint64_t> stubborn;  // networks, with any number of tries
};

Strangers strangers_of(const CaseView& view) {
  Strangers all;
  for (const std::uint32_t caller : view.one.callers) {
    const Caller& one = view.scene.correlation.callers[caller];
    if (one.successes > 0 || view.scene.last_success(one)) continue;
    const bool few = one.failures <= 2 * std::max<std::uint64_t>(one.addresses.size(), 1);
    for (const TextId address : one.addresses) {
      const std::uint64_t network =
          one.network != 0 ? one.network : view.scene.events.addresses.at(address).block();
      all.stubborn.insert(network);
      if (!few) continue;
      if (all.networks.size() < kSwarmNetworks) all.networks.insert(network);
      if (all.addresses.size() < kSwarmAddresses) all.addresses.insert(address);
      if (one.user != view.user) continue;
      all.networks_of_user.insert(network);
      all.addresses_of_user.insert(address);
    }
  }
  return all;
}

}  // namespace

Observations observe_spread(const CaseView& view) {
  if (view.lead == nullptr || view.lead->addresses.empty()) return {};
  const bool too_few = view.scene.events.users.size() <= kManyUsers;  // to spread over
  if (too_few && !view.is_campaign()) return {};
  if (view.is_campaign() && is_round(view)) return {};  // observe_crowd() says so
  const Caller& lead = *view.lead;
  const bool shows_successes = view.scene.correlation.coverage.successes;
  const std::size_t refused = view.is_campaign()
                                  ? std::max<std::size_t>(lead.users_failed, view.one.users.size())
                                  : lead.users_failed;
  if (refused <= 1)
    return {seen(view, Seen::spread_one, "its addresses were refused on this account only")};
  const std::size_t let_in = accounts_let_in(view);
  const bool shared = static_cast<double>(let_in) > kEntitled * static_cast<double>(refused);
  Observation made =
      seen(view,
           refused < kManyUsers ? Seen::spread_few
           : shared             ? Seen::spread_shared
                                : Seen::spread_many,
           fmt::format("{} refused on {} accounts ({} of them unknown){}",
                       view.is_campaign() ? "the campaign was" : "its addresses were", refused,
                       lead.users_unknown,
                       shows_successes ? fmt::format(" and let in on {}", let_in) : std::string()));
  if (refused < kManyUsers) return {made};
  const Given& many = row(Seen::spread_many).given;
  // Without successes, the export does not show whether others were let in.
  if (!shows_successes) {
    made.given = row(Seen::spread_shared).given;
    made.given.add(many);
    // If no client text tells apart those who share an address, an attacker among them has the
    // others' successes.
  } else if (shared && (lead.client == kNone || is_browser(view.text(lead.client)))) {
    for (const Behaviour one :
         {Behaviour::spray, Behaviour::brute_force, Behaviour::stuffing, Behaviour::automation})
      made.given[one] += many[one];
  }
  return {made};
}

Observations observe_crowd(const CaseView& view) {
  if (view.lead == nullptr || view.failures.empty() || !view.has_clock()) return {};
  if (view.scene.events.users.size() <= kManyUsers) return {};
  if (!view.is_campaign())
    if (const std::optional<Observation> made = surge_of(view)) return {*made};
  if (view.lead->addresses.empty() && !view.is_campaign()) return {};
  if (view.is_campaign() && is_round(view)) return {seen(view, Seen::crowd_round)};
  std::size_t others = view.lead->addresses.empty() ? 0 : largest_crowd(view);
  // Among many others, some accounts follow each other by chance.
  if (view.is_campaign() && others < 2 * view.one.users.size() && is_list(view))
    return {seen(view, Seen::crowd_list)};
  // Accounts outside the campaign may have failed from its addresses too.
  const bool within = view.is_campaign() && others < view.one.users.size();
  if (within) others = view.one.users.size() - 1;
  const Seen what = crowd_of(others);
  Observation made =
      seen(view, what,
           others == 0 ? std::string("no other account failed from there within an hour")
                       : fmt::format("{} other account{} failed {} within an hour", others,
                                     others == 1 ? "" : "s",
                                     within ? "in the same campaign" : "from there"));
  // A campaign tries accounts like a list, however slowly. Where many accounts fail outside a
  // campaign, an attack is unlikely.
  constexpr double kUnseen = .1;
  for (std::size_t b = 0; b < kBehaviours; ++b) {
    const auto one = static_cast<Behaviour>(b);
    const bool attack = one == Behaviour::spray || one == Behaviour::stuffing;
    if (view.is_campaign() && view.one.users.size() > 1 && !attack)
      made.given[one] = std::min(made.given[one], row(Seen::crowd_list).given[one]);
    if (!view.is_campaign() && what == Seen::crowd_many && attack) made.given[one] *= kUnseen;
  }
  return {made};
}

Observations observe_callers(const CaseView& view) {
  if (view.one.callers.empty()) return {};
  const Strangers strangers = strangers_of(view);
  // Neither programs nor people are refused in a dozen networks while others sign in.
  const bool stubborn =
      view.scene.correlation.coverage.successes && strangers.stubborn.size() >= kSwarmNetworks;
  const bool many = stubborn || strangers.addresses_of_user.size() >= kManyCallers ||
                    (view.is_campaign() && view.one.addresses >= kManyAddresses);
  const bool swarm =
      stubborn || (many && (strangers.networks.size() >= kSwarmNetworks ||
                            (strangers.addresses.size() >= kSwarmAddresses &&
                             (view.is_campaign() || strangers.networks.size() > kMovingNetworks))));
  const Seen what = swarm ? Seen::callers_swarm : many ? Seen::callers_many : Seen::callers_few;
  const std::size_t callers =
      std::max<std::size_t>(strangers.addresses_of_user.size(), view.one.addresses);
  Observation made =
      seen(view, what,
           what == Seen::callers_swarm
               ? fmt::format("{} unrelated callers in {}, {}", callers,
                             counted(strangers.stubborn.size(), "network"),
                             stubborn ? "none of which got in" : "with one or two tries each")
           : what == Seen::callers_many
               ? fmt::format("{} unrelated callers, with one or two tries each", callers)
               : std::string());
  // A roaming device has many addresses too, in one or two networks.
  if (what == Seen::callers_many && strangers.networks_of_user.size() <= kMovingNetworks &&
      view.place.seen == Seen::place_access)
    made.given[Behaviour::device] = row(Seen::moves_many).given[Behaviour::device];
  // Several programs on one account fail side by side. A single cause rarely needs a second caller,
  // unless it roams between access networks without a client text, and rarely calls from the
  // networks of two operators.
  const bool moves = view.place.seen == Seen::place_access && view.lead->client == kNone;
  const bool shared = view.one.kind == CaseKind::contested, apart = shared && calls_apart(view);
  const double several = .98 * (apart ? .6 : 1);
  const double single = (moves ? .4 : .05) * (apart ? .1 : 1);  // P(contested | such a cause)
  made.facts.push_back(
      {hypothesis_of("several-causes"), shared ? several : 1 - several,
       shared ? single : 1 - single, 1,
       shared ? "; each lockout needs two callers that differ" : "; one caller is enough"});
  return {made};
}

Observations observe_addresses(const CaseView& view) {
  constexpr std::uint32_t kMany = 5;
  if (view.place.seen != Seen::place_access || view.is_campaign()) return {};
  const std::uint32_t addresses = view.one.addresses;
  if (addresses <= 1) return {seen(view, Seen::moves_one)};
  return {seen(view, addresses < kMany ? Seen::moves_few : Seen::moves_many,
               fmt::format("{} addresses of access networks", addresses))};
}

}  // namespace whylocked::attribution
