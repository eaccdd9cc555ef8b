#include "attribute/score.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace whylocked {

namespace {

// An origin names its rival clearly: more likely than not with room to spare, and twice the next.
constexpr double kClear = 0.6;
constexpr double kLead = 2.0;

struct Range {
  Decibans10 floor, cap;
};
Range range_of(SignalGroup group, const Tuning& tuning) {
  return group == SignalGroup::place ? Range{tuning.place_floor, tuning.place_cap}
                                     : Range{tuning.timing_floor, tuning.timing_cap};
}

// Replaces each line by what it moves the capped running sum.
void cap_group(std::vector<Finding>& findings, std::size_t from, SignalGroup group,
               const Tuning& tuning, std::vector<Decibans10>& running) {
  if (group == SignalGroup::alone) return;
  const Range range = range_of(group, tuning);
  for (std::size_t f = from; f < findings.size(); ++f)
    for (std::size_t r = 0; r < running.size(); ++r) {
      const Decibans10 before = running[r];
      running[r] = std::clamp(before + findings[f].db10[r], range.floor, range.cap);
      findings[f].db10[r] = running[r] - before;
    }
}

// Softmax of prior + evidence / temperature, and the lapse. The prior is not touched: a crowd of a
// hundred products has its size whatever the evidence is worth.
std::vector<double> softmax(const std::vector<Decibans10>& score, const Tuning& tuning) {
  const auto all = rivals();
  std::vector<double> probability(score.size());
  for (std::size_t i = 0; i < score.size(); ++i)
    probability[i] = all[i].prior + (score[i] - all[i].prior) / tuning.temperature;
  const double best = *std::max_element(probability.begin(), probability.end());
  double sum = 0;
  for (double& p : probability) sum += p = std::exp((p - best) / 100 * std::numbers::ln10);
  const double spread = tuning.lapse / static_cast<double>(all.size());
  for (double& p : probability) p = (1 - tuning.lapse) * p / sum + spread;
  return probability;
}

// Where no failure is in sight, the lock row is what there is to look at.
void name_rows(const Case& one, std::vector<Finding>& findings, std::size_t from) {
  if (!one.incident.lock_event) return;
  for (std::size_t f = from; f < findings.size(); ++f)
    if (findings[f].events.empty()) findings[f].events = {*one.incident.lock_event};
}

// The clear rival of an origin, or rivals().size().
std::size_t clear_rival(const ScoredOrigin& origin) {
  const auto& p = origin.probability;
  const auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  for (std::size_t i = 0; i < p.size(); ++i)
    if (i != best && p[i] * kLead > p[best]) return p.size();
  return p[best] >= kClear ? best : p.size();
}

// The share of a lockout that lies with callers who name this rival clearly: one product may call
// from several addresses.
double clear_share(std::size_t rival, const std::vector<ScoredOrigin>& origins) {
  double share = 0;
  for (const ScoredOrigin& origin : origins)
    if (clear_rival(origin) == rival) share += origin.weight;
  return share;
}

bool same(const RankedCause& a, const RankedCause& b, const std::vector<ScoredOrigin>& origins) {
  if (a.origin == b.origin)
    return origins[a.origin].score[a.rival] == origins[b.origin].score[b.rival] &&
           std::abs(a.probability - b.probability) <= 1e-9;
  const double share = clear_share(a.rival, origins);
  return share > 0 && std::abs(share - clear_share(b.rival, origins)) < 1e-9;
}

void set_ranks(std::vector<RankedCause>& ranked, const std::vector<ScoredOrigin>& origins) {
  for (std::size_t from = 0; from < ranked.size();) {
    std::size_t to = from + 1;
    double sum = ranked[from].probability;
    while (to < ranked.size() && same(ranked[from], ranked[to], origins))
      sum += ranked[to++].probability;
    for (std::size_t i = from; i < to; ++i) {
      ranked[i].rank = static_cast<std::uint32_t>(from + 1);
      ranked[i].probability = sum / static_cast<double>(to - from);
    }
    from = to;
  }
}

}  // namespace

ScoredOrigin score_origin(const Case& one, double weight) {
  const Tuning& tuning = one.scene.tuning;
  ScoredOrigin scored;
  scored.weight = weight;
  scored.in_cloud = one.place.cloud();
  const auto all = rivals();
  for (const Rival& rival : all) scored.score.push_back(rival.prior);
  std::vector<Decibans10> place(all.size(), 0), timing(all.size(), 0);
  for (const Signal& signal : signals()) {
    if (signal.name == tuning.without) continue;
    const std::size_t from = scored.findings.size();
    signal.look(one, scored.findings);
    name_rows(one, scored.findings, from);
    cap_group(scored.findings, from, signal.group, tuning,
              signal.group == SignalGroup::place ? place : timing);
  }
  for (const Finding& finding : scored.findings)
    for (std::size_t i = 0; i < all.size(); ++i) scored.score[i] += finding.db10[i];
  scored.probability = softmax(scored.score, tuning);
  return scored;
}

std::vector<RankedCause> rank_causes(const std::vector<ScoredOrigin>& origins) {
  std::vector<RankedCause> ranked(rivals().size());
  for (std::size_t r = 0; r < ranked.size(); ++r) {
    ranked[r].rival = r;
    double most = -1;
    for (std::size_t o = 0; o < origins.size(); ++o) {
      const double part = origins[o].weight * origins[o].probability[r];
      ranked[r].probability += part;
      if (part > most) most = part, ranked[r].origin = o;
    }
  }
  // Rounded, so that sums in another order do not decide between equals; then catalog order.
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedCause& a, const RankedCause& b) {
    return std::round(a.probability * 1e9) > std::round(b.probability * 1e9);
  });
  set_ranks(ranked, origins);
  return ranked;
}

Status judge(const std::vector<RankedCause>& ranked, const std::vector<ScoredOrigin>& origins) {
  double first = 0;
  std::size_t members = 0;
  for (const RankedCause& cause : ranked)
    if (cause.rank == 1) first += cause.probability, ++members;
  if (first <= 0.5) return Status::insufficient_evidence;
  if (members > 1) return Status::tied;
  const bool clear = clear_rival(origins[ranked.front().origin]) == ranked.front().rival;
  return clear ? Status::diagnosed : Status::insufficient_evidence;
}

}  // namespace whylocked
