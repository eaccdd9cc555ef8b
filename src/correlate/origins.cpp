// Attempts are looked at twice: first by exact place, to see which addresses speak for themselves,
// then with the other places of a network thrown together. Callers are numbered as they are met,
// which is the order of their first attempts, so nothing is sorted but addresses.

#include "correlate/origins.hpp"

#include <algorithm>

#include "correlate/runs.hpp"

namespace whylocked {

namespace {

void set_totals(std::span<const Event> rows, Caller& origin) {
  std::optional<Micros> success;
  std::uint64_t failures_since = 0;
  for (const std::uint32_t index : origin.attempts) {
    const Event& event = rows[index];
    if (event.kind == EventKind::login_succeeded) {
      origin.successes += event.count;
      success = event.time;
      failures_since = 0;
    } else if (event.kind == EventKind::login_failed) {
      origin.failures += event.count;
      failures_since += event.count;
    }
  }
  origin.first = rows[origin.attempts.front()].time;
  origin.last = rows[origin.attempts.back()].time;
  // One failure may be a slip; two with no success since are a flip.
  if (failures_since >= 2) origin.last_success_before_failures = success;
}

// Which origin calls from an address, as (address, index of its first attempt), sorted.
using Callers = std::vector<std::pair<TextId, const Caller*>>;

Callers callers_by_address(const std::vector<Caller>& origins) {
  Callers callers;
  for (const Caller& origin : origins)
    for (const TextId address : origin.addresses) callers.emplace_back(address, &origin);
  std::sort(callers.begin(), callers.end());
  return callers;
}

// `client`: of the lock row.
const Caller* only_caller(const Callers& callers, const Event& lock, TextId client) {
  if (lock.address == kNone) return nullptr;
  const auto found = std::lower_bound(callers.begin(), callers.end(), lock.address,
                                      [](const auto& a, TextId id) { return a.first < id; });
  if (found == callers.end() || found->first != lock.address) return nullptr;
  if (found + 1 != callers.end() && (found + 1)->first == lock.address) return nullptr;
  const Caller& origin = *found->second;
  return client == kNone || client == origin.client ? &origin : nullptr;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ hash >> 29;
}

}  // namespace

void OriginTracer::Numbers::clear() {
  if (hashes_.size() * 8 < slots_.size()) {  // few of many are taken
    const std::size_t mask = slots_.size() - 1;
    for (const std::uint64_t hash : hashes_)
      for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) slots_[at] = 0;
  } else {
    std::fill(slots_.begin(), slots_.end(), 0u);
  }
  hashes_.clear();
}

void OriginTracer::Numbers::grow() {
  slots_.assign(std::max<std::size_t>(64, 2 * slots_.size()), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < hashes_.size(); ++number) {
    std::size_t at = hashes_[number] & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }
}

std::uint64_t OriginTracer::Numbers::hash_of(const Key& key) {
  return mix(mix(0, std::uint64_t{key.network} << 32 | key.place), key.program);
}

template <class KeyOf>
std::size_t OriginTracer::Numbers::place_of(const Key& key, std::uint64_t hash,
                                            KeyOf key_of) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at] != 0 && !(hashes_[slots_[at] - 1] == hash && key_of(slots_[at] - 1) == key))
    at = (at + 1) & mask;
  return at;
}

template <class KeyOf>
std::uint32_t OriginTracer::Numbers::number_of(const Key& key, std::uint32_t next, KeyOf key_of) {
  if (2 * (hashes_.size() + 1) > slots_.size()) grow();
  const std::uint64_t hash = hash_of(key);
  std::uint32_t& slot = slots_[place_of(key, hash, key_of)];
  if (slot != 0) return slot - 1;
  slot = next + 1;
  hashes_.push_back(hash);
  return next;
}

template <class KeyOf>
bool OriginTracer::Numbers::has(const Key& key, KeyOf key_of) const {
  return !hashes_.empty() && slots_[place_of(key, hash_of(key), key_of)] != 0;
}

OriginTracer::Key OriginTracer::key_of(const Event& event) const {
  return {places_.network(event.address), places_.place(event.address), event.program};
}

// As pool_sparse_places() would have it, if no caller spoke for itself.
OriginTracer::Key OriginTracer::family_of(const Event& event) const {
  Key key = key_of(event);
  if (key.network != 0) key.place = 0;
  return key;
}

void OriginTracer::keep_related(std::span<const Event> rows, std::span<const std::uint32_t> asked,
                                std::vector<std::uint32_t>& attempts) {
  keys_.clear();
  numbers_.clear();
  const auto known = [&](std::uint32_t number) { return keys_[number]; };
  for (const std::uint32_t index : asked) {
    const Key key = family_of(rows[index]);
    if (numbers_.number_of(key, static_cast<std::uint32_t>(keys_.size()), known) == keys_.size())
      keys_.push_back(key);
  }
  std::erase_if(attempts,
                [&](std::uint32_t index) { return !numbers_.has(family_of(rows[index]), known); });
}

void OriginTracer::meet(std::span<const Event> rows, std::span<const std::uint32_t> attempts) {
  callers_.clear();
  caller_of_.clear();
  numbers_.clear();
  std::uint32_t caller = kNobody;  // mostly that of the attempt before
  for (const std::uint32_t index : attempts) {
    const Event& event = rows[index];
    const Key key = key_of(event);
    if (caller == kNobody || callers_[caller].key != key)
      caller = numbers_.number_of(key, static_cast<std::uint32_t>(callers_.size()),
                                  [&](std::uint32_t number) { return callers_[number].key; });
    if (caller == callers_.size()) callers_.push_back({.key = key, .last = event.time});
    CallerDraft& one = callers_[caller];
    one.runs += one.runs < kRunsForRhythm && starts_run(one.last, event.time);
    one.last = event.time;
    ++one.attempts;
    caller_of_.push_back(caller);
  }
}

