// Attempts are grouped by exact place first; then the places of a network are pooled, or kept apart
// where their behaviour differs. Callers are in the order of their first attempts.

#include "correlate/callers/caller.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "correlate/callers/apart.hpp"

namespace whylocked::callers {

namespace {

// Places with fewer attempts have no behaviour to speak of; more than a few are not compared.
constexpr std::size_t kMinAttempts = 5, kMaxCompared = 6;
constexpr double kApart = 3;          // nats, for two addresses of one network
constexpr double kApartOutcomes = 5;  // nats, for one client that both fails and succeeds

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
    stream.times.push_back(rows[index].time);
    (failed(rows[index]) ? stream.failures : stream.successes) += rows[index].count;
  }
  return stream;
}

// Which caller has an address, as (address, caller), sorted.
using Owners = std::vector<std::pair<TextId, const Caller*>>;

Owners owners_of_addresses(const std::vector<Caller>& callers) {
  Owners owners;
  for (const Caller& caller : callers)
    for (const TextId address : caller.addresses) owners.emplace_back(address, &caller);
  std::sort(owners.begin(), owners.end());
  return owners;
}

// `client`: of the lock row.
const Caller* only_owner(const Owners& owners, const Event& lock, TextId client) {
  if (lock.address == kNone) return nullptr;
  const auto found = std::lower_bound(owners.begin(), owners.end(), lock.address,
                                      [](const auto& a, TextId id) { return a.first < id; });
  if (found == owners.end() || found->first != lock.address) return nullptr;
  if (found + 1 != owners.end() && (found + 1)->first == lock.address) return nullptr;
  const Caller& caller = *found->second;
  return client == kNone || client == caller.client ? &caller : nullptr;
}

bool by_first_attempt(const Caller& a, const Caller& b) {
  return a.attempts.front() < b.attempts.front();
}

}  // namespace

std::size_t CallerTracer::HashKey::operator()(const Key& key) const {
  return hash_pair(std::uint64_t{key.network} << 32 | key.place,
                   std::uint64_t{key.part} << 32 | key.program);
}

void CallerTracer::Numbers::clear() {
  keys_.clear();
  if (numbers_.bucket_count() > 4096) numbers_ = {};  // clearing takes time for each bucket
  numbers_.clear();
}

std::uint32_t CallerTracer::Numbers::operator()(const Key& key) {
  if (!keys_.empty() && keys_.back() == key) return static_cast<std::uint32_t>(keys_.size() - 1);
  const auto [found, is_new] = numbers_.emplace(key, static_cast<std::uint32_t>(keys_.size()));
  if (is_new) keys_.push_back(key);
  return found->second;
}

CallerTracer::Key CallerTracer::place_key(const Event& event) const {
  if (programs_.at(event.program).computer != kNone) return {.program = event.program};
  return {.network = places_.network(event.address),
          .place = places_.place(event.address),
          .program = event.program};
}

CallerTracer::Key CallerTracer::family_key(Key key) const {
  if (key.network != 0) key.place = 0;
  return key;
}

void CallerTracer::keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                                std::vector<std::uint32_t>& attempts) {
  Numbers families;
  for (const std::uint32_t index : asked) families(family_key(place_key(rows[index])));
  std::erase_if(attempts, [&](std::uint32_t index) {
    return !families.contains(family_key(place_key(rows[index])));
  });
}

void CallerTracer::assign_places(std::span<const Event> rows,
                                 std::span<const std::uint32_t> attempts) {
  places_met_.clear();
  for (auto& list : attempts_) list.clear();
  for (const std::uint32_t index : attempts) {
    const std::uint32_t place = places_met_(place_key(rows[index]));
    if (place == attempts_.size()) attempts_.emplace_back();
    attempts_[place].push_back(index);
  }
}

