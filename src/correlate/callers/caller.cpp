// Attempts are sorted by exact place first; then the places of a network are pooled, or kept apart
// where their behaviour differs. Callers are in the order of their first attempts.

#include "correlate/callers/caller.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <map>
#include <utility>

#include "correlate/callers/apart.hpp"

namespace whylocked::callers {

namespace {

// Places with fewer attempts have no behaviour to speak of; more than a few are not compared.
constexpr std::size_t kMinAttempts = 5, kMaxCompared = 6;
constexpr double kApart = 3;          // nats, for two addresses of one network
constexpr double kApartOutcomes = 5;  // nats, for one client that both fails and succeeds
constexpr std::size_t kMinSpells = 3;
constexpr double kTogether = -5;  // nats, for addresses of unrelated networks
constexpr std::uint64_t kMinFailures = 3;
constexpr std::uint64_t kMaxParts = 16;   // a caller with less of the failures is beside the point
constexpr std::size_t kMaxDifferent = 8;  // comparisons without a match

bool failed(const Event& event) { return event.kind == EventKind::login_failed; }

void set_totals(std::span<const Event> rows, Caller& caller) {
  std::optional<Micros> success;
  std::uint64_t failures_since = 0;
  for (const std::uint32_t index : caller.attempts) {
    const Event& event = rows[index];
    if (event.kind == EventKind::login_succeeded) {
      caller.successes += event.count;
      success = event.time;
      failures_since = 0;
    } else if (failed(event)) {
      caller.failures += event.count;
      failures_since += event.count;
    }
  }
  caller.first = rows[caller.attempts.front()].time;
  caller.last = rows[caller.attempts.back()].time;
  // One failure may be a slip; two with no success since are a flip.
  if (failures_since >= 2) caller.last_success_before_failures = success;
}

Stream stream_of(std::span<const Event> rows, std::span<const std::uint32_t> attempts) {
  Stream stream;
  for (const std::uint32_t index : attempts) {
    if (rows[index].precision != Precision::day) stream.times.push_back(rows[index].time);
    (failed(rows[index]) ? stream.failures : stream.successes) += rows[index].count;
  }
  return stream;
}

// The caller that has an address; null: several.
using Owners = std::map<TextId, const Caller*>;

Owners owners_of_addresses(const std::vector<Caller>& callers) {
  Owners owners;
  for (const Caller& caller : callers)
    for (const TextId address : caller.addresses)
      if (const auto [owner, fresh] = owners.try_emplace(address, &caller); !fresh)
        owner->second = nullptr;
  return owners;
}

// `client`: of the lock row.
const Caller* only_owner(const Owners& owners, const Event& lock, TextId client) {
  const auto found = owners.find(lock.address);
  if (found == owners.end() || found->second == nullptr) return nullptr;
  return client == kNone || client == found->second->client ? found->second : nullptr;
}

// Consecutive attempts that are the same in something.
template <class Attempt, class Same, class Work>
void for_each_run(std::span<Attempt> attempts, Same same, Work work) {
  for (std::size_t from = 0, to = 0; from < attempts.size(); from = to) {
    while (to < attempts.size() && same(attempts[to]) == same(attempts[from])) ++to;
    work(attempts.subspan(from, to - from));
  }
}

// Without a time of day there is no rhythm.
std::vector<Micros> times_of(std::span<const Event> rows, const Caller& caller, bool successes) {
  std::vector<Micros> times;
  for (const std::uint32_t index : caller.attempts)
    if (const Event& event = rows[index]; event.precision != Precision::day &&
                                          (successes || event.kind != EventKind::login_succeeded))
      times.push_back(event.time);
  return times;
}

// Spells of failures with a success after them: somebody who forgot the password has one.
std::size_t count_spells(std::span<const Event> rows, std::span<const std::uint32_t> attempts) {
  std::size_t spells = 0;
  for (std::size_t i = 1; i < attempts.size(); ++i)
    spells += failed(rows[attempts[i - 1]]) && !failed(rows[attempts[i]]);
  return spells;
}

bool by_first_attempt(const Caller& a, const Caller& b) {
  return a.attempts.front() < b.attempts.front();
}

}  // namespace

CallerTracer::Key CallerTracer::place_key(const Event& event) const {
  if (programs_.at(event.program).computer != kNone) return {.program = event.program};
  return {.network = places_.network(event.address),
          .program = event.program,
          .place = places_.place(event.address)};
}

CallerTracer::Key CallerTracer::family_key(Key key) const {
  if (key.network != 0) key.place = 0;
  return key;
}

void CallerTracer::keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                                std::vector<std::uint32_t>& attempts) const {
  std::vector<Key> families;
  for (const std::uint32_t index : asked) families.push_back(family_key(place_key(rows[index])));
  add_failing(rows, attempts, families);
  std::sort(families.begin(), families.end());
  families.erase(std::unique(families.begin(), families.end()), families.end());
  std::bitset<256> filter;  // few attempts that are of no family pass it
  const auto slot = [](const Key& key) {
    return (key.network * 0x9e3779b1u ^ key.place * 0x85ebca77u ^ key.program * 0xc2b2ae3du) >> 24;
  };
  for (const Key& family : families) filter.set(slot(family));
  std::erase_if(attempts, [&](std::uint32_t index) {
    const Key family = family_key(place_key(rows[index]));
    return !filter[slot(family)] || !std::binary_search(families.begin(), families.end(), family);
  });
}

