#include "attribute/score.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace whylocked::old {

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

// Replaces a line by what it moves the capped running sum.
void cap(const Range& range, std::vector<Decibans10>& line, std::vector<Decibans10>& running) {
  for (std::size_t r = 0; r < running.size(); ++r) {
    const Decibans10 before = running[r];
    running[r] = std::clamp(before + line[r], range.floor, range.cap);
    line[r] = running[r] - before;
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
void name_rows(const Situation& one, std::vector<Finding>& findings, std::size_t from) {
  if (!one.incident.lock_event) return;
  for (std::size_t f = from; f < findings.size(); ++f)
    if (findings[f].events.empty()) findings[f].events.add(*one.incident.lock_event);
}

// The clear rival of an origin, or rivals().size().
std::size_t clear_rival(const ScoredOrigin& origin) {
  const auto& p = origin.probability;
  const auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  for (std::size_t i = 0; i < p.size(); ++i)
    if (i != best && p[i] * kLead > p[best]) return p.size();
  return p[best] >= kClear ? best : p.size();
}

// For each rival the share of a lockout that lies with callers who name it clearly: one product may
// call from several addresses.
std::vector<double> clear_shares(const std::vector<ScoredOrigin>& origins) {
  std::vector<double> shares(rivals().size() + 1, 0.0);
  for (const ScoredOrigin& origin : origins) shares[clear_rival(origin)] += origin.weight;
  shares.pop_back();
  return shares;
}

class Equals {
 public:
  explicit Equals(const std::vector<ScoredOrigin>& origins)
      : origins_(origins), clear_(clear_shares(origins)) {}

  bool same(const RankedCause& a, const RankedCause& b) const {
    if (a.origin == b.origin)
      return origins_[a.origin].score[a.rival] == origins_[b.origin].score[b.rival] &&
             std::abs(a.probability - b.probability) <= 1e-9;
    return clear_[a.rival] > 0 && std::abs(clear_[a.rival] - clear_[b.rival]) < 1e-9;
  }

 private:
  const std::vector<ScoredOrigin>& origins_;
  std::vector<double> clear_;  // by rival
};

void set_ranks(std::vector<RankedCause>& ranked, const std::vector<ScoredOrigin>& origins) {
  const Equals equals(origins);
  for (std::size_t from = 0; from < ranked.size();) {
    std::size_t to = from + 1;
    double sum = ranked[from].probability;
    while (to < ranked.size() && equals.same(ranked[from], ranked[to]))
      sum += ranked[to++].probability;
    for (std::size_t i = from; i < to; ++i) {
      ranked[i].rank = static_cast<std::uint32_t>(from + 1);
      ranked[i].probability = sum / static_cast<double>(to - from);
    }
    from = to;
  }
}

// `key` names the signal of each finding, as OriginScores::score writes it.
std::shared_ptr<const OriginScore> score_origin(std::uint32_t number, bool in_cloud,
                                                const std::vector<std::uint32_t>& key,
                                                const std::vector<Finding>& findings,
                                                const Tuning& tuning) {
  auto made = std::make_shared<OriginScore>();
  made->number = number;
  ScoredOrigin& scored = made->scored;
  scored.in_cloud = in_cloud;
  const auto all = rivals();
  for (const Hypothesis& rival : all) scored.score.push_back(rival.prior);
  std::vector<Decibans10> place(all.size(), 0), timing(all.size(), 0);
  for (std::size_t f = 0; f < findings.size(); ++f) {
    made->signals.push_back(findings[f].signal);
    made->judged.push_back(findings[f].judged);
    auto& line = made->db10.emplace_back(findings[f].db10.begin(), findings[f].db10.end());
    const SignalGroup group = signals()[key[1 + 2 * f]].group;
    if (group != SignalGroup::alone)
      cap(range_of(group, tuning), line, group == SignalGroup::place ? place : timing);
    for (std::size_t i = 0; i < all.size(); ++i) scored.score[i] += line[i];
  }
  scored.probability = softmax(scored.score, tuning);
  return made;
}

}  // namespace

std::shared_ptr<const OriginScore> OriginScores::score(const Situation& one,
                                                       std::vector<Finding>& findings) {
  const Tuning& tuning = one.scene.tuning;
  findings.clear();
  key_.assign(1, one.place.cloud());
  const auto all_signals = signals();
  for (std::uint32_t s = 0; s < all_signals.size(); ++s) {
    const Signal& signal = all_signals[s];
    if (signal.name == tuning.without) continue;
    const std::size_t from = findings.size();
    signal.look(one, findings);
    name_rows(one, findings, from);
    for (std::size_t f = from; f < findings.size(); ++f) {
      key_.push_back(s);
      key_.push_back(findings[f].judged->number);
    }
  }
  std::shared_ptr<const OriginScore>& known = known_[key_];
  if (!known) known = score_origin(numbers_++, one.place.cloud(), key_, findings, tuning);
  return known;
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
  std::vector<double> rounded;
  for (const RankedCause& cause : ranked) rounded.push_back(std::round(cause.probability * 1e9));
  std::stable_sort(ranked.begin(), ranked.end(), [&](const RankedCause& a, const RankedCause& b) {
    return rounded[a.rival] > rounded[b.rival];
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

}  // namespace whylocked::old
