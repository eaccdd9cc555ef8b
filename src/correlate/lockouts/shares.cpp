#include "correlate/lockouts/replay.hpp"

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

// By caller.
std::vector<Contribution> count_by_caller(std::span<const Event> rows,
                                          std::span<const std::uint32_t> caller_of_row,
                                          const Incident& incident) {
  std::vector<std::uint32_t> order = incident.counted;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return caller_of_row[a] < caller_of_row[b];
  });
  std::vector<Contribution> parts;
  for (const std::uint32_t index : order) {
    const Event& event = rows[index];
    if (parts.empty() || parts.back().caller != caller_of_row[index])
      parts.push_back({.caller = caller_of_row[index], .first = event.time});
    parts.back().counted += event.count;
    parts.back().last = event.time;
  }
  for (const std::uint32_t index : incident.after_lock) {
    const auto part = std::lower_bound(
        parts.begin(), parts.end(), caller_of_row[index],
        [](const Contribution& one, std::uint32_t caller) { return one.caller < caller; });
    if (part != parts.end() && part->caller == caller_of_row[index])
      part->failed_after_lock += rows[index].count;
  }
  return parts;
}

}  // namespace

void assign_shares(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                   Incident& incident) {
  if (incident.counted.empty()) {
    incident.contributions = {by_proof(rows, caller_of_row, incident)};
    return;
  }
  incident.contributions = count_by_caller(rows, caller_of_row, incident);
  judge(incident.contributions, incident.threshold);
  std::sort(incident.contributions.begin(), incident.contributions.end(),
            [](const Contribution& a, const Contribution& b) {
              return a.share != b.share ? a.share > b.share : a.caller < b.caller;
            });
}

}  // namespace whylocked::lockouts