// Families that may be joined with others, see join_networks.
void CallerTracer::add_failing(std::span<const Event> rows, std::span<const std::uint32_t> attempts,
                               std::vector<Key>& families) const {
  std::vector<Key> failing;
  for (const std::uint32_t index : attempts)
    if (failed(rows[index])) failing.push_back(family_key(place_key(rows[index])));
  std::sort(failing.begin(), failing.end());
  for_each_run(
      std::span(failing), [](const Key& key) { return key; },
      [&](std::span<Key> same) {
        if (same.size() >= kMinFailures) families.push_back(same.front());
      });
}

// Two products in one cloud region must not be mixed into one rhythm, and many say no more than the
// library that they are made with: the busiest addresses are compared.
void CallerTracer::pool_places(std::span<const Event> rows, std::span<Attempt> family) const {
  const Key first = family.front().key;
  if (first == family.back().key) {
    for (Attempt& attempt : family) attempt.key = family_key(attempt.key);
    return;
  }
  std::vector<std::span<Attempt>> places;
  for_each_run(
      family, [](const Attempt& attempt) { return attempt.key.place; },
      [&](std::span<Attempt> own) {
        if (own.size() >= kMinAttempts) places.push_back(own);
      });
  if (places.size() > 1) divide_family(rows, places);
  for (Attempt& attempt : family) attempt.key = family_key(attempt.key);
  std::sort(family.begin(), family.end());
}

// Each place joins the part that it is most like, or begins one.
void CallerTracer::divide_family(std::span<const Event> rows,
                                 std::vector<std::span<Attempt>>& places) const {
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a.front().index < b.front().index;
  });
  places.resize(std::min(places.size(), kMaxCompared));
  std::vector<std::vector<std::uint32_t>> parts;  // attempts
  for (const std::span<Attempt> place : places) {
    std::vector<std::uint32_t> own;
    for (const Attempt& attempt : place) own.push_back(attempt.index);
    const Stream stream = stream_of(rows, own);
    std::size_t best = parts.size();
    double least = kApart;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const double odds = log_odds_apart(stream, stream_of(rows, parts[part]), zone_, -INFINITY);
      if (odds < least) least = odds, best = part;
    }
    if (best == parts.size()) parts.emplace_back();
    std::vector<std::uint32_t>& part = parts[best];
    const auto middle = part.insert(part.end(), own.begin(), own.end());
    std::inplace_merge(part.begin(), middle, part.end());
    for (Attempt& attempt : place) attempt.key.part = static_cast<std::uint32_t>(best);
  }
}

