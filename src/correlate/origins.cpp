// Attempts are sorted by caller twice: first by exact place, to see which addresses speak for
// themselves, then with the other places of a network thrown together.

#include "correlate/origins.hpp"

#include <algorithm>
#include <tuple>

#include "correlate/runs.hpp"

namespace whylocked {

namespace {

struct Attempt {
  std::uint32_t network, place;  // place 0: anywhere in the network
  TextId client, application, vendor;
  std::uint32_t index;
  auto operator<=>(const Attempt&) const = default;

  bool same_caller(const Attempt& other) const {
    return std::tie(network, place, client, application, vendor) ==
           std::tie(other.network, other.place, other.client, other.application, other.vendor);
  }
};

using Attempts = std::vector<Attempt>;

Attempts sorted_by_caller(const Events& events, std::span<const std::uint32_t> indexes,
                          const Places& places) {
  Attempts attempts;
  attempts.reserve(indexes.size());
  for (const std::uint32_t index : indexes) {
    const Event& event = events.rows[index];
    attempts.push_back({places.network(event.address), places.place(event.address), event.client,
                        event.application, event.vendor, index});
  }
  std::sort(attempts.begin(), attempts.end());
  return attempts;
}

std::size_t end_of_caller(const Attempts& attempts, std::size_t from) {
  std::size_t to = from + 1;
  while (to < attempts.size() && attempts[to].same_caller(attempts[from])) ++to;
  return to;
}

// Two products in one cloud region must not be mixed into one rhythm. Where a client text could
// tell them apart it does; without one, an address with enough runs of its own to have a rhythm
// stays alone, and only sparser addresses are pooled.
bool speaks_for_itself(const Events& events, std::span<const Attempt> attempts) {
  if (attempts.front().client != kNone) return false;
  std::size_t runs = 1;
  for (std::size_t i = 1; i < attempts.size() && runs < kRunsForRhythm; ++i)
    runs +=
        starts_run(events.rows[attempts[i - 1].index].time, events.rows[attempts[i].index].time);
  return runs >= kRunsForRhythm;
}

void pool_sparse_places(const Events& events, Attempts& attempts) {
  for (std::size_t from = 0, to = 0; from < attempts.size(); from = to) {
    to = end_of_caller(attempts, from);
    if (attempts[from].network == 0) continue;
    if (speaks_for_itself(events, std::span(attempts).subspan(from, to - from))) continue;
    for (std::size_t i = from; i < to; ++i) attempts[i].place = 0;
  }
  std::sort(attempts.begin(), attempts.end());
}

void set_addresses(const Events& events, const Places& places, Origin& origin) {
  for (const std::uint32_t index : origin.attempts)
    if (const TextId address = events.rows[index].address;
        address != kNone && (origin.addresses.empty() || origin.addresses.back() != address))
      origin.addresses.push_back(address);
  std::sort(origin.addresses.begin(), origin.addresses.end(),
            [&](TextId a, TextId b) { return places.rank(a) < places.rank(b); });
  origin.addresses.erase(std::unique(origin.addresses.begin(), origin.addresses.end()),
                         origin.addresses.end());
}

void set_totals(const Events& events, Origin& origin) {
  std::optional<Micros> success;
  std::uint64_t failures_since = 0;
  for (const std::uint32_t index : origin.attempts) {
    const Event& event = events.rows[index];
    if (event.kind == EventKind::login_succeeded) {
      origin.successes += event.count;
      success = event.time;
      failures_since = 0;
    } else if (event.kind == EventKind::login_failed) {
      origin.failures += event.count;
      failures_since += event.count;
    }
  }
  origin.first = events.rows[origin.attempts.front()].time;
  origin.last = events.rows[origin.attempts.back()].time;
  // One failure may be a slip; two with no success since are a flip.
  if (failures_since >= 2) origin.last_success_before_failures = success;
}

Origin make_origin(const Events& events, std::span<const Attempt> attempts, const Places& places) {
  const Attempt& caller = attempts.front();
  Origin origin;
  origin.user = events.rows[caller.index].user;
  origin.network = caller.network;
  origin.client = caller.client;
  origin.application = caller.application;
  origin.vendor = caller.vendor;
  origin.attempts.reserve(attempts.size());
  for (const Attempt& attempt : attempts) origin.attempts.push_back(attempt.index);
  set_addresses(events, places, origin);
  set_totals(events, origin);
  return origin;
}

void sort_by_first_attempt(std::vector<Origin>& origins) {
  std::sort(origins.begin(), origins.end(), [](const Origin& a, const Origin& b) {
    return a.attempts.front() < b.attempts.front();
  });
}

// Which origin calls from an address, as (address, index of its first attempt), sorted.
using Callers = std::vector<std::pair<TextId, const Origin*>>;

Callers callers_by_address(const std::vector<Origin>& origins) {
  Callers callers;
  for (const Origin& origin : origins)
    for (const TextId address : origin.addresses) callers.emplace_back(address, &origin);
  std::sort(callers.begin(), callers.end());
  return callers;
}

const Origin* only_caller(const Callers& callers, const Event& lock) {
  if (lock.address == kNone) return nullptr;
  const auto found = std::lower_bound(callers.begin(), callers.end(), lock.address,
                                      [](const auto& a, TextId id) { return a.first < id; });
  if (found == callers.end() || found->first != lock.address) return nullptr;
  if (found + 1 != callers.end() && (found + 1)->first == lock.address) return nullptr;
  const Origin& origin = *found->second;
  return lock.client == kNone || lock.client == origin.client ? &origin : nullptr;
}

}  // namespace

std::vector<Origin> trace_origins(const Events& events, std::span<const std::uint32_t> indexes,
                                  const Places& places) {
  Attempts attempts = sorted_by_caller(events, indexes, places);
  pool_sparse_places(events, attempts);
  std::vector<Origin> origins;
  for (std::size_t from = 0, to = 0; from < attempts.size(); from = to) {
    to = end_of_caller(attempts, from);
    origins.push_back(make_origin(events, std::span(attempts).subspan(from, to - from), places));
  }
  sort_by_first_attempt(origins);
  return origins;
}

std::vector<std::uint32_t> trace_lock_rows(const Events& events,
                                           std::span<const std::uint32_t> lock_rows,
                                           const Places& places, std::vector<Origin>& origins) {
  if (lock_rows.empty()) return {};
  const Callers callers = callers_by_address(origins);
  std::vector<std::uint32_t> first_attempts, rest;
  for (const std::uint32_t row : lock_rows) {
    const Origin* origin = only_caller(callers, events.rows[row]);
    first_attempts.push_back(origin ? origin->attempts.front() : row);
    if (!origin) rest.push_back(row);
  }
  std::vector<Origin> unmatched = trace_origins(events, rest, places);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first_of;  // lock row, first of its origin
  for (const Origin& origin : unmatched)
    for (const std::uint32_t row : origin.attempts) first_of.emplace_back(row, origin.attempts[0]);
  std::sort(first_of.begin(), first_of.end());
  for (std::size_t i = 0, at = 0; i < lock_rows.size(); ++i)
    if (at < first_of.size() && first_of[at].first == lock_rows[i])
      first_attempts[i] = first_of[at++].second;
  for (Origin& origin : unmatched) origins.push_back(std::move(origin));
  sort_by_first_attempt(origins);
  return first_attempts;
}

Rhythm rhythm_of(const Events& events, const Origin& origin, const std::string& zone) {
  std::vector<Micros> times;
  times.reserve(origin.attempts.size());
  for (const std::uint32_t index : origin.attempts) times.push_back(events.rows[index].time);
  return measure_rhythm(times, zone);
}

}  // namespace whylocked
