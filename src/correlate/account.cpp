#include "correlate/account.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.hpp"
#include "correlate/callers/rhythm.hpp"

namespace whylocked {

// 64-bit FNV-1a (Fowler, Noll, Vo) of username and time, so a lockout keeps its id when other rows
// come or go. Two lockouts of one account never share a time.
std::string incident_id(std::string_view user, Micros time) {
  std::string key(user);
  for (int shift = 0; shift < 64; shift += 8)
    key += static_cast<char>(static_cast<std::uint64_t>(time) >> shift);
  std::uint64_t hash = fnv1a(key);
  hash ^= hash >> 32;  // FNV mixes the high bits better
  std::string id = "L";
  for (int shift = 36; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

namespace {

// A change longer ago would have locked the account earlier. Our choice: a month, to
// cover callers with a monthly run.
constexpr Micros kMaxDelay = 30 * kDay;

// The event that the change must precede: the latest counted failure with at least half of the
// counted attempts from it on. It is usually not the first one: a person mistypes, gets the
// password changed, and only then most failures begin.
std::uint32_t middle_of_cause(std::span<const Event> rows, const Incident& incident) {
  std::uint64_t total = 0, from_here = 0;
  for (const std::uint32_t index : incident.counted) total += rows[index].count;
  for (std::size_t i = incident.counted.size(); i-- > 0;) {
    from_here += rows[incident.counted[i]].count;
    if (from_here >= total - from_here) return incident.counted[i];
  }
  return incident.lock_event ? *incident.lock_event : incident.proof.value_or(0);
}

// Only a change before the failures can have caused them. A lockout is itself followed by a
// reset (seen: 78 seconds later), which is its consequence, though it may trigger the next
// lockout: everything else that holds the old password fails from then on. `changes`:
// indexes in `rows`, ascending.
Trigger find_trigger(std::span<const Event> rows, std::span<const std::uint32_t> changes,
                     const Incident& incident) {
  const std::uint32_t before = middle_of_cause(rows, incident);
  const auto next = std::ranges::lower_bound(changes, before);
  if (next == changes.begin()) return {.kind = TriggerKind::none_seen};
  const std::uint32_t index = *(next - 1);
  const Event& change = rows[index];
  if (rows[before].time - change.time > kMaxDelay) return {.kind = TriggerKind::none_seen};
  const TriggerKind kind =
      change.kind == EventKind::password_changed   ? TriggerKind::password_changed
      : change.kind == EventKind::password_expired ? TriggerKind::password_expired
                                                   : TriggerKind::username_changed;
  return {.kind = kind, .at = change.time, .event = index};
}

using lockouts::kNoCaller;

class Account {
 public:
  Account(const AccountContext& context, TextId user)
      : context_(context),
        options_(context.options),
        tracing_{context.places, context.events.programs, context.options.time_zone} {
    context.timelines.copy(user, rows_);
    const auto tries = context.campaigns.of(user);
    if (tries.empty()) return;
    auto next = tries.begin();
    for (const std::uint32_t row : context.timelines.by_account.of(user)) {
      const bool is_next = next != tries.end() && next->event == row;
      campaign_of_row_.push_back(is_next ? (next++)->campaign : cases::kNoCampaign);
    }
  }

  void replay(const lockouts::Rules& rules) { found_ = lockouts::replay(rows_, rules); }

  void work(Correlation& out) {
    drop_unknown_name();
    if (!found_.lockouts.empty() || options_.every_caller || !campaign_of_row_.empty()) {
      trace();
      for (Incident& incident : found_.lockouts) complete(incident);
      for (Caller& caller : callers_) caller.campaign = campaign_of(caller.attempts);
      set_client_successes();
    }
    hand_over(out);
  }

 private:
  // Lists used for credential stuffing contain names that do not exist and so cannot lock. Without
  // successes in the export, a name cannot be checked.
  void drop_unknown_name() {
    const bool known =
        !context_.timelines.coverage.successes ||
        std::ranges::any_of(rows_, [](const Event& event) {
          return event.kind != EventKind::login_failed || event.reason == Reason::locked;
        });
    if (known) return;
    std::erase_if(found_.lockouts, [&](const Incident& incident) {
      return incident.basis == LockBasis::reconstructed &&
             campaign_of(incident.counted) != cases::kNoCampaign;
    });
  }

  // The campaign that has at least half of the failures.
  std::uint32_t campaign_of(std::span<const std::uint32_t> attempts) {
    if (campaign_of_row_.empty()) return cases::kNoCampaign;
    std::vector<std::uint32_t>& found = campaigns_;
    found.clear();
    std::size_t failures = 0;
    for (const std::uint32_t index : attempts) {
      failures += rows_[index].kind == EventKind::login_failed;
      if (campaign_of_row_[index] != cases::kNoCampaign) found.push_back(campaign_of_row_[index]);
    }
    if (found.empty() || 2 * found.size() < failures) return cases::kNoCampaign;
    return callers::middle_of(found);
  }

  void trace() {
    std::vector<std::uint32_t> attempts, bare;  // lock rows of lockouts without a counted failure
    for (std::uint32_t i = 0; i < rows_.size(); ++i)
      if (const EventKind kind = rows_[i].kind;
          kind == EventKind::login_failed || kind == EventKind::login_succeeded)
        attempts.push_back(i);
      else if (lockouts::is_change(kind))
        changes_.push_back(i);
    for (const Incident& incident : found_.lockouts)
      if (incident.counted.empty() && incident.lock_event) bare.push_back(*incident.lock_event);
    callers_ =
        callers::trace(tracing_, rows_, attempts,
                       {.rows = options_.every_caller ? std::vector<bool>() : needed_rows(bare),
                        .by_rhythm = !found_.lockouts.empty()});
    const auto attempts_of_bare = callers::trace_lock_rows(tracing_, rows_, bare, callers_);
    caller_of_row_.assign(rows_.size(), kNoCaller);
    for (std::size_t i = 0; i < callers_.size(); ++i)
      for (const std::uint32_t index : callers_[i].attempts)
        caller_of_row_[index] = static_cast<std::uint32_t>(i);
    for (std::size_t i = 0; i < bare.size(); ++i)
      caller_of_row_[bare[i]] = caller_of_row_[attempts_of_bare[i]];
  }

  // Rows whose callers are needed: those of counted failures, of refusals that alone prove a lock,
  // of campaigns, and of the addresses of lock rows without counted failures.
  std::vector<bool> needed_rows(std::span<const std::uint32_t> bare) const {
    std::vector<bool> needed(rows_.size());
    for (const Incident& incident : found_.lockouts) {
      for (const std::uint32_t index : incident.counted) needed[index] = true;
      if (incident.counted.empty() && incident.proof) needed[*incident.proof] = true;
    }
    for (std::size_t i = 0; i < campaign_of_row_.size(); ++i)
      if (campaign_of_row_[i] != cases::kNoCampaign) needed[i] = true;
    std::unordered_set<TextId> addresses;
    for (const std::uint32_t row : bare) addresses.insert(rows_[row].address);
    for (std::size_t i = 0; i < rows_.size() && !addresses.empty(); ++i)
      if (addresses.contains(rows_[i].address)) needed[i] = true;
    return needed;
  }

  void complete(Incident& incident) {
    incident.user = rows_.front().user;
    incident.id = incident_id(context_.events.users.text(incident.user), incident.locked_at);
    lockouts::assign_shares(rows_, caller_of_row_, incident);
    for (const Contribution& part : incident.contributions)
      callers_[part.caller].contributes = true;
    if (context_.timelines.coverage.changes)
      incident.trigger = find_trigger(rows_, changes_, incident);
    // Failures before the last `threshold` were cleared, whether or not a row shows it.
    const std::span<const std::uint32_t> counted = incident.counted;
    incident.case_index =
        campaign_of(counted.last(std::min<std::size_t>(counted.size(), incident.threshold)));
  }

  // Sets the last success of each client.
  void set_client_successes() {
    std::unordered_map<TextId, Micros> successes;
    for (const Event& event : rows_)
      if (proves_password(event))
        successes[context_.events.programs.at(event.program).client] = event.time;
    for (Caller& caller : callers_)
      if (const auto last = successes.find(caller.client);
          caller.client != kNone && last != successes.end())
        caller.client_success = last->second;
  }

  // Converts indexes in rows_ to indexes in all rows. Lists callers that have a part in a
  // lockout or belong to a campaign.
  void hand_over(Correlation& out) {
    const std::span<const std::uint32_t> timeline =
        context_.timelines.by_account.of(rows_.front().user);
    const auto to_all = [&](auto& indexes) {
      for (std::uint32_t& index : indexes) index = timeline[index];
    };
    std::vector<std::uint32_t> places(callers_.size());  // in the output
    for (std::size_t i = 0; i < callers_.size(); ++i) {
      Caller& caller = callers_[i];
      if (!options_.every_caller && !caller.contributes && caller.campaign == cases::kNoCampaign)
        continue;
      places[i] = static_cast<std::uint32_t>(out.callers.size());
      to_all(caller.attempts);
      out.callers.push_back(std::move(caller));
    }
    for (Incident& incident : found_.lockouts) {
      to_all(incident.counted);
      to_all(incident.after_lock);
      for (std::optional<std::uint32_t>* index : {&incident.lock_event, &incident.proof})
        if (*index) **index = timeline[**index];
      if (incident.trigger.kind < TriggerKind::none_seen)
        incident.trigger.event = timeline[incident.trigger.event];
      for (Contribution& part : incident.contributions) part.caller = places[part.caller];
      out.incidents.push_back(std::move(incident));
    }
    for (RefutedLock lock : found_.refuted) {
      lock.first = timeline[lock.first];
      lock.last = timeline[lock.last];
      out.refuted.push_back(lock);
    }
  }

  const AccountContext& context_;
  const CorrelateOptions& options_;
  const callers::TraceContext tracing_;
  std::vector<Event> rows_;             // of the account
  std::vector<std::uint32_t> changes_;  // indexes of rows_
  lockouts::Replayed found_;
  std::vector<std::uint32_t> campaigns_;        // of the attempts last inspected
  std::vector<std::uint32_t> campaign_of_row_;  // empty if no campaign touched the account
  std::vector<Caller> callers_;
  std::vector<std::uint32_t> caller_of_row_;
};

}  // namespace

// An account with neither a failure nor a lock row has no callers.
void correlate_account(const AccountContext& context, TextId user, Correlation& out) {
  const AccountSummary& summary = context.timelines.accounts[user];
  lockouts::Rules rules = context.policy.rules;
  rules.threshold = context.policy.thresholds.of(user);
  const bool may_lock = summary.may_lock(rules);
  const bool has_callers = context.options.every_caller && summary.fails;
  if (!may_lock && !has_callers && context.campaigns.of(user).empty()) return;
  Account account(context, user);
  if (may_lock) account.replay(rules);
  account.work(out);
}

}  // namespace whylocked
