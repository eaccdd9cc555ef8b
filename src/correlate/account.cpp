#include "correlate/account.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace whylocked {

// 64-bit FNV-1a (Fowler, Noll, Vo) over the username and the time, so that a lockout keeps its id
// when other rows come or go. Two lockouts of one account never share a time.
std::string incident_id(std::string_view user, Micros time) {
  std::string key(user);
  for (int shift = 0; shift < 64; shift += 8)
    key += static_cast<char>(static_cast<std::uint64_t>(time) >> shift);
  std::uint64_t hash = fnv1a(key);
  hash ^= hash >> 32;  // the high bits of FNV are the better mixed ones
  std::string id = "L";
  for (int shift = 36; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

namespace {

// Indexes of the account's rows to those of all rows.
class ToAll {
 public:
  explicit ToAll(std::span<const std::uint32_t> timeline) : timeline_(timeline) {}

  void operator()(std::uint32_t& index) const { index = timeline_[index]; }
  template <class Indexes>
  void list(Indexes& indexes) const {
    for (std::uint32_t& index : indexes) index = timeline_[index];
  }
  void operator()(Incident& incident) const {
    list(incident.counted);
    list(incident.after_lock);
    if (incident.lock_event) (*this)(*incident.lock_event);
    if (incident.proof) (*this)(*incident.proof);
    const TriggerKind kind = incident.trigger.kind;
    if (kind != TriggerKind::none_seen && kind != TriggerKind::unknown)
      (*this)(incident.trigger.event);
  }

 private:
  std::span<const std::uint32_t> timeline_;
};

bool is_change(const Event& event) {
  return event.kind == EventKind::password_changed || event.kind == EventKind::password_expired ||
         event.kind == EventKind::username_changed;
}

// Whatever broke longer ago would have locked the account before now. The number is ours: a month,
// so that callers with a monthly run are covered.
constexpr Micros kMaxDelay = 30 * kDay;

// The event that the change must precede: the latest counted failure with at least half of the
// counted attempts from it on. Mostly this is not the first one: a person mistypes, gets the
// password changed, and only then the bulk begins.
std::uint32_t middle_of_cause(std::span<const Event> rows, const Incident& incident) {
  std::uint64_t total = 0, from_here = 0;
  for (const std::uint32_t index : incident.counted) total += rows[index].count;
  for (std::size_t i = incident.counted.size(); i-- > 0;) {
    from_here += rows[incident.counted[i]].count;
    if (from_here >= total - from_here) return incident.counted[i];
  }
  return incident.lock_event.value_or(0);
}

TriggerKind kind_of(const Event& change) {
  switch (change.kind) {
    case EventKind::password_changed:
      return TriggerKind::password_changed;
    case EventKind::password_expired:
      return TriggerKind::password_expired;
    default:
      return TriggerKind::username_changed;
  }
}

// Only what came before the failures can have caused them: a lockout is itself followed by a
// reset (seen: 78 seconds later), and that reset is its consequence. It may well be the trigger of
// the next lockout, though: whatever else holds the old password fails from then on.
// `changes` are indexes in `rows`, ascending; `observed`: the export shows changes at all.
Trigger find_trigger(std::span<const Event> rows, std::span<const std::uint32_t> changes,
                     bool observed, const Incident& incident) {
  if (!observed) return {};
  const std::uint32_t before = middle_of_cause(rows, incident);
  const auto next = std::lower_bound(changes.begin(), changes.end(), before);
  if (next == changes.begin()) return {.kind = TriggerKind::none_seen};
  const std::uint32_t index = *(next - 1);
  const Event& change = rows[index];
  if (rows[before].time - change.time > kMaxDelay) return {.kind = TriggerKind::none_seen};
  return {.kind = kind_of(change), .at = change.time, .event = index};
}

}  // namespace

using lockouts::EventTraits;
using lockouts::kNoCaller;

void AccountWorker::gather(std::span<const std::uint32_t> timeline) {
  rows_.resize(timeline.size());
  attempts_.clear();
  changes_.clear();
  for (std::uint32_t i = 0; i < timeline.size(); ++i) {
    Timelines::prefetch(events_.rows, timeline, i);
    const Event& event = rows_[i] = events_.rows[timeline[i]];
    if (event.kind == EventKind::login_failed || event.kind == EventKind::login_succeeded)
      attempts_.push_back(i);
    if (is_change(event)) changes_.push_back(i);
  }
  campaign_of_row_.clear();
  if (campaigns_.touches(rows_.front().user))
    for (const Event& event : rows_) campaign_of_row_.push_back(campaigns_.of(event));
}

// Needed are the callers of counted failures and of refusals that alone prove a lock, and those at
// the address of a lock row without counted failures (see trace_lock_rows).
void AccountWorker::drop_unrelated(const std::vector<Incident>& incidents,
                                   std::span<const std::uint32_t> bare) {
  asked_.clear();
  for (const Incident& incident : incidents) {
    asked_.insert(asked_.end(), incident.counted.begin(), incident.counted.end());
    if (incident.counted.empty() && incident.proof) asked_.push_back(*incident.proof);
  }
  for (std::uint32_t i = 0; i < campaign_of_row_.size(); ++i)
    if (campaign_of_row_[i] != cases::kNoCampaign) asked_.push_back(i);
  if (!bare.empty()) {
    std::vector<TextId> addresses;
    for (const std::uint32_t row : bare) addresses.push_back(rows_[row].address);
    std::sort(addresses.begin(), addresses.end());
    for (const std::uint32_t index : attempts_)
      if (std::binary_search(addresses.begin(), addresses.end(), rows_[index].address))
        asked_.push_back(index);
  }
  tracer_.keep_related(rows_, asked_, attempts_);
}

void AccountWorker::trace(const std::vector<Incident>& incidents, std::vector<Caller>& callers) {
  std::vector<std::uint32_t> bare;  // lock rows of lockouts without a counted failure
  for (const Incident& incident : incidents)
    if (incident.counted.empty() && incident.lock_event) bare.push_back(*incident.lock_event);
  if (!options_.every_caller) drop_unrelated(incidents, bare);
  callers = tracer_.trace(rows_, attempts_, !incidents.empty());
  const auto first_attempts = tracer_.trace_lock_rows(rows_, bare, callers);
  caller_of_row_.assign(rows_.size(), kNoCaller);
  for (std::size_t i = 0; i < callers.size(); ++i)
    for (const std::uint32_t index : callers[i].attempts)
      caller_of_row_[index] = static_cast<std::uint32_t>(i);
  for (std::size_t i = 0; i < bare.size(); ++i)
    caller_of_row_[bare[i]] = caller_of_row_[first_attempts[i]];
}

// An account with neither a failure nor a lock row has no callers.
void AccountWorker::work(TextId user, const Timelines& timelines, AccountResults& out) {
  rules_.threshold = thresholds_.of(user);
  const std::span<const EventTraits> traits = timelines.traits(user);
  const bool may_lock = lockouts::may_lock(traits, rules_);
  const bool has_callers =
      options_.every_caller && std::any_of(traits.begin(), traits.end(), [](EventTraits event) {
        return event.failed() || event.locked();
      });
  if (may_lock || has_callers || campaigns_.touches(user))
    examine(timelines.of(user), may_lock, out);
}

void AccountWorker::examine(std::span<const std::uint32_t> timeline, bool may_lock,
                            AccountResults& out) {
  gather(timeline);
  const ToAll to_all(timeline);
  auto [incidents, refuted] = may_lock ? lockouts::replay(rows_, rules_) : lockouts::Replayed();
  for (RefutedLock& lock : refuted) {
    to_all(lock.first);
    to_all(lock.last);
    out.refuted.push_back(lock);
  }
  const TextId user = rows_.front().user;
  if (!is_known_to_exist())
    std::erase_if(incidents, [&](const Incident& incident) {
      return incident.basis == LockBasis::reconstructed &&
             campaign_of(incident.counted) != cases::kNoCampaign;
    });
  if (incidents.empty() && !options_.every_caller && !campaigns_.touches(user)) return;
  std::vector<Caller> callers;
  trace(incidents, callers);
  for (Incident& incident : incidents) {
    incident.user = user;
    incident.id = incident_id(events_.users.text(user), incident.locked_at);
    lockouts::assign_shares(rows_, caller_of_row_, incident);
    incident.trigger = find_trigger(rows_, changes_, coverage_.changes, incident);
  }
  for (const Incident& incident : incidents)
    for (const Contribution& part : incident.contributions) callers[part.caller].contributes = true;
  campaign_of_caller_.clear();
  for (const Caller& caller : callers)
    campaign_of_caller_.push_back(campaign_of({caller.attempts.begin(), caller.attempts.end()}));
  for (const Incident& incident : incidents)
    out.campaigns.of_incident.push_back(campaign_of(incident.counted));
  if (!options_.every_caller) keep_contributors(incidents, callers);
  set_client_successes(callers);
  const auto before = static_cast<std::uint32_t>(out.callers.size());
  for (Incident& incident : incidents) {
    to_all(incident);
    for (Contribution& part : incident.contributions) part.caller += before;
    out.incidents.push_back(std::move(incident));
  }
  out.campaigns.of_caller.insert(out.campaigns.of_caller.end(), campaign_of_caller_.begin(),
                                 campaign_of_caller_.end());
  for (Caller& caller : callers) {
    to_all.list(caller.attempts);
    out.callers.push_back(std::move(caller));
  }
}

// Stuffed lists hold names that nobody has, and those cannot lock. Without successes in the export
// nothing can be known.
bool AccountWorker::is_known_to_exist() const {
  return !changes_.empty() || !coverage_.successes ||
         std::any_of(rows_.begin(), rows_.end(), [](const Event& event) {
           return event.kind != EventKind::login_failed || event.reason == Reason::locked;
         });
}

// The campaign of at least half of the failures.
std::uint32_t AccountWorker::campaign_of(std::span<const std::uint32_t> attempts) const {
  if (campaign_of_row_.empty()) return cases::kNoCampaign;
  std::vector<std::uint32_t> found;
  std::size_t failures = 0;
  for (const std::uint32_t index : attempts) {
    failures += rows_[index].kind == EventKind::login_failed;
    if (const std::uint32_t c = campaign_of_row_[index]; c != cases::kNoCampaign)
      found.push_back(c);
  }
  if (found.empty() || 2 * found.size() < failures) return cases::kNoCampaign;
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 2);
  std::nth_element(found.begin(), middle, found.end());
  return *middle;
}

void AccountWorker::set_client_successes(std::vector<Caller>& callers) {
  const auto success_of = [&](const Event& event) -> Micros& {
    return success_of_client_[events_.programs.at(event.program).client];
  };
  for (const Event& event : rows_)
    if (event.kind == EventKind::login_succeeded) success_of(event) = event.time;
  for (Caller& caller : callers)
    if (const Micros last = success_of_client_[caller.client];
        caller.client != kNone && last != kNever)
      caller.client_success = last;
  for (const Event& event : rows_) success_of(event) = kNever;
}

// They have a part in a lockout, or belong to a campaign.
void AccountWorker::keep_contributors(std::vector<Incident>& incidents,
                                      std::vector<Caller>& callers) {
  place_.assign(callers.size(), kNoCaller);
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    if (!callers[i].contributes && campaign_of_caller_[i] == cases::kNoCampaign) continue;
    place_[i] = kept;
    campaign_of_caller_[kept] = campaign_of_caller_[i];
    if (i != kept) callers[kept] = std::move(callers[i]);
    ++kept;
  }
  callers.resize(kept);
  campaign_of_caller_.resize(kept);
  for (Incident& incident : incidents)
    for (Contribution& part : incident.contributions) part.caller = place_[part.caller];
}

}  // namespace whylocked
