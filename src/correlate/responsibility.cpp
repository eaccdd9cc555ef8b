#include "correlate/responsibility.hpp"

#include <algorithm>
#include <unordered_map>

namespace whylocked {

namespace {

std::vector<Blame> count_by_origin(const Events& events,
                                   std::span<const std::uint32_t> origin_of_event,
                                   const Incident& incident) {
  std::vector<Blame> blames;
  std::unordered_map<std::uint32_t, std::size_t> of_origin;
  for (const std::uint32_t index : incident.counted) {
    const Event& event = events.rows[index];
    const auto [place, added] = of_origin.try_emplace(origin_of_event[index], blames.size());
    if (added) blames.push_back({.origin = place->first, .first = event.time});
    Blame& blame = blames[place->second];
    blame.counted += event.count;
    blame.last = event.time;
  }
  for (const std::uint32_t index : incident.after_lock)
    if (const auto found = of_origin.find(origin_of_event[index]); found != of_origin.end())
      blames[found->second].failed_after_lock += events.rows[index].count;
  return blames;
}

// The strict game: is one alone enough, is the threshold out of reach without it? Where all that
// is visible stays under the threshold, neither can be said of anyone.
//
// Shares then sum to less than 1 (hidden failures have the rest); they are scaled up, because a
// lockout's origins are weighed against each other.
void judge(std::vector<Blame>& blames, std::uint64_t threshold) {
  std::vector<std::uint64_t> counts;
  std::uint64_t total = 0;
  for (const Blame& blame : blames) {
    counts.push_back(blame.counted);
    total += blame.counted;
  }
  const std::vector<double> shares = shapley_shares(counts, threshold);
  for (std::size_t i = 0; i < blames.size(); ++i) {
    Blame& blame = blames[i];
    blame.share = total < threshold
                      ? static_cast<double>(blame.counted) / static_cast<double>(total)
                      : shares[i];
    blame.sufficient = blame.counted >= threshold;
    blame.necessary = total >= threshold && total - blame.counted < threshold;
  }
}

// Nothing is known but the lock row: whoever it names has the whole share, but no failure counts.
Blame by_lock_row(const Events& events, std::span<const std::uint32_t> origin_of_event,
                  const Incident& incident) {
  const std::uint32_t row = *incident.lock_event;
  Blame blame{.origin = origin_of_event[row],
              .share = 1,
              .first = events.rows[row].time,
              .last = events.rows[row].time};
  for (const std::uint32_t index : incident.after_lock)
    if (origin_of_event[index] == blame.origin) blame.failed_after_lock += events.rows[index].count;
  return blame;
}

}  // namespace

void lay_blame(const Events& events, std::span<const std::uint32_t> origin_of_event,
               std::uint32_t threshold, Incident& incident) {
  if (incident.counted.empty()) {
    incident.origins = {by_lock_row(events, origin_of_event, incident)};
    return;
  }
  incident.origins = count_by_origin(events, origin_of_event, incident);
  judge(incident.origins, threshold);
  std::sort(incident.origins.begin(), incident.origins.end(), [](const Blame& a, const Blame& b) {
    return a.share != b.share ? a.share > b.share : a.origin < b.origin;
  });
}

}  // namespace whylocked
