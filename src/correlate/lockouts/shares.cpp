#include "correlate/lockouts/shares.hpp"

#include <algorithm>

namespace whylocked::lockouts {

namespace {

// The strict game: is one alone enough, is the threshold out of reach without it? Where all that
// is visible stays under the threshold, neither can be said of anyone.
//
// Shares then sum to less than 1 (hidden failures have the rest); they are scaled up, because a
// lockout's callers are weighed against each other.
void judge(std::vector<Contribution>& parts, std::uint64_t threshold) {
  if (parts.size() == 1) {  // the usual one: all is its own
    Contribution& part = parts.front();
    part.share = 1;
    part.sufficient = part.necessary = part.counted >= threshold;
    return;
  }
  std::vector<std::uint64_t> counts;
  std::uint64_t total = 0;
  for (const Contribution& part : parts) {
    counts.push_back(part.counted);
    total += part.counted;
  }
  const std::vector<double> shares = shapley_shares(counts, threshold);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Contribution& part = parts[i];
    part.share = total < threshold ? static_cast<double>(part.counted) / static_cast<double>(total)
                                   : shares[i];
    part.sufficient = part.counted >= threshold;
    part.necessary = total >= threshold && total - part.counted < threshold;
  }
}

// Only the lock row or a refusal is known: its caller has the whole share, but no failure counts.
Contribution by_proof(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                      const Incident& incident) {
  const std::uint32_t row = incident.lock_event ? *incident.lock_event : *incident.proof;
  Contribution part{
      .caller = caller_of_row[row], .share = 1, .first = rows[row].time, .last = rows[row].time};
  for (const std::uint32_t index : incident.after_lock)
    if (caller_of_row[index] == part.caller) part.failed_after_lock += rows[index].count;
  return part;
}

}  // namespace

void ShareAssigner::count_by_caller(std::span<const Event> rows,
                                    std::span<const std::uint32_t> caller_of_row,
                                    Incident& incident) {
  std::vector<Contribution>& parts = incident.contributions;
  for (const std::uint32_t index : incident.counted) {
    const Event& event = rows[index];
    const std::uint32_t caller = caller_of_row[index];
    if (place_.size() <= caller) place_.resize(caller + 1, 0);
    if (place_[caller] == 0) {
      parts.push_back({.caller = caller, .first = event.time});
      place_[caller] = static_cast<std::uint32_t>(parts.size());
    }
    Contribution& part = parts[place_[caller] - 1];
    part.counted += event.count;
    part.last = event.time;
  }
  for (const std::uint32_t index : incident.after_lock)
    if (const std::uint32_t caller = caller_of_row[index];
        caller < place_.size() && place_[caller] != 0)
      parts[place_[caller] - 1].failed_after_lock += rows[index].count;
  for (const Contribution& part : parts) place_[part.caller] = 0;
}

void ShareAssigner::assign(std::span<const Event> rows,
                           std::span<const std::uint32_t> caller_of_row, Incident& incident) {
  incident.contributions.clear();
  if (incident.counted.empty()) {
    incident.contributions.push_back(by_proof(rows, caller_of_row, incident));
    return;
  }
  count_by_caller(rows, caller_of_row, incident);
  judge(incident.contributions, incident.threshold);
  std::sort(incident.contributions.begin(), incident.contributions.end(),
            [](const Contribution& a, const Contribution& b) {
              return a.share != b.share ? a.share > b.share : a.caller < b.caller;
            });
}

}  // namespace whylocked::lockouts
