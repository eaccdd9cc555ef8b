#include "correlate/cases/visits.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

namespace {

// Gaps of a beat are drawn from a gamma distribution of this shape; independent callers make those
// of shape 1. The first stands for a program that pauses at random.
constexpr double kShapes[] = {1, 4, 16, 64};
constexpr double kLogBeta[] = {0, -4.941642, -22.293681, -89.534815};  // log B(shape, shape)
constexpr double kShapeShare[] = {.1, .3, .3, .3};
// An account follows another so soon as one person's tries do: not counted, but where a list is
// looked for.
constexpr Micros kSoon = 30 * kSecond;
constexpr double kInARow = 1;
constexpr double kSameGap = .2;  // at most, of the logs of two
constexpr double kInBeat =
    .8;  // of the gaps; the others are pauses, or somebody else comes between

// P(seen | list) / P(seen | people who slip). Who slips does so once in 6 of 10 times, and the next
// of several people is anyone.
constexpr double kAlikeInList = .9, kAlikeByPeople = .5;
constexpr double kLateInList = .97, kLateByPeople = .7;
// P(an account follows the one that it followed before), where the gap between them is another than
// before by this part of the median: devices that retry each at a period of its own keep the gap.
constexpr double kOrderedInList = .9, kOrderedByPeople = .2, kOwnClock = .5;
constexpr double kInOrder = .5;  // of the lists
// Devices and programs that retry are as even as a list: one in ten groups is theirs, and fewer of
// the swift ones and of those in which none comes again. And some lists are drawn from at random.
constexpr double kDevices = 2.3, kDevicesSwift = 2.3, kOnce = .3, kAtRandom = -2.3;
constexpr Micros kSwift = 5 * kSecond;  // from one account to the next, in the median
// P(the next account follows within that time): of a swift list, three in ten of all, and of people
// in a busy office.
constexpr double kSwiftByList = .9, kSwiftByPeople = .25, kSwiftLists = -1.2;

// P(an account is tried again from an address that tried it before): of people and devices, of a
// list that takes its addresses in turn, and of one whose addresses have accounts of their own.
constexpr double kSameByPeople = .9, kSameInTurn = .2, kSameOfOwn = .9;
constexpr double kOwn = -2.3;  // log of the share of the latter
// P(an account that is new comes from an address that tried another).
constexpr double kSharedInList = .5, kSharedByPeople = .05;
// Logs of the odds against an office or gateway from which nobody gets in, and against each more.
constexpr double kNoOffice = 6.9, kNoOfficeMore = 2.3;
// Against people who leave by several addresses in turn, for each twice as many networks,
// addresses.
constexpr double kPool = .5, kPoolNetworks = 1.4, kPoolAddresses = .5;

// A lock ends the tries on an account sooner or later.
bool are_alike(std::uint64_t a, std::uint64_t b) {
  return 2 * std::max(a, b) <= 3 * std::min(a, b);
}

double log_ratio(bool so, double list, double people) {
  return so ? std::log(list / people) : std::log((1 - list) / (1 - people));
}

Micros resolution(Precision precision) {
  return precision == Precision::hour ? kHour : precision == Precision::minute ? kMinute : kSecond;
}

}  // namespace

Visits::Visits(const Events& events, std::span<const std::uint32_t> rows) : rows_(rows) {
  std::unordered_map<TextId, std::pair<Micros, std::uint64_t>> row_of;  // its last try, and tries
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Event& event = events.rows[rows[i]];
    auto& [last, row] = row_of[event.user];
    if (event.time - std::exchange(last, event.time) > kFloodPause) row = 0;
    row += event.count;
    flood_ |= row >= kFlood;
    resolution_ = std::max(resolution_, resolution(event.precision));
    Visit& visit = visit_of(event, i);
    visit.last = event.time;
    visit.tries += event.count;
  }
  accounts_ = row_of.size();
  if (accounts_ < kMinAccounts) return;
  observe_beat();
  observe_order();
  observe_addresses(events);
}

