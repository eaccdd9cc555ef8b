#include "correlate/responsibility.hpp"

#include <algorithm>

namespace whylocked {

namespace {

// The strict game: is one alone enough, is the threshold out of reach without it? Where all that
// is visible stays under the threshold, neither can be said of anyone.
//
// Shares then sum to less than 1 (hidden failures have the rest); they are scaled up, because a
// lockout's origins are weighed against each other.
void judge(std::vector<Contribution>& blames, std::uint64_t threshold) {
  if (blames.size() == 1) {  // the usual one: all is its own
    Contribution& blame = blames.front();
    blame.share = 1;
    blame.sufficient = blame.necessary = blame.counted >= threshold;
    return;
  }
  std::vector<std::uint64_t> counts;
  std::uint64_t total = 0;
  for (const Contribution& blame : blames) {
    counts.push_back(blame.counted);
    total += blame.counted;
  }
  const std::vector<double> shares = shapley_shares(counts, threshold);
  for (std::size_t i = 0; i < blames.size(); ++i) {
    Contribution& blame = blames[i];
    blame.share = total < threshold
                      ? static_cast<double>(blame.counted) / static_cast<double>(total)
                      : shares[i];
    blame.sufficient = blame.counted >= threshold;
    blame.necessary = total >= threshold && total - blame.counted < threshold;
  }
}

// Nothing is known but the lock row: whoever it names has the whole share, but no failure counts.
Contribution by_lock_row(std::span<const Event> rows, std::span<const std::uint32_t> origin_of_row,
                  const Incident& incident) {
  const std::uint32_t row = *incident.lock_event;
  Contribution blame{
      .caller = origin_of_row[row], .share = 1, .first = rows[row].time, .last = rows[row].time};
  for (const std::uint32_t index : incident.after_lock)
    if (origin_of_row[index] == blame.caller) blame.failed_after_lock += rows[index].count;
  return blame;
}

}  // namespace

void BlameLayer::count_by_origin(std::span<const Event> rows,
                                 std::span<const std::uint32_t> origin_of_row, Incident& incident) {
  std::vector<Contribution>& blames = incident.contributions;
  for (const std::uint32_t index : incident.counted) {
    const Event& event = rows[index];
    const std::uint32_t origin = origin_of_row[index];
    if (place_.size() <= origin) place_.resize(origin + 1, 0);
    if (place_[origin] == 0) {
      blames.push_back({.caller = origin, .first = event.time});
      place_[origin] = static_cast<std::uint32_t>(blames.size());
    }
    Contribution& blame = blames[place_[origin] - 1];
    blame.counted += event.count;
    blame.last = event.time;
  }
  for (const std::uint32_t index : incident.after_lock)
    if (const std::uint32_t origin = origin_of_row[index];
        origin < place_.size() && place_[origin] != 0)
      blames[place_[origin] - 1].failed_after_lock += rows[index].count;
  for (const Contribution& blame : blames) place_[blame.caller] = 0;
}

void BlameLayer::lay(std::span<const Event> rows, std::span<const std::uint32_t> origin_of_row,
                     Incident& incident) {
  incident.contributions.clear();
  if (incident.counted.empty()) {
    incident.contributions.push_back(by_lock_row(rows, origin_of_row, incident));
    return;
  }
  count_by_origin(rows, origin_of_row, incident);
  judge(incident.contributions, threshold_);
  std::sort(incident.contributions.begin(), incident.contributions.end(), [](const Contribution& a, const Contribution& b) {
    return a.share != b.share ? a.share > b.share : a.caller < b.caller;
  });
}

}  // namespace whylocked