// Two products in one cloud region must not be mixed into one rhythm. Where a client text could
// tell them apart it does; without one, an address with enough runs of its own to have a rhythm
// stays alone, and only sparser addresses are pooled.
void OriginTracer::pool_sparse_places() {
  const auto speaks_for_itself = [&](const CallerDraft& caller) {
    return programs_.at(caller.key.program).client == kNone && caller.runs >= kRunsForRhythm;
  };
  keys_.clear();
  sizes_.clear();
  numbers_.clear();
  for (CallerDraft& caller : callers_) {
    Key key = caller.key;
    if (key.network != 0 && !speaks_for_itself(caller)) key.place = 0;
    caller.origin = numbers_.number_of(key, static_cast<std::uint32_t>(keys_.size()),
                                       [&](std::uint32_t number) { return keys_[number]; });
    if (caller.origin == keys_.size()) keys_.push_back(key), sizes_.push_back(0);
    sizes_[caller.origin] += caller.attempts;
  }
}

void OriginTracer::hand_out(std::span<const Event> rows, std::span<const std::uint32_t> attempts,
                            std::vector<Caller>& origins) {
  origins.resize(keys_.size());
  for (std::size_t i = 0; i < origins.size(); ++i) {
    origins[i].user = rows[attempts.front()].user;
    origins[i].network = keys_[i].network;
    const Program& program = programs_.at(keys_[i].program);
    origins[i].client = program.client;
    origins[i].application = program.application;
    origins[i].vendor = program.vendor;
    origins[i].attempts.reserve(sizes_[i]);
  }
  for (std::size_t i = 0; i < attempts.size(); ++i)
    origins[callers_[caller_of_[i]].origin].attempts.push_back(attempts[i]);
}

void OriginTracer::set_addresses(std::span<const Event> rows, Caller& origin) {
  if (++sets_ == 0) seen_.assign(seen_.size(), 0), ++sets_;
  if (seen_.size() < places_.addresses()) seen_.resize(places_.addresses(), 0);
  ranks_.clear();
  TextId before = kNone;
  for (const std::uint32_t index : origin.attempts) {
    const TextId address = rows[index].address;
    if (address == before || address == kNone || seen_[address] == sets_) continue;
    before = address;
    seen_[address] = sets_;
    ranks_.push_back({places_.rank(address), address});
  }
  sort_by_key(ranks_);
  origin.addresses.reserve(ranks_.size());
  for (const Keyed& item : ranks_) origin.addresses.push_back(item.id);
}

std::vector<Caller> OriginTracer::trace(std::span<const Event> rows,
                                        std::span<const std::uint32_t> attempts) {
  std::vector<Caller> origins;
  if (attempts.empty()) return origins;
  meet(rows, attempts);
  pool_sparse_places();
  hand_out(rows, attempts, origins);
  for (Caller& origin : origins) {
    set_addresses(rows, origin);
    set_totals(rows, origin);
  }
  return origins;
}

std::vector<std::uint32_t> OriginTracer::trace_lock_rows(std::span<const Event> rows,
                                                         std::span<const std::uint32_t> lock_rows,
                                                         std::vector<Caller>& origins) {
  if (lock_rows.empty()) return {};
  const Callers callers = callers_by_address(origins);
  std::vector<std::uint32_t> first_attempts, rest;
  for (const std::uint32_t row : lock_rows) {
    const Caller* origin = only_caller(callers, rows[row], programs_.at(rows[row].program).client);
    first_attempts.push_back(origin ? origin->attempts.front() : row);
    if (!origin) rest.push_back(row);
  }
  std::vector<Caller> unmatched = trace(rows, rest);
  std::vector<Keyed> first_of;  // lock row, first of its origin
  for (const Caller& origin : unmatched)
    for (const std::uint32_t row : origin.attempts) first_of.push_back({row, origin.attempts[0]});
  sort_by_key(first_of);
  for (std::size_t i = 0, at = 0; i < lock_rows.size(); ++i)
    if (at < first_of.size() && first_of[at].key == lock_rows[i])
      first_attempts[i] = first_of[at++].id;
  // Both lists are by first attempt.
  const auto middle = static_cast<std::ptrdiff_t>(origins.size());
  for (Caller& origin : unmatched) origins.push_back(std::move(origin));
  std::inplace_merge(
      origins.begin(), origins.begin() + middle, origins.end(),
      [](const Caller& a, const Caller& b) { return a.attempts.front() < b.attempts.front(); });
  return first_attempts;
}

CallerRhythms rhythms_of(std::span<const Event> rows, const Caller& origin,
                         const std::string& zone) {
  std::vector<Micros> all, failures, successes;
  for (const std::uint32_t index : origin.attempts) {
    const Event& event = rows[index];
    all.push_back(event.time);
    (event.kind == EventKind::login_failed ? failures : successes).push_back(event.time);
  }
  CallerRhythms rhythms;
  rhythms.all = measure_rhythm(all, zone);
  rhythms.failures = successes.empty() ? rhythms.all : measure_rhythm(failures, zone);
  rhythms.successes = measure_rhythm(successes, zone);
  return rhythms;
}

Periodicity rhythm_of(std::span<const Event> rows, const Caller& origin, const std::string& zone) {
  std::vector<Micros> times;
  times.reserve(origin.attempts.size());
  for (const std::uint32_t index : origin.attempts) times.push_back(rows[index].time);
  return measure_periodicity(times, zone);
}

}  // namespace whylocked