// Two products in one cloud region must not be mixed into one rhythm. Where a client text
// distinguishes them it does; without one, the busiest addresses are compared.
void CallerTracer::pool_places(std::span<const Event> rows) {
  const std::vector<Key>& keys = places_met_.keys();
  caller_key_.clear();
  Numbers families;
  std::vector<std::vector<std::uint32_t>> members;
  for (std::uint32_t place = 0; place < keys.size(); ++place) {
    caller_key_.push_back(family_key(keys[place]));
    if (keys[place].network == 0 || programs_.at(keys[place].program).client != kNone) continue;
    if (attempts_[place].size() < kMinAttempts) continue;
    const std::uint32_t family = families(caller_key_[place]);
    if (family == members.size()) members.emplace_back();
    members[family].push_back(place);
  }
  for (auto& places : members)
    if (places.size() > 1) divide_family(rows, places);
}

// Each place joins the part that it is most like, or begins one.
void CallerTracer::divide_family(std::span<const Event> rows, std::vector<std::uint32_t>& places) {
  std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
    return attempts_[a].size() > attempts_[b].size();
  });
  places.resize(std::min(places.size(), kMaxCompared));
  std::vector<std::vector<std::uint32_t>> parts;  // attempts
  for (const std::uint32_t place : places) {
    const Stream own = stream_of(rows, attempts_[place]);
    std::size_t best = parts.size();
    double least = kApart;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const double odds = log_odds_apart(own, stream_of(rows, parts[part]), zone_);
      if (odds < least) least = odds, best = part;
    }
    if (best == parts.size()) parts.emplace_back();
    std::vector<std::uint32_t>& part = parts[best];
    const auto middle = part.insert(part.end(), attempts_[place].begin(), attempts_[place].end());
    std::inplace_merge(part.begin(), middle, part.end());
    caller_key_[place].part = static_cast<std::uint32_t>(best);
  }
}

// A stale and a healthy product on one account often share an address: then the failures and the
// successes keep different beats. One that stopped working has its failures after its successes.
void CallerTracer::divide_outcomes(std::span<const Event> rows, std::vector<Caller>& callers) {
  const std::size_t before = callers.size();
  for (std::size_t i = 0; i < before; ++i) {
    std::vector<std::uint32_t> failures, successes;
    for (const std::uint32_t index : callers[i].attempts)
      (failed(rows[index]) ? failures : successes).push_back(index);
    if (failures.size() < kMinAttempts || successes.size() < kMinAttempts) continue;
    if (failures.back() < successes[1] || successes.back() < failures[1]) continue;
    Stream a = stream_of(rows, failures), b = stream_of(rows, successes);
    a.failures = b.successes = 0;  // that outcomes differ is given here, not evidence
    if (log_odds_apart(a, b, zone_) < kApartOutcomes) continue;
    Caller healthy = callers[i];
    const auto set = [&](Caller& caller, std::span<const std::uint32_t> attempts) {
      caller.attempts = {};
      for (const std::uint32_t index : attempts) caller.attempts.push_back(index);
      caller.addresses = {};
      caller.failures = caller.successes = 0;
      caller.last_success_before_failures.reset();
      set_addresses(rows, caller);
      set_totals(rows, caller);
    };
    set(callers[i], failures);
    set(healthy, successes);
    callers.push_back(std::move(healthy));
  }
  if (callers.size() > before) std::sort(callers.begin(), callers.end(), by_first_attempt);
}

