// The lockouts that a log determines.
//
// In:  a log, and the declared parts of its policy.  Out: the lockouts that occur under every
//      policy and all unseen unlocks, and those that occur under some.
// Under one policy, each possible history of an account through its rows is a path: at each row it
// has failed k times, is locked, or was unlocked unseen a minute or more after the lock. Answers
// rule out paths. A lockout is possible if some path locks there, and certain if all do. Paths are
// counted modulo a prime, because there are too many for an integer.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "property/correlate/played.hpp"

namespace whylocked::played {

inline constexpr std::uint32_t kNever = 0;  // no account reaches this threshold
inline constexpr std::uint32_t kMaxThreshold = 20;
inline const std::vector<Micros> kWindows = {
    0, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, 60 * kMinute, 120 * kMinute};

struct Determined {
  std::set<Lockout> certain, possible;
};

// The paths of one account under one policy.
class Paths {
 public:
  // `successes`: the log has them, so no unseen success cleared the counter.
  Paths(const std::vector<Event>& rows, std::uint32_t threshold, Micros window, bool successes)
      : rows_(rows), threshold_(threshold), window_(window), successes_(successes) {}

  // Adds the lockouts; returns false if no path explains all answers.
  bool count(Determined& out) {
    const std::size_t n = rows_.size();
    std::vector<State> before(n + 1), after(n + 1);  // paths to and from the state before a row
    before[0].open[0] = 1;
    for (std::size_t i = 0; i < n; ++i)
      for_each_step(
          i, [&](Place from, Place to, bool) { add(at(before[i + 1], to), at(before[i], from)); });
    after[n].open.fill(1);
    after[n].fresh.fill(1);
    after[n].old = 1;
    for (std::size_t i = n; i-- > 0;)
      for_each_step(
          i, [&](Place from, Place to, bool) { add(at(after[i], from), at(after[i + 1], to)); });
    for (std::size_t i = 0; i < n; ++i) {
      std::uint64_t locking = 0;
      for_each_step(i, [&](Place from, Place to, bool locks) {
        if (locks) add(locking, multiply(at(before[i], from), at(after[i + 1], to)));
      });
      if (locking == 0) continue;
      out.possible.emplace(rows_[i].user, rows_[i].time);
      if (locking == after[0].open[0]) out.certain.emplace(rows_[i].user, rows_[i].time);
    }
    return after[0].open[0] != 0;
  }

 private:
  static constexpr std::uint64_t kPrime = (1ULL << 61) - 1;
  static constexpr std::size_t kFresh = 8;  // at most this many rows in a minute
  struct State {
    std::array<std::uint64_t, kMaxThreshold> open{};  // by counted failures
    std::array<std::uint64_t, kFresh> fresh{};  // locked less than a minute ago, by rows since
    std::uint64_t old = 0;                      // locked for longer
  };
  enum class In { open, fresh, old };
  using Place = std::pair<In, std::size_t>;

  static std::uint64_t& at(State& state, Place place) {
    if (place.first == In::open) return state.open[place.second];
    return place.first == In::fresh ? state.fresh[place.second] : state.old;
  }
  static void add(std::uint64_t& sum, std::uint64_t more) { sum = (sum + more) % kPrime; }
  static std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % kPrime);
  }

  // use(from, to, whether it locks)
  template <class Use>
  void for_each_step(std::size_t i, Use use) const {
    for (std::size_t k = 0; k < std::max(threshold_, 1u); ++k) {
      from_open(i, {In::open, k}, k, use);
      if (!successes_ && k > 0) from_open(i, {In::open, k}, 0, use);
    }
    for (std::size_t k = 0; k < std::min(i, kFresh); ++k) {
      const bool old = rows_[i].time - rows_[i - 1 - k].time >= kMinute;
      from_locked(i, {In::fresh, k}, old, use);
    }
    from_locked(i, {In::old, 0}, true, use);
  }

  template <class Use>
  void from_open(std::size_t i, Place from, std::size_t failures, Use use) const {
    const Event& event = rows_[i];
    if (event.kind == EventKind::account_unlocked) return;
    if (event.kind == EventKind::login_failed && event.reason == Reason::locked) return;
    if (event.kind != EventKind::login_failed || threshold_ == kNever)
      return use(from, Place{In::open, 0}, false);
    if (failures > 0 && window_ > 0 && event.time - last_failure(i) > window_) failures = 0;
    if (failures + 1 < threshold_)
      use(from, Place{In::open, failures + 1}, false);
    else
      use(from, Place{In::fresh, 0}, true);
  }

  template <class Use>
  void from_locked(std::size_t i, Place from, bool old, Use use) const {
    const Event& event = rows_[i];
    if (old) from_open(i, from, 0, use);
    if (event.kind == EventKind::login_succeeded) return;
    if (event.kind != EventKind::login_failed) return use(from, Place{In::open, 0}, false);
    if (event.reason == Reason::bad_password) return;
    old |= from.second + 1 == kFresh;
    use(from, old ? Place{In::old, 0} : Place{In::fresh, from.second + 1}, false);
  }

  Micros last_failure(std::size_t i) const {
    while (i-- > 0)
      if (rows_[i].kind == EventKind::login_failed) return rows_[i].time;
    return 0;
  }

  const std::vector<Event>& rows_;
  const std::uint32_t threshold_;
  const Micros window_;
  const bool successes_;
};

// An undeclared threshold may be any up to kMaxThreshold, or none; a window any of kWindows.
inline Determined determined(const Events& events, std::optional<std::uint32_t> threshold,
                             std::optional<Micros> window, bool successes = true) {
  std::map<TextId, std::vector<Event>> accounts;
  for (const Event& event : events.rows) accounts[event.user].push_back(event);
  std::vector<std::uint32_t> thresholds = {kNever};
  for (std::uint32_t t = 2; t <= kMaxThreshold; ++t) thresholds.push_back(t);
  if (threshold) thresholds = {*threshold};
  std::optional<Determined> found;
  for (const std::uint32_t t : thresholds)
    for (const Micros w : window ? std::vector{*window} : kWindows) {
      Determined one;
      if (!std::ranges::all_of(accounts, [&](const auto& account) {
            return Paths(account.second, t, w, successes).count(one);
          }))
        continue;
      if (!found) found = one;
      std::erase_if(found->certain,
                    [&](const Lockout& lock) { return !one.certain.contains(lock); });
      found->possible.merge(one.possible);
    }
  return found.value_or(Determined());
}

}  // namespace whylocked::played
