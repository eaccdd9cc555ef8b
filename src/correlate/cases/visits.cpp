#include "correlate/cases/visits.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

namespace {

// P(no return before a third of the other accounts), of a list and of people: the next of several
// people is anyone.
constexpr double kLateInList = .97, kLateByPeople = .7;
constexpr std::size_t kMinRepeats = 4;
constexpr double kNearlyAll = .8;
constexpr Micros kPace = 2 * kMinute;
// People of one office slip one after the other, too, but not within seconds and for so long.
constexpr Micros kSequencePause = 30 * kSecond;
constexpr std::size_t kMinSequence = 4, kMinSequenceOfSingles = 6;
constexpr double kMaxByChance = .005;  // such rows expected among the others that fail there

}  // namespace

double log_ratio(std::size_t so, std::size_t otherwise, double list, double people) {
  return static_cast<double>(so) * std::log(list / people) +
         static_cast<double>(otherwise) * std::log((1 - list) / (1 - people));
}

Visits::Visits(const Events& events, std::span<const std::uint32_t> rows) {
  std::unordered_map<TextId, std::pair<Micros, std::uint64_t>> row_of;  // its last try, and tries
  for (const std::uint32_t index : rows) {
    const Event& event = events.rows[index];
    auto& [last, row] = row_of[event.user];
    if (event.time - std::exchange(last, event.time) > kFloodPause) row = 0;
    row += event.count;
    flood_ |= row >= kFlood;
    if (visits_.empty() || visits_.back().user != event.user)
      visits_.push_back({event.user, event.time, event.time, 0});
    visits_.back().last = event.time;
    visits_.back().tries += event.count;
  }
  count_returns();
}

void Visits::count_returns() {
  std::unordered_map<TextId, std::size_t> last;  // visit to each account
  for (const Visit& visit : visits_) last.emplace(visit.user, SIZE_MAX);
  accounts_ = last.size();
  for (std::size_t i = 0; i < visits_.size(); ++i) {
    const bool alike = visits_[i].tries == visits_.front().tries;
    std::size_t& before = last.at(visits_[i].user);
    if (before == SIZE_MAX) {
      ++(alike ? alike_ : unlike_);
    } else if (i - before > 2) {  // else the tries on two neighbours of a list overlap
      const bool late = 3 * (i - before) >= accounts_;
      visits_[i].order = late ? Visit::kLate : Visit::kEarly;
      ++(late && alike ? late_ : early_);
      repeats_ += before > 0 && visits_[i - 1].user == visits_[before - 1].user;
    }
    before = i;
  }
}

bool Visits::is_even(double odds) const {
  return log_ratio(alike_, unlike_, kSingleInList, kSingleByPeople) +
             log_ratio(late_, early_, kLateInList, kLateByPeople) >=
         std::log(odds);
}

bool Visits::is_ordered() const {
  return repeats_ >= kMinRepeats &&
         static_cast<double>(repeats_ + 1) >= kNearlyAll * static_cast<double>(late_ + early_);
}

bool Visits::is_fast() const {
  if (visits_.size() < 2) return false;
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < visits_.size(); ++i)
    gaps.push_back(visits_[i].first - visits_[i - 1].first);
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle <= kPace;
}

// An account joins if it is tried soon after the one that joined before.
Visits::Sequence Visits::longest_sequence() const {
  Sequence longest, now;
  std::unordered_map<TextId, std::size_t> joined;  // where the sequence that it joined began
  TextId last = kNone;                             // that joined
  Micros last_tried = 0;
  for (std::size_t i = 0; i < visits_.size(); ++i) {
    const Visit& visit = visits_[i];
    const bool paused = i > 0 && visit.first - visits_[i - 1].last > kPace;
    std::size_t& began = joined.try_emplace(visit.user, SIZE_MAX).first->second;
    if (paused || (began != now.from && visit.first - last_tried > kSequencePause))
      now = {.from = i};
    if (std::exchange(began, now.from) != now.from) {
      last = visit.user;
      ++now.accounts;
    }
    if (visit.user == last) last_tried = visit.last;
    now.tries += visit.tries;
    now.late += visit.order == Visit::kLate;
    now.early += visit.order == Visit::kEarly;
    now.to = i + 1;
    if (now.accounts > longest.accounts || now.from == longest.from) longest = now;
  }
  return longest;
}

// Others who fail there would follow each other so. People slip in the morning, so the hour before
// counts, and not the day.
bool Visits::by_chance(const Sequence& sequence, std::span<const TextId> listed) const {
  const Micros end = visits_[sequence.to - 1].last;
  const auto others = static_cast<double>(std::ranges::count_if(visits_, [&](const Visit& visit) {
    return visit.first > end - kHour && visit.first <= end + kHour / 2 &&
           !std::ranges::binary_search(listed, visit.user);
  }));
  const double next = -std::expm1(-others / static_cast<double>(kHour * 3 / 2) *
                                  static_cast<double>(2 * kSequencePause));
  return (others + 1) * std::pow(next, static_cast<double>(sequence.accounts - 1)) > kMaxByChance;
}

std::vector<TextId> Visits::sequence() const {
  const Sequence longest = longest_sequence();
  if (longest.accounts < kMinSequence ||
      log_ratio(longest.late, longest.early, kLateInList, kLateByPeople) < 0 ||
      (longest.accounts < kMinSequenceOfSingles && longest.tries < 2 * longest.accounts))
    return {};
  std::vector<TextId> listed;
  for (std::size_t i = longest.from; i < longest.to; ++i) listed.push_back(visits_[i].user);
  make_distinct(listed);
  return by_chance(longest, listed) ? std::vector<TextId>() : listed;
}

}  // namespace whylocked::cases