// One program may call from several networks in turn: a pool of egress addresses, a phone. Where
// one rhythm explains two failing callers much better than two do, they are one.
void CallerTracer::join_networks(std::span<const Event> rows, std::vector<Caller>& callers) const {
  std::vector<Caller*> busiest, joined;
  std::uint64_t failures = 0;
  for (Caller& caller : callers) {
    if (caller.failures < kMinFailures) continue;
    failures += caller.failures;
    if (caller.computer == kNone && caller.attempts.size() >= kMinAttempts)
      busiest.push_back(&caller);
  }
  std::erase_if(busiest,
                [&](const Caller* caller) { return caller->failures * kMaxParts < failures; });
  std::stable_sort(busiest.begin(), busiest.end(), [](const Caller* a, const Caller* b) {
    return a->attempts.size() > b->attempts.size();
  });
  std::size_t different = 0;
  for (Caller* caller : busiest) {
    const auto is_same = [&](Caller* other) {
      if (different == kMaxDifferent || other->client != caller->client ||
          other->application != caller->application || other->vendor != caller->vendor)
        return false;
      const bool same =
          log_odds_apart(stream_of(rows, caller->attempts), stream_of(rows, other->attempts), zone_,
                         kTogether) < kTogether;
      different += !same;
      return same;
    };
    const auto found = std::find_if(joined.begin(), joined.end(), is_same);
    if (found == joined.end()) {
      joined.push_back(caller);
      continue;
    }
    std::vector<std::uint32_t>& own = caller->attempts;
    own.insert(own.end(), (*found)->attempts.begin(), (*found)->attempts.end());
    std::sort(own.begin(), own.end());
    set_attempts(rows, **found, own);
    (*found)->network = places_.network((*found)->addresses.front());
    own.clear();
  }
  if (joined.size() == busiest.size()) return;
  std::erase_if(callers, [](const Caller& caller) { return caller.attempts.empty(); });
  std::sort(callers.begin(), callers.end(), by_first_attempt);
}

// A stale and a healthy product on one account often share an address: then the failures and the
// successes keep different beats. One that stopped working has its failures after its successes.
void CallerTracer::divide_outcomes(std::span<const Event> rows,
                                   std::vector<Caller>& callers) const {
  const std::size_t before = callers.size();
  for (std::size_t i = 0; i < before; ++i) {
    std::vector<std::uint32_t> failures, successes;
    for (const std::uint32_t index : callers[i].attempts)
      (failed(rows[index]) ? failures : successes).push_back(index);
    if (failures.size() < kMinAttempts || successes.size() < kMinAttempts) continue;
    if (count_spells(rows, callers[i].attempts) < kMinSpells) continue;
    Stream a = stream_of(rows, failures), b = stream_of(rows, successes);
    a.failures = b.successes = 0;  // that outcomes differ is given here, not evidence
    if (log_odds_apart(a, b, zone_, kApartOutcomes) < kApartOutcomes) continue;
    Caller healthy = callers[i];
    set_attempts(rows, callers[i], failures);
    set_attempts(rows, healthy, successes);
    callers.push_back(std::move(healthy));
  }
  if (callers.size() > before) std::sort(callers.begin(), callers.end(), by_first_attempt);
}

Caller CallerTracer::make_caller(std::span<const Event> rows,
                                 std::span<const Attempt> attempts) const {
  const Key& key = attempts.front().key;
  const Program& program = programs_.at(key.program);
  Caller caller;
  caller.user = rows[attempts.front().index].user;
  caller.client = program.client;
  caller.application = program.application;
  caller.vendor = program.vendor;
  caller.computer = program.computer;
  caller.attempts.reserve(attempts.size());
  for (const Attempt& attempt : attempts) caller.attempts.push_back(attempt.index);
  set_addresses(rows, caller);
  caller.network = key.network;
  if (caller.computer != kNone && !caller.addresses.empty()) {
    caller.network = places_.network(caller.addresses.front());
    for (const TextId address : caller.addresses)
      if (places_.network(address) != caller.network) caller.network = 0;
  }
  set_totals(rows, caller);
  return caller;
}