Caller CallerTracer::make_caller(std::span<const Event> rows, const Key& key,
                                 std::span<const std::uint32_t> attempts) {
  const Program& program = programs_.at(key.program);
  Caller caller;
  caller.user = rows[attempts.front()].user;
  caller.client = program.client;
  caller.application = program.application;
  caller.vendor = program.vendor;
  caller.computer = program.computer;
  caller.attempts.reserve(attempts.size());
  for (const std::uint32_t index : attempts) caller.attempts.push_back(index);
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

void CallerTracer::set_addresses(std::span<const Event> rows, Caller& caller) {
  if (++sets_ == 0) seen_.assign(seen_.size(), 0), ++sets_;
  if (seen_.size() < places_.addresses()) seen_.resize(places_.addresses(), 0);
  ranks_.clear();
  TextId before = kNone;
  for (const std::uint32_t index : caller.attempts) {
    const TextId address = rows[index].address;
    if (address == before || address == kNone || seen_[address] == sets_) continue;
    before = address;
    seen_[address] = sets_;
    ranks_.push_back({places_.rank(address), address});
  }
  sort_by_key(ranks_);
  caller.addresses.reserve(ranks_.size());
  for (const Keyed& item : ranks_) caller.addresses.push_back(item.id);
}

std::vector<Caller> CallerTracer::trace(std::span<const Event> rows,
                                        std::span<const std::uint32_t> attempts) {
  if (attempts.empty()) return {};
  assign_places(rows, attempts);
  pool_places(rows);
  Numbers numbers;
  std::vector<std::vector<std::uint32_t>> attempts_of;
  for (std::uint32_t place = 0; place < caller_key_.size(); ++place) {
    const std::uint32_t number = numbers(caller_key_[place]);
    if (number == attempts_of.size()) attempts_of.emplace_back();
    auto& all = attempts_of[number];
    all.insert(all.end(), attempts_[place].begin(), attempts_[place].end());
  }
  std::vector<Caller> callers;
  callers.reserve(attempts_of.size());
  for (std::size_t i = 0; i < attempts_of.size(); ++i) {
    std::sort(attempts_of[i].begin(), attempts_of[i].end());
    callers.push_back(make_caller(rows, numbers.keys()[i], attempts_of[i]));
  }
  std::sort(callers.begin(), callers.end(), by_first_attempt);
  divide_outcomes(rows, callers);
  return callers;
}

std::vector<std::uint32_t> CallerTracer::trace_lock_rows(std::span<const Event> rows,
                                                         std::span<const std::uint32_t> lock_rows,
                                                         std::vector<Caller>& callers) {
  if (lock_rows.empty()) return {};
  const Owners owners = owners_of_addresses(callers);
  std::vector<std::uint32_t> first_attempts, rest;
  for (const std::uint32_t row : lock_rows) {
    const Caller* caller = only_owner(owners, rows[row], programs_.at(rows[row].program).client);
    first_attempts.push_back(caller ? caller->attempts.front() : row);
    if (!caller) rest.push_back(row);
  }
  std::vector<Caller> unmatched = trace(rows, rest);
  std::vector<Keyed> first_of;  // lock row, first of its caller
  for (const Caller& caller : unmatched)
    for (const std::uint32_t row : caller.attempts) first_of.push_back({row, caller.attempts[0]});
  sort_by_key(first_of);
  for (std::size_t i = 0, at = 0; i < lock_rows.size(); ++i)
    if (at < first_of.size() && first_of[at].key == lock_rows[i])
      first_attempts[i] = first_of[at++].id;
  const auto middle = static_cast<std::ptrdiff_t>(callers.size());
  for (Caller& caller : unmatched) callers.push_back(std::move(caller));
  std::inplace_merge(callers.begin(), callers.begin() + middle, callers.end(), by_first_attempt);
  return first_attempts;
}

CallerRhythms rhythms_of(std::span<const Event> rows, const Caller& caller,
                         const std::string& zone) {
  std::vector<Micros> all, failures;
  for (const std::uint32_t index : caller.attempts) {
    all.push_back(rows[index].time);
    if (rows[index].kind != EventKind::login_succeeded) failures.push_back(rows[index].time);
  }
  CallerRhythms rhythms;
  rhythms.all = measure_rhythm(all, zone);
  rhythms.failures = failures.size() == all.size() ? rhythms.all : measure_rhythm(failures, zone);
  return rhythms;
}

}  // namespace whylocked::callers
