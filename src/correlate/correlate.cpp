// The stage in order: sight, timelines, policy; then account by account the replay, the callers
// and their part in each lockout; then what the callers' addresses did on other accounts.

#include "whylocked/correlate.hpp"

#include <algorithm>
#include <array>

#include "correlate/buckets.hpp"
#include "correlate/origins.hpp"
#include "correlate/places.hpp"
#include "correlate/reach.hpp"
#include "correlate/replay.hpp"
#include "correlate/responsibility.hpp"
#include "correlate/threshold.hpp"
#include "correlate/trigger.hpp"

namespace whylocked {

namespace {

Sight look_at(const std::vector<Event>& rows) {
  Sight sight;
  sight.precision = Precision::microsecond;
  bool failures = false;
  std::uint64_t locks = 0, unlocks = 0;
  for (const Event& event : rows) {
    sight.addresses |= event.address != kNone;
    sight.clients |= event.client != kNone;
    sight.vendors |= event.vendor != kNone;
    sight.successes |= event.kind == EventKind::login_succeeded;
    sight.changes |= is_change(event);
    locks += event.kind == EventKind::account_locked;
    unlocks += event.kind == EventKind::account_unlocked;
    sight.refusals |= event.kind == EventKind::login_failed && event.reason == Reason::locked;
    if (event.kind != EventKind::login_failed) continue;
    failures = true;
    sight.reasons |= event.reason != Reason::unknown;
    sight.precision = std::max(sight.precision, event.precision);
  }
  sight.locks = locks > 0;
  sight.unlocks = unlocks > 0;
  sight.unlocks_complete = sight.unlocks && 2 * unlocks >= locks;
  if (!failures) sight.precision = Precision::second;
  return sight;
}

// FNV-1a (Fowler, Noll, Vo) over the username and the time, so that a lockout keeps its id when
// other rows come or go. Two lockouts of one account never share a time.
std::string incident_id(std::string_view user, Micros time) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const char c : user) mix(static_cast<unsigned char>(c));
  for (int shift = 0; shift < 64; shift += 8)
    mix(static_cast<unsigned char>(static_cast<std::uint64_t>(time) >> shift));
  hash ^= hash >> 32;  // the high bits of FNV are the better mixed ones
  std::string id = "L";
  for (int shift = 36; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

// What one account's timeline holds, by use.
struct Account {
  std::vector<std::uint32_t> attempts, changes;
  bool matters = false;  // it has a failure or a lock row
};

Account sort_out(const Events& events, std::span<const std::uint32_t> timeline) {
  Account account;
  for (const std::uint32_t index : timeline) {
    const Event& event = events.rows[index];
    const bool failed = event.kind == EventKind::login_failed;
    account.matters |= failed || event.kind == EventKind::account_locked;
    if (failed || event.kind == EventKind::login_succeeded) account.attempts.push_back(index);
    if (is_change(event)) account.changes.push_back(index);
  }
  return account;
}

class Correlator {
 public:
  Correlator(const Events& events, const Places& places, const CorrelateOptions& options,
             Correlation& out)
      : events_(events),
        places_(places),
        options_(options),
        out_(out),
        origin_of_event_(events.rows.size(), kNoOrigin),
        rules_{out.policy.threshold, observation_window(out.policy), out.sight.locks,
               out.sight.unlocks,    out.sight.unlocks_complete,     out.sight.refusals} {}

  void account(std::span<const std::uint32_t> timeline) {
    const Account account = sort_out(events_, timeline);
    if (!account.matters) return;
    std::vector<Incident> incidents = replay(events_, timeline, rules_);
    trace(account, incidents);
    for (Incident& incident : incidents) {
      incident.user = events_.rows[timeline.front()].user;
      incident.id = incident_id(events_.users.text(incident.user), incident.locked_at);
      lay_blame(events_, origin_of_event_, rules_.threshold, incident);
      incident.trigger = find_trigger(events_, account.changes, out_.sight.changes, incident);
      out_.incidents.push_back(std::move(incident));
    }
  }

 private:
  void trace(const Account& account, const std::vector<Incident>& incidents) {
    std::vector<Origin> origins = trace_origins(events_, account.attempts, places_);
    std::vector<std::uint32_t> bare;  // lock rows of lockouts without a counted failure
    for (const Incident& incident : incidents)
      if (incident.counted.empty()) bare.push_back(*incident.lock_event);
    const auto first_attempts = trace_lock_rows(events_, bare, places_, origins);
    for (Origin& origin : origins) {
      for (const std::uint32_t index : origin.attempts)
        origin_of_event_[index] = static_cast<std::uint32_t>(out_.origins.size());
      origin.rhythm = rhythm_of(events_, origin, options_.time_zone);
      out_.origins.push_back(std::move(origin));
    }
    for (std::size_t i = 0; i < bare.size(); ++i)
      origin_of_event_[bare[i]] = origin_of_event_[first_attempts[i]];
  }

  const Events& events_;
  const Places& places_;
  const CorrelateOptions& options_;
  Correlation& out_;
  std::vector<std::uint32_t> origin_of_event_;
  const Rules rules_;
};

}  // namespace

Correlation correlate(const Events& events, std::span<const std::uint32_t> network_of_address,
                      const CorrelateOptions& options) {
  Correlation out;
  out.sight = look_at(events.rows);
  const Buckets timelines(events.rows, events.users.size(),
                          [](const Event& event) { return std::size_t{event.user}; });
  out.policy = choose_policy(events, timelines, out.sight.locks, options);
  out.groups = group_failures(events, options.group_window_s);

  const Places places(events.addresses, network_of_address);
  Correlator correlator(events, places, options, out);
  for (const TextId user : users_by_text(events.users)) correlator.account(timelines.of(user));
  count_reach(events, out.origins);
  // Accounts came by name, each with its lockouts in time order.
  std::stable_sort(out.incidents.begin(), out.incidents.end(),
                   [](const Incident& a, const Incident& b) { return a.locked_at < b.locked_at; });
  return out;
}

std::string_view to_text(ThresholdSource source) {
  constexpr std::array<std::string_view, 4> kTexts = {"option", "site", "estimated", "default"};
  return kTexts[static_cast<std::size_t>(source)];
}

std::string_view to_text(TriggerKind kind) {
  constexpr std::array<std::string_view, 5> kTexts = {"password_changed", "password_expired",
                                                      "username_changed", "none_seen", "unknown"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view to_text(RhythmShape shape) {
  constexpr std::array<std::string_view, 6> kTexts = {
      "too_few", "fixed_period", "nightly", "working_hours", "round_the_clock", "irregular"};
  return kTexts[static_cast<std::size_t>(shape)];
}

}  // namespace whylocked
