#include "simulator/facts.hpp"

#include <algorithm>

namespace whylocked::sim {

namespace {

// A period shows from so many runs on; that there is none needs more.
constexpr std::size_t kRunsOfPeriod = 5, kRunsOfDisorder = 8;
// What is known with less confidence excludes nothing: nobody could build on it.
constexpr double kSure = 0.8;

bool among(std::string_view text, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_local(Spot spot) {
  return spot == Spot::office || spot == Spot::access || spot == Spot::gateway;
}

bool sure(const Fact& fact) { return fact.confidence >= kSure; }

bool place_fits(const Integration& one, Spot spot) {
  if (!sure(one.place_fact)) return true;
  switch (one.place) {
    case Place::vendor_cloud:
      return !is_local(spot);
    case Place::premises:
    case Place::desktop:
      return is_local(spot);
    case Place::either:
    case Place::unknown:
      return true;
  }
  return true;
}

bool publishes(const Integration& one, const Address& address) {
  return std::any_of(one.published.begin(), one.published.end(),
                     [&](const Prefix& prefix) { return prefix.contains(address); });
}

bool hosted_at(const Integration& one, const Network& at) {
  return std::any_of(one.clouds.begin(), one.clouds.end(), [&](const CloudPlace& cloud) {
    return cloud.operator_id == at.operator_id &&
           (cloud.region.empty() || cloud.region == at.region);
  });
}

// Outside the customer's own places.
bool address_fits(const Integration& one, const Address& address) {
  if (publishes(one, address)) return true;
  const Network& at = network(network_of(address));
  if (at.kind == OperatorKind::published) return false;
  if (among(at.operator_id, one.operators) || hosted_at(one, at)) return true;
  const bool elsewhere = (!one.clouds.empty() && sure(one.cloud_fact)) ||
                         (!one.operators.empty() && sure(one.operators_fact));
  return !elsewhere && at.kind != OperatorKind::vendor;
}

bool period_fits(const Integration& one, const Actor& actor, std::size_t runs) {
  const auto minutes = fixed_minutes(one);
  if (minutes.empty() || !sure(one.schedule.fact)) return true;
  if (actor.role != Role::machine || runs < kRunsOfPeriod) return true;
  if (actor.beat.kind > Beat::nightly) return runs < kRunsOfDisorder;
  const Micros played = actor.beat.kind == Beat::nightly ? kDay : actor.beat.period;
  return std::any_of(minutes.begin(), minutes.end(), [&](std::uint32_t m) {
    const Micros documented = m * kMinute;
    return std::abs(played - documented) * 7 <= documented;
  });
}

bool client_fits(const Integration& one, std::string_view agent) {
  if (one.clients.empty() || !sure(one.client_fact) || agent.empty()) return true;
  const ClientSignature* signature = match_client(agent);
  return signature != nullptr && among(signature->id, one.clients);
}

template <class Matches>
const Integration* only_one(const Matches& matches) {
  return matches.size() == 1 ? matches.front().integration : nullptr;
}

// A sibling of the same vendor whose own place is not documented may share the network.
bool may_call_from(const Integration& one, std::string_view operator_id, const Integration& owner) {
  if (among(operator_id, one.operators)) return true;
  return one.vendor == owner.vendor && one.clouds.empty() && one.operators.empty() &&
         one.published.empty() && one.place != Place::premises && one.place != Place::desktop;
}

const Integration* only_on_network(std::string_view operator_id) {
  const Integration* owner = nullptr;
  for (const Integration& one : integrations())
    if (among(operator_id, one.operators)) owner = owner == nullptr ? &one : owner;
  if (owner == nullptr) return nullptr;
  for (const Integration& one : integrations())
    if (&one != owner && may_call_from(one, operator_id, *owner)) return nullptr;
  return owner;
}

template <class Range, class Same>
bool same(const Range& a, const Range& b, Same same_item) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_item);
}

}  // namespace

bool is_playable(const Integration& one) {
  return one.category != "password manager" && !is_own_script(one) && !one.own_login.known();
}

bool is_own_script(const Integration& one) { return one.category == "custom API"; }

bool fills_in_pages(const Integration& one) {
  return one.category == "password manager" && one.place == Place::desktop;
}

std::span<const std::uint32_t> fixed_minutes(const Integration& one) {
  const bool kept =
      one.schedule.kind == ScheduleKind::interval || one.schedule.kind == ScheduleKind::daily;
  return kept ? one.schedule.minutes : std::span<const std::uint32_t>{};
}

bool fits(const Integration& one, const Actor& actor, const Coverage& sight) {
  if (sight.addresses) {
    if (!place_fits(one, actor.spot)) return false;
    if (!is_local(actor.spot) &&
        !std::all_of(actor.addresses.begin(), actor.addresses.end(),
                     [&](const Address& address) { return address_fits(one, address); }))
      return false;
  }
  if (one.schedule.kind == ScheduleKind::monthly && sight.runs >= kRunsOfPeriod) return false;
  return period_fits(one, actor, sight.runs) && (!sight.clients || client_fits(one, actor.client));
}

bool same_facts(const Integration& a, const Integration& b) {
  const auto equal = [](const auto& x, const auto& y) { return x == y; };
  return a.listed == b.listed && a.place == b.place && a.schedule.kind == b.schedule.kind &&
         a.human_account.value == b.human_account.value && a.api_user.value == b.api_user.value &&
         same(a.clouds, b.clouds,
              [](const CloudPlace& x, const CloudPlace& y) {
                return x.operator_id == y.operator_id && x.region == y.region;
              }) &&
         same(a.operators, b.operators, equal) && same(a.published, b.published, equal) &&
         same(a.schedule.minutes, b.schedule.minutes, equal) && same(a.clients, b.clients, equal);
}

const Integration* named_by_address(const Address& address) {
  const Network& at = network(network_of(address));
  if (at.kind == OperatorKind::published) return find_integration(at.integration);
  return at.kind == OperatorKind::vendor ? only_on_network(at.operator_id) : nullptr;
}

const Integration* named_by_agent(std::string_view agent) {
  const ClientSignature* signature = match_client(agent);
  if (signature == nullptr ||
      (signature->kind != ClientKind::automation && signature->kind != ClientKind::admin_script))
    return nullptr;
  const Integration* only = nullptr;
  for (const Integration& one : integrations())
    if (among(signature->id, one.clients)) {
      if (only != nullptr) return nullptr;
      only = &one;
    }
  return only;
}

const Integration* named_by_text(std::string_view text) { return only_one(match_name(text)); }

const Integration* named_in_username(std::string_view username) {
  return only_one(names_inside(username));
}

}  // namespace whylocked::sim
