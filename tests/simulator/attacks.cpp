// Attackers: every try of theirs is planned before the play begins.
#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/places.hpp"

namespace whylocked::sim {

namespace {

std::size_t add_attacker(Draft& draft, std::string_view cause, std::vector<Address> addresses) {
  Actor attacker;
  attacker.role = Role::attacker;
  attacker.cause = cause;
  attacker.kind = "attack";
  attacker.spot = Spot::access;
  attacker.client = attacker_agent(draft.random);
  attacker.addresses = std::move(addresses);
  draft.world.actors.push_back(std::move(attacker));
  return draft.world.actors.size() - 1;
}

// Rented servers mostly, else somebody's connection at home.
std::vector<Address> draw_sources(Draft& draft, std::size_t count) {
  std::vector<Address> all;
  while (all.size() < count) {
    if (draft.random.chance(30)) {
      all.push_back(draw_home(draft.random, draft.row.ipv6));
      continue;
    }
    const Cloud& at = draw_hoster(draft.random);
    const auto some = draw_addresses(draft.random, at.operator_id, at.region, draft.row.ipv6, 1);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::size_t add_unknown(Draft& draft) {
  draft.world.accounts.push_back({unknown_name(draft), true, false});
  return draft.world.accounts.size() - 1;
}

std::vector<std::size_t> accounts_of_people(const Draft& draft) {
  std::vector<std::size_t> all;
  for (const std::size_t person : draft.people) all.push_back(draft.world.actors[person].account);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// A time so late that `length` still fits, in the later three quarters.
Micros draw_start(Draft& draft, Micros length) {
  const Span& span = draft.world.span;
  const Micros whole = span.to - span.from;
  const Micros latest = std::max(whole - length, whole / 4 + 1);
  return span.from + draft.random.between(whole / 4, latest);
}

}  // namespace

bool cast_spray(Draft& draft, std::size_t also) {
  Random& random = draft.random;
  std::vector<std::size_t> targets = accounts_of_people(draft);
  for (std::int64_t n = random.between(3, 15); n > 0; --n) targets.push_back(add_unknown(draft));
  random.shuffle(targets);
  const auto known = static_cast<std::size_t>(random.between(4, 14));
  if (targets.size() > known + 10) targets.resize(known + 10);
  if (also != kNobody) targets.push_back(also);

  const std::size_t sources = static_cast<std::size_t>(random.between(1, 4));
  const std::size_t actor = add_attacker(draft, "password-spray", draw_sources(draft, sources));
  if (also == kNobody) draft.world.leads = {actor};
  const std::int64_t rounds = draft.world.threshold + random.between(0, 2);
  const Micros pause = random.log_between(300, 3600) * kSecond;
  const Micros gap = random.log_between(1000, 20000) * 1000;
  const auto size = static_cast<Micros>(targets.size());
  Micros at = draw_start(draft, rounds * (pause + size * gap));
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (const std::size_t target : targets) {
      draft.world.strikes.push_back({at, actor, target, random.below(sources)});
      at += gap / 2 + random.between(0, gap);
    }
    at += pause * 3 / 4 + random.between(0, pause / 2);
    random.shuffle(targets);
  }
  return true;
}

bool cast_brute_force(Draft& draft) {
  Random& random = draft.random;
  const std::size_t actor = add_attacker(draft, "brute-force", draw_sources(draft, 1));
  draft.world.leads = {actor};
  const std::size_t target = random.pick(draft.world.actors).account;
  if (target == kNobody) return false;
  const Micros gap = random.log_between(300, 20000) * 1000;
  const std::int64_t tries = random.log_between(30, 400);
  Micros at = draw_start(draft, tries * gap);
  const Micros wobble = random.chance(40) ? gap / 20 : gap / 2;  // programs are steady, often
  for (std::int64_t i = 0; i < tries; ++i) {
    draft.world.strikes.push_back({at, actor, target, 0});
    at += gap + random.between(-wobble, wobble);
  }
  return true;
}

bool cast_stuffing(Draft& draft) {
  Random& random = draft.random;
  std::vector<std::size_t> tries;  // accounts
  std::vector<std::size_t> victims = accounts_of_people(draft);
  random.shuffle(victims);
  const auto locked = static_cast<std::size_t>(random.between(1, 3));
  for (std::size_t i = 0; i < victims.size(); ++i) {
    const std::int64_t times =
        i < locked ? draft.world.threshold + random.between(0, 4) : random.between(0, 1);
    tries.insert(tries.end(), static_cast<std::size_t>(times), victims[i]);
  }
  for (std::int64_t n = random.between(20, 120); n > 0; --n) tries.push_back(add_unknown(draft));
  random.shuffle(tries);

  const std::size_t sources = tries.size() - static_cast<std::size_t>(tries.size() / 4);
  const std::size_t actor =
      add_attacker(draft, "credential-stuffing", draw_sources(draft, sources));
  draft.world.leads = {actor};
  const Micros length = random.log_between(60, 480) * kMinute;
  const Micros from = draw_start(draft, length);
  for (std::size_t i = 0; i < tries.size(); ++i)
    draft.world.strikes.push_back({from + random.between(0, length), actor, tries[i], i % sources});
  return true;
}

}  // namespace whylocked::sim