// The tries on two neighbours of a list may overlap.
Visits::Visit& Visits::visit_of(const Event& event, std::size_t place) {
  if (visits_.size() > 1)
    if (Visit& before = visits_[visits_.size() - 2];
        before.user == event.user && event.time - before.last <= kSoon)
      return before;
  if (visits_.empty() || visits_.back().user != event.user)
    visits_.push_back({event.user, event.time, event.time, place, 0});
  return visits_.back();
}

// The ratio of a gap to the one before. Devices that retry each at a period of its own come in the
// same order with the same gaps again; those count once. The log of the ratio of two gaps of shape
// k has the density (2 cosh(x/2))^-2k / B(k, k).
void Visits::observe_beat() {
  std::unordered_map<std::uint64_t, double> gaps;  // by account and the one before
  const double least = static_cast<double>(resolution_) / 4;
  double last = 0;
  for (std::size_t i = 1; i < visits_.size(); ++i) {
    Visit& visit = visits_[i];
    const Micros pause = visit.first - visits_[i - 1].last;
    visit.beat[0] = pause <= kSoon ? kInARow : -kInARow;
    swift_ += log_ratio(pause <= kSwift, kSwiftByList, kSwiftByPeople);
    const double gap = std::max(static_cast<double>(gap_before(i)), least);
    const double before = std::exchange(last, gap);
    const auto [same, fresh] = gaps.try_emplace(pair_key(visits_[i - 1].user, visit.user), gap);
    const double again = std::abs(std::log(std::exchange(same->second, gap) / gap));
    // Times in whole seconds do not show how even gaps below one are.
    const bool blurred = std::max(gap, before) <= static_cast<double>(resolution_) &&
                         (gap != before || gap == least);
    if (i == 1 || blurred || (!fresh && again < kSameGap)) continue;
    const double even = -2 * std::log(2 * std::cosh(std::log(gap / before) / 2));
    for (std::size_t k = 1; k < kBeats; ++k)
      visit.beat[k] =
          std::log(1 - kInBeat + kInBeat * std::exp((kShapes[k] - 1) * even - kLogBeta[k]));
  }
}

void Visits::observe_order() {
  std::unordered_map<TextId, std::size_t> last;  // visit to each account
  const double clock = kOwnClock * static_cast<double>(median_gap());
  const double any = kOrderedByPeople + 1 / static_cast<double>(accounts_);
  for (std::size_t i = 0; i < visits_.size(); ++i) {
    Visit& visit = visits_[i];
    const auto [before, fresh] = last.try_emplace(visit.user, i);
    if (i > 0)
      visit.people =
          log_ratio(are_alike(visit.tries, visits_[i - 1].tries), kAlikeInList, kAlikeByPeople);
    const std::size_t then = std::exchange(before->second, i), ago = i - then;
    if (!fresh && then > 0 &&
        static_cast<double>(std::abs(gap_before(i) - gap_before(then))) > clock)
      visit.ordered = log_ratio(visits_[i - 1].user == visits_[then - 1].user, kOrderedInList, any);
    if (!fresh && ago > 2)  // else the tries on two neighbours of a list overlap
      visit.people += log_ratio(3 * ago >= accounts_, kLateInList, kLateByPeople);
  }
}

void Visits::observe_addresses(const Events& events) {
  std::unordered_set<std::uint64_t> pairs, networks;
  std::unordered_map<TextId, std::pair<TextId, bool>> first_of;  // first account; whether several
  std::unordered_set<TextId> users;
  for (std::size_t i = 0, v = 0; i < rows_.size(); ++i) {
    const Event& event = events.rows[rows_[i]];
    const bool next = v + 1 < visits_.size() && visits_[v + 1].from == i;
    v += next;
    if (i > 0 && !next && events.rows[rows_[i - 1]].address == event.address) continue;
    Visit& visit = visits_[v];
    const bool same = !pairs.insert(pair_key(event.address, event.user)).second;
    auto& [user, several] = first_of.try_emplace(event.address, event.user, false).first->second;
    if (!users.insert(event.user).second) {
      visit.rotating += log_ratio(same, kSameInTurn, kSameByPeople);
      visit.own += log_ratio(same, kSameOfOwn, kSameByPeople);
    } else {
      visit.shared = log_ratio(user != event.user, kSharedInList, kSharedByPeople);
    }
    networks.insert(events.addresses.at(event.address).block());
    if (user != event.user) shared_addresses_ += !std::exchange(several, true);
  }
  addresses_ = first_of.size();
  networks_ = networks.size();
  if (addresses_ == 1)
    for (Visit& visit : visits_) visit.rotating = visit.own = visit.shared = 0;
}

