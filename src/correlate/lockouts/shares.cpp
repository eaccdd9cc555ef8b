#include "correlate/lockouts/replay.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace whylocked::lockouts {

namespace {

// The strict game: is one caller enough, and is the threshold out of reach without it? If fewer
// failures than the threshold are visible, neither is true of anyone, and shares sum to less than 1
// (hidden failures have the rest). They are then scaled up, because a lockout's callers are
// compared with each other.
void judge(std::vector<Contribution>& parts, std::uint64_t threshold) {
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

}  // namespace

void assign_shares(std::span<const Event> rows, std::span<const std::uint32_t> caller_of_row,
                   Incident& incident) {
  std::map<std::uint32_t, Contribution> parts;  // by caller
  for (const std::uint32_t index : incident.counted) {
    const auto [part, fresh] = parts.try_emplace(caller_of_row[index]);
    if (fresh) part->second = {.caller = caller_of_row[index], .first = rows[index].time};
    part->second.counted += rows[index].count;
    part->second.last = rows[index].time;
  }
  if (parts.empty()) {  // the caller of the lock row or refusal has the whole share
    const std::uint32_t row = incident.lock_event ? *incident.lock_event : *incident.proof;
    const Micros time = rows[row].time;
    parts[caller_of_row[row]] = {
        .caller = caller_of_row[row], .share = 1, .first = time, .last = time};
  }
  for (const std::uint32_t index : incident.after_lock)
    if (const auto part = parts.find(caller_of_row[index]); part != parts.end())
      part->second.failed_after_lock += rows[index].count;
  for (const auto& [caller, part] : parts) incident.contributions.push_back(part);
  if (!incident.counted.empty()) judge(incident.contributions, incident.threshold);
  std::ranges::stable_sort(incident.contributions, std::greater{}, &Contribution::share);
}

}  // namespace whylocked::lockouts