void CallerTracer::set_attempts(std::span<const Event> rows, Caller& caller,
                                std::vector<std::uint32_t> attempts) const {
  caller.attempts = std::move(attempts);
  caller.failures = caller.successes = 0;
  caller.last_success_before_failures.reset();
  set_addresses(rows, caller);
  set_totals(rows, caller);
}

void CallerTracer::set_addresses(std::span<const Event> rows, Caller& caller) const {
  std::vector<TextId> addresses;
  for (const std::uint32_t index : caller.attempts) {
    const TextId address = rows[index].address;
    if (address != kNone && (addresses.empty() || addresses.back() != address))
      addresses.push_back(address);
  }
  std::sort(addresses.begin(), addresses.end(),
            [&](TextId a, TextId b) { return places_.rank(a) < places_.rank(b); });
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  caller.addresses.assign(addresses.begin(), addresses.end());
}

std::vector<Caller> CallerTracer::trace(std::span<const Event> rows,
                                        std::span<const std::uint32_t> attempts,
                                        bool by_rhythm) const {
  std::vector<Attempt> keyed;
  for (const std::uint32_t index : attempts) keyed.push_back({place_key(rows[index]), index});
  std::sort(keyed.begin(), keyed.end());
  std::vector<Caller> callers;
  const auto key = [](const Attempt& attempt) { return attempt.key; };
  for_each_run(
      std::span(keyed), [&](const Attempt& attempt) { return family_key(attempt.key); },
      [&](std::span<Attempt> family) {
        pool_places(rows, family);
        for_each_run(family, key,
                     [&](std::span<Attempt> own) { callers.push_back(make_caller(rows, own)); });
      });
  std::sort(callers.begin(), callers.end(), by_first_attempt);
  if (by_rhythm) {
    join_networks(rows, callers);
    divide_outcomes(rows, callers);
  }
  return callers;
}

std::vector<std::uint32_t> CallerTracer::trace_lock_rows(std::span<const Event> rows,
                                                         std::span<const std::uint32_t> lock_rows,
                                                         std::vector<Caller>& callers) const {
  if (lock_rows.empty()) return {};
  const Owners owners = owners_of_addresses(callers);
  std::vector<std::uint32_t> first_attempts, rest;
  for (const std::uint32_t row : lock_rows) {
    const Caller* caller = only_owner(owners, rows[row], programs_.at(rows[row].program).client);
    first_attempts.push_back(caller ? caller->attempts.front() : row);
    if (!caller) rest.push_back(row);
  }
  std::vector<Caller> unmatched = trace(rows, rest, false);
  for (const Caller& caller : unmatched)
    for (const std::uint32_t row : caller.attempts) {
      const auto found = std::lower_bound(lock_rows.begin(), lock_rows.end(), row);
      first_attempts[static_cast<std::size_t>(found - lock_rows.begin())] = caller.attempts[0];
    }
  const auto middle = static_cast<std::ptrdiff_t>(callers.size());
  for (Caller& caller : unmatched) callers.push_back(std::move(caller));
  std::inplace_merge(callers.begin(), callers.begin() + middle, callers.end(), by_first_attempt);
  return first_attempts;
}

CallerRhythms measure_rhythms(std::span<const Event> rows, const Caller& caller,
                              const std::string& zone) {
  const std::vector<Micros> all = times_of(rows, caller, true);
  const std::vector<Micros> failures = times_of(rows, caller, false);
  CallerRhythms rhythms;
  rhythms.all = measure_rhythm(all, zone);
  rhythms.failures = failures.size() == all.size() ? rhythms.all : measure_rhythm(failures, zone);
  return rhythms;
}

}  // namespace whylocked::callers

namespace whylocked {

Rhythm failure_rhythm(const Events& events, const Correlation& correlation, const Caller& caller) {
  if (caller.rhythms > 0) return correlation.rhythms[caller.rhythms].failures;
  if (!caller.contributes) return {};
  return measure_rhythm(callers::times_of(events.rows, caller, false), correlation.time_zone);
}

}  // namespace whylocked