// Against people and devices at homes of their own, at offices, or behind a pool of addresses,
// whichever explains the addresses best.
double Visits::places(bool strangers) const {
  const double office = strangers ? kNoOffice : 0;
  if (addresses_ == 1) return office;
  double rotating = 0, own = kOwn, shared = 0;
  for (const Visit& visit : visits_) {
    rotating += visit.rotating;
    own += visit.own;
    shared += visit.shared;
  }
  const double again = std::max(rotating, own);
  const double more = strangers && shared_addresses_ > 0
                          ? kNoOfficeMore * static_cast<double>(shared_addresses_ - 1)
                          : 0;
  const double pool = kPool + kPoolNetworks * std::log2(static_cast<double>(networks_)) +
                      kPoolAddresses * std::log2(static_cast<double>(addresses_));
  return std::min({again + shared, again + office + more, pool + office + more});
}

double Visits::log_odds(bool strangers, double crowd) const {
  return log_odds_of_times(crowd) + places(strangers);
}

double Visits::log_odds_of_times(double crowd) const {
  std::array<double, kBeats> beat{};
  double people = 0, ordered = std::log(kInOrder / (1 - kInOrder));
  std::uint64_t tries = 0;
  for (const Visit& visit : visits_) {
    people += visit.people;
    ordered += visit.ordered;
    tries += visit.tries;
    for (std::size_t k = 1; k < kBeats; ++k) beat[k] += visit.beat[k];
  }
  const double most = *std::ranges::max_element(beat);
  double sum = 0;
  for (std::size_t k = 0; k < kBeats; ++k) sum += kShapeShare[k] * std::exp(beat[k] - most);
  // Those that retry at the same time come between each other's tries.
  const auto stays = static_cast<double>(tries - visits_.size()),
             switches = static_cast<double>(visits_.size() - 1);
  const double stay = std::max(stays / (stays + switches), 1 / static_cast<double>(accounts_));
  const double apart = stays * std::log(stay * static_cast<double>(accounts_)) +
                       switches * std::log((1 - stay) / (1 - 1 / static_cast<double>(accounts_)));
  const double once = visits_.size() == accounts_ ? kOnce * static_cast<double>(accounts_) : 0;
  const double swift = median_gap() <= kSwift ? kDevicesSwift : 0;
  const double devices = kDevices + once + swift + apart;
  return most + std::log(sum) + std::max(ordered, 0.0) +
         std::clamp(people + crowd + std::max(kSwiftLists + swift_, 0.0), kAtRandom, devices);
}

std::span<const std::uint32_t> Visits::stretch() const {
  double most = 0;
  std::size_t best_from = 0, best_to = 0;
  for (std::size_t k = 0; k < kBeats; ++k) {
    double sum = 0;
    for (std::size_t i = 0, from = 0; i < visits_.size(); ++i) {
      const Visit& visit = visits_[i];
      if (sum <= 0) sum = 0, from = i;
      sum += visit.beat[k] + std::min(visit.people, 0.0) + visit.rotating;
      if (sum < most) continue;
      most = sum;
      best_from = from;
      best_to = i + 1;
    }
  }
  if (best_to == 0) return {};
  best_from -= std::min<std::size_t>(best_from, 2);  // a ratio has two gaps
  const std::size_t to = best_to < visits_.size() ? visits_[best_to].from : rows_.size();
  return rows_.subspan(visits_[best_from].from, to - visits_[best_from].from);
}

Micros Visits::median_gap() const {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < visits_.size(); ++i) gaps.push_back(gap_before(i));
  if (gaps.empty()) return INT64_MAX;
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle;
}

}  // namespace whylocked::cases
