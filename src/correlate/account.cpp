#include "correlate/account.hpp"

#include <algorithm>

#include "correlate/trigger.hpp"

namespace whylocked {

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
    const TriggerKind kind = incident.trigger.kind;
    if (kind != TriggerKind::none_seen && kind != TriggerKind::unknown)
      (*this)(incident.trigger.event);
  }

 private:
  std::span<const std::uint32_t> timeline_;
};

}  // namespace

// An account with neither a failure nor a lock row has no origins.
bool AccountWorker::matters(std::span<const Act> acts) const {
  if (!options_.every_caller) return may_lock(acts, rules_);
  return std::any_of(acts.begin(), acts.end(), [](Act a) { return a.failed() || a.locked(); });
}

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
}

// Asked for are the origins of counted failures, and those that call from where a lock row without
// one points to (see trace_lock_rows).
void AccountWorker::leave_out_strangers(const std::vector<Incident>& incidents,
                                        std::span<const std::uint32_t> bare) {
  asked_.clear();
  for (const Incident& incident : incidents)
    asked_.insert(asked_.end(), incident.counted.begin(), incident.counted.end());
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

void AccountWorker::trace(const std::vector<Incident>& incidents, std::vector<Caller>& origins) {
  std::vector<std::uint32_t> bare;  // lock rows of lockouts without a counted failure
  for (const Incident& incident : incidents)
    if (incident.counted.empty()) bare.push_back(*incident.lock_event);
  if (!options_.every_caller) leave_out_strangers(incidents, bare);
  origins = tracer_.trace(rows_, attempts_);
  const auto first_attempts = tracer_.trace_lock_rows(rows_, bare, origins);
  origin_of_row_.assign(rows_.size(), kNoOrigin);
  for (std::size_t i = 0; i < origins.size(); ++i)
    for (const std::uint32_t index : origins[i].attempts)
      origin_of_row_[index] = static_cast<std::uint32_t>(i);
  for (std::size_t i = 0; i < bare.size(); ++i)
    origin_of_row_[bare[i]] = origin_of_row_[first_attempts[i]];
}

void AccountWorker::work(TextId user, const Timelines& timelines, AccountResults& out) {
  if (matters(timelines.acts(user))) look_into(timelines.of(user), out);
}

void AccountWorker::look_into(std::span<const std::uint32_t> timeline, AccountResults& out) {
  gather(timeline);
  std::vector<Incident> incidents = replay(rows_, rules_);
  if (incidents.empty() && !options_.every_caller) return;
  std::vector<Caller> origins;
  trace(incidents, origins);
  const TextId user = rows_.front().user;
  const ToAll to_all(timeline);
  const auto before = static_cast<std::uint32_t>(out.origins.size());
  for (Incident& incident : incidents) {
    incident.user = user;
    incident.id = incident_id(events_.users.text(user), incident.locked_at);
    blame_.lay(rows_, origin_of_row_, incident);
    incident.trigger = find_trigger(rows_, changes_, changes_in_sight_, incident);
    for (const Contribution& blame : incident.contributions) {
      Caller& origin = origins[blame.caller];
      if (origin.rhythm.runs > 0) continue;
      origin.rhythm = rhythm_of(rows_, origin, options_.time_zone);
      out.rhythms.push_back(rhythms_of(rows_, origin, options_.time_zone));
      origin.rhythms = static_cast<std::uint32_t>(out.rhythms.size());
    }
    to_all(incident);
  }
  if (!options_.every_caller) keep_blamed(incidents, origins);
  for (Incident& incident : incidents) {
    for (Contribution& blame : incident.contributions) blame.caller += before;
    out.incidents.push_back(std::move(incident));
  }
  for (Caller& origin : origins) {
    to_all.list(origin.attempts);
    out.origins.push_back(std::move(origin));
  }
}

// Leaves out who has no part in a lockout, which its rhythm tells.
void AccountWorker::keep_blamed(std::vector<Incident>& incidents, std::vector<Caller>& origins) {
  place_.assign(origins.size(), kNoOrigin);
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (origins[i].rhythm.runs == 0) continue;
    place_[i] = kept;
    if (i != kept) origins[kept] = std::move(origins[i]);
    ++kept;
  }
  origins.resize(kept);
  for (Incident& incident : incidents)
    for (Contribution& blame : incident.contributions) blame.caller = place_[blame.caller];
}

}  // namespace whylocked
