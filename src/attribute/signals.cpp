// The table of signals, and what they share: the Case and the Finding.
#include "attribute/signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace whylocked::old {

namespace {

constexpr Signal kSignals[] = {
    {"account-link", SignalGroup::alone,
     "site file, API-user table, vendor column, a product's name in the username",
     "names the product", look_at_account_link},
    {"account-kind", SignalGroup::alone, "API user or person",
     "server syncs from Outlook, browsers, people", look_at_account_kind, Seen::account_api_user,
     Seen::place_cloud},
    {"declared", SignalGroup::alone, "the site's list of installed products and known sources",
     "what is in use from what is not", look_at_declared, Seen::declared_not_installed, Seen::end},
    {"published-address", SignalGroup::place, "ranges that vendors publish for outgoing calls",
     "decides where it hits, speaks a little against where it misses", look_at_published_address},
    {"operator", SignalGroup::place, "who operates the address: vendor, cloud and region, office",
     "vendor, then place", look_at_operator, Seen::place_cloud, Seen::client_browser},
    {"client", SignalGroup::place, "user agent and application text",
     "kinds of client, seldom a product", look_at_client, Seen::client_browser,
     Seen::schedule_fixed},
    {"schedule", SignalGroup::timing, "period, nightly, working hours, round the clock",
     "products by period, machines from people", look_at_schedule, Seen::schedule_fixed,
     Seen::onset_change},
    {"pace", SignalGroup::timing, "seconds between single attempts", "guessing from polling",
     look_at_pace, Seen::pace_burst, Seen::goes_on},
    {"persistence", SignalGroup::timing, "attempts while the account is locked",
     "machine, person, attacker", look_at_persistence, Seen::goes_on, Seen::recovers},
    {"onset", SignalGroup::alone, "failures that begin at a change, or after earlier success",
     "stored passwords from everything else", look_at_onset, Seen::onset_change,
     Seen::earlier_success},
    {"earlier-success", SignalGroup::alone, "whether the same caller ever got in",
     "stale client from attack", look_at_earlier_success, Seen::earlier_success,
     Seen::fan_out_many},
    {"recovery", SignalGroup::alone, "a success from the same place soon after",
     "a person who mistyped", look_at_recovery, Seen::recovers, Seen::recurs_twice},
    {"recurrence", SignalGroup::alone, "how many lockouts of the account the caller had a part in",
     "a stored password from a person who has learnt it", look_at_recurrence, Seen::recurs_twice,
     Seen::declared_not_installed},
    {"fan-out", SignalGroup::alone, "how many accounts the caller tries",
     "sprays from stale clients", look_at_fan_out, Seen::fan_out_many, Seen::fan_in_some},
    {"fan-in", SignalGroup::alone, "how many callers try the account",
     "credential stuffing from stale clients", look_at_fan_in, Seen::fan_in_some, Seen::pace_burst},
    {"api-activity", SignalGroup::alone, "calls an hour and vendor around the change",
     "the product, as far as its vendor is named", look_at_api_activity},
};

PlaceSeen find_place(const Scene& scene, const Caller& origin) {
  const Events& events = scene.events;
  const Site& site = scene.site;
  PlaceSeen place;
  if (origin.addresses.empty()) return place;
  const Address& first = events.addresses.at(origin.addresses.front());
  place.address = to_text(first);
  const auto in_office = [&](TextId id) {
    const Address& address = events.addresses.at(id);
    return address.is_private() ||
           std::any_of(site.office.begin(), site.office.end(),
                       [&](const Prefix& prefix) { return prefix.contains(address); });
  };
  if (std::all_of(origin.addresses.begin(), origin.addresses.end(), in_office)) {
    place.seen = Seen::place_office;
    return place;
  }
  place.date = network_table_date();
  if (origin.network == 0) {
    place.seen = Seen::place_access;
    return place;
  }
  place.network = &scene.networks.at(origin.network);
  if (place.network->kind != OperatorKind::none)
    place.date = network_date(place.network->operator_id);
  switch (place.network->kind) {
    case OperatorKind::none:
      place.seen = Seen::place_access;
      break;
    case OperatorKind::hoster:
      place.seen = Seen::place_hoster;
      break;
    case OperatorKind::vendor:
      place.seen = Seen::place_vendor;
      break;
    case OperatorKind::gateway:
      place.seen = Seen::place_gateway;
      break;
    case OperatorKind::cloud:
    case OperatorKind::published:
      place.seen = Seen::place_cloud;
      break;
  }
  return place;
}

}  // namespace

std::span<const Signal> signals() { return kSignals; }

Situation make_case(const Scene& scene, const Incident& incident, const Contribution& blame,
               const Account& account) {
  const Caller& origin = scene.correlation.callers[blame.caller];
  auto& memo = scene.memory->origins[blame.caller];
  if (!memo) {
    memo = std::make_unique<OriginMemo>();
    memo->place = find_place(scene, origin);
  }
  std::vector<std::uint32_t> among;
  if (incident.contributions.size() > 1 && !incident.counted.empty()) {
    // Both lists run in time order, so the origin's part is a merge over the window alone.
    const auto begin =
        std::lower_bound(origin.attempts.begin(), origin.attempts.end(), incident.counted.front());
    const auto end = std::upper_bound(begin, origin.attempts.end(), incident.counted.back());
    std::set_intersection(begin, end, incident.counted.begin(), incident.counted.end(),
                          std::back_inserter(among));
  }
  return {scene, incident, blame, account, *memo, std::move(among)};
}

Situation::Situation(const Scene& all, const Incident& which, const Contribution& part, const Account& whose,
           OriginMemo& known, std::vector<std::uint32_t> counted_among)
    : scene(all),
      events(all.events),
      incident(which),
      blame(part),
      origin(all.correlation.callers[part.caller]),
      site(all.site),
      account(whose),
      memo(known),
      place(known.place),
      holds(holds_at(known.place.date, which.locked_at)),
      among(std::move(counted_among)),
      counted(which.contributions.size() > 1 ? std::span<const std::uint32_t>(among)
                                       : std::span<const std::uint32_t>(which.counted)) {}

std::string Finding::words(std::size_t index) const {
  for (const auto& [rival, text] : own)
    if (rival == index) return text;
  return judged->more ? says + (*judged->more)[index] + tail : says + tail;
}

std::string in_words(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * 3600) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 2 * 86400) return fmt::format("{:.3g} h", seconds / 3600);
  return fmt::format("{:.3g} days", seconds / 86400);
}

}  // namespace whylocked::old
