#include "correlate/cases/visits.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

namespace {

// Gaps of a beat come from a gamma distribution of this shape; independent callers have shape 1.
// The first one stands for a program that pauses at random.
constexpr double kShapes[] = {1, 4, 16, 64};
constexpr double kLogBeta[] = {0, -4.941642, -22.293681, -89.534815};  // log B(shape, shape)
constexpr double kShapeShare[] = {.1, .3, .3, .3};
// One person's consecutive tries follow each other within this time. Not counted,
// except when searching for a list.
constexpr Micros kSoon = 30 * kSecond;
constexpr double kInARow = 1;
constexpr double kSameGap = .2;  // maximum difference between the logs of two gaps
constexpr double kInBeat =
    .8;  // of the gaps; the others are pauses, or somebody else comes between

// The log of how much likelier a list makes an observation, or its absence, than people do.
struct Ratio {
  Ratio(double list, double people)
      : seen(std::log(list / people)), missing(std::log((1 - list) / (1 - people))) {}
  double of(bool so) const { return so ? seen : missing; }
  double seen, missing;
};

// People who slip do so once in 6 of 10 cases, and the next of several people can be anyone.
const Ratio kAlike(.9, .5), kLate(.97, .7);
// P(an account follows the same one as before). Counted only if the gap between them
// differs from the last one by this fraction of the median, because devices that each retry
// at their own period keep the gap.
constexpr double kOrderedInList = .9, kOrderedByPeople = .2, kOwnClock = .5;
// Devices and programs that retry are as even as a list. One group in ten is theirs, and fewer of
// the swift groups and of those in which no account returns. Some lists are drawn from at random.
constexpr double kDevices = 2.3, kDevicesSwift = 2.3, kOnce = .3, kAtRandom = -2.3;
// Time from one account to the next: the median; of three in ten, in a swift list;
// and in a busy office.
constexpr Micros kSwift = 5 * kSecond;
const Ratio kSwiftly(.9, .25);
constexpr double kSwiftLists = -1.2;

// P(an account is tried again from an address that tried it before). Lists use their addresses in
// turn; in a few lists, as with people, addresses have their own accounts.
const Ratio kSameAgain(.2, .9);
constexpr double kOwn = -2.3;
const Ratio kShared(.5, .05);  // a new account comes from an address that tried another
// Logs of the odds against an office or gateway from which nobody signs in, and
// against each further one.
constexpr double kNoOffice = 6.9, kNoOfficeMore = 2.3;
// Against people who leave by several addresses in turn; for each doubling of
// networks, of addresses.
constexpr double kPool = .5, kPoolNetworks = 1.4, kPoolAddresses = .5;

// Allows for some difference, because a lock ends the tries on an account sooner or later.
bool are_alike(std::uint64_t a, std::uint64_t b) {
  return 2 * std::max(a, b) <= 3 * std::min(a, b);
}

Micros resolution(Precision precision) {
  return precision == Precision::hour ? kHour : precision == Precision::minute ? kMinute : kSecond;
}

}  // namespace

Visits::Visits(const Events& events, std::span<const std::uint32_t> rows) : rows_(rows) {
  find_visits(events);
  if (accounts_ < kMinAccounts) return;
  observe_times();
  observe_addresses(events);
}

void Visits::find_visits(const Events& events) {
  struct Account {
    Micros last = 0;
    std::uint64_t row = 0;  // tries without a pause
    std::optional<std::size_t> visit;
  };
  std::unordered_map<TextId, Account> accounts;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Event& event = events.rows[rows_[i]];
    Account& account = accounts[event.user];
    if (event.time - std::exchange(account.last, event.time) > kFloodPause) account.row = 0;
    account.row += event.count;
    flood_ |= account.row >= kFlood;
    resolution_ = std::max(resolution_, resolution(event.precision));
    Visit* visit = overlapping(event);
    if (visit == nullptr) {
      const std::size_t number = visits_.size();
      visit = &visits_.emplace_back(
          Visit{event.user, event.time, event.time, i, account.visit.value_or(number)});
      account.visit = number;
    }
    visit->last = event.time;
    visit->tries += event.count;
  }
  accounts_ = accounts.size();
}

// The tries on two neighbours of a list may overlap.
Visits::Visit* Visits::overlapping(const Event& event) {
  if (visits_.size() > 1)
    if (Visit& before = visits_[visits_.size() - 2];
        before.user == event.user && event.time - before.last <= kSoon)
      return &before;
  return visits_.empty() || visits_.back().user != event.user ? nullptr : &visits_.back();
}

void Visits::observe_times() {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < visits_.size(); ++i) gaps.push_back(gap_before(i));
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  median_gap_ = *middle;
  const double clock = kOwnClock * static_cast<double>(median_gap_);
  const Ratio ordered(kOrderedInList, kOrderedByPeople + 1 / static_cast<double>(accounts_));
  for (std::size_t i = 1; i < visits_.size(); ++i) {
    Visit& visit = visits_[i];
    const Visit& last = visits_[i - 1];
    const std::size_t then = visit.before, ago = i - then;
    visit.people = kAlike.of(are_alike(visit.tries, last.tries));
    if (ago > 2)  // otherwise the tries on two neighbours of a list may overlap
      visit.people += kLate.of(3 * ago >= accounts_);
    if (ago > 0 && then > 0 &&
        static_cast<double>(std::abs(gap_before(i) - gap_before(then))) > clock)
      ordered_ += ordered.of(visits_[then - 1].user == last.user);
    const Micros pause = visit.first - last.last;
    visit.beat[0] = pause <= kSoon ? kInARow : -kInARow;
    swift_ += kSwiftly.of(pause <= kSwift);
    observe_beat(i);
  }
}

// Compares a gap with the one before. Devices that each retry at their own period come in the same
// order with the same gaps; repeated gaps are not counted again. The log of the ratio of two gaps
// of shape k has the density (2 cosh(x/2))^-2k / B(k, k).
void Visits::observe_beat(std::size_t i) {
  if (i == 1) return;
  const double resolution = static_cast<double>(resolution_), least = resolution / 4;
  const auto gap_of = [&](std::size_t visit) {
    return std::max(static_cast<double>(gap_before(visit)), least);
  };
  const double gap = gap_of(i), before = gap_of(i - 1);
  const std::size_t then = visits_[i].before;
  if (then < i && then > 0 && visits_[then - 1].user == visits_[i - 1].user &&
      std::abs(std::log(gap / gap_of(then))) < kSameGap)
    return;
  // Times in whole seconds do not show how even gaps below a second are.
  if (std::max(gap, before) <= resolution && (gap != before || gap == least)) return;
  const double even = -std::log(gap / before + 2 + before / gap);
  for (std::size_t k = 1; k < kBeats; ++k)
    visits_[i].beat[k] =
        std::log(1 - kInBeat + kInBeat * std::exp((kShapes[k] - 1) * even - kLogBeta[k]));
}

void Visits::observe_addresses(const Events& events) {
  const auto address_of = [&](std::size_t i) { return events.rows[rows_[i]].address; };
  std::size_t one = 1;
  while (one < rows_.size() && address_of(one) == address_of(0)) ++one;
  if (one == rows_.size()) return;
  std::unordered_set<std::uint64_t> pairs, networks;
  std::unordered_map<TextId, std::pair<TextId, bool>> first_of;  // first account; whether several
  for (std::size_t i = 0, v = 0; i < rows_.size(); ++i) {
    const Event& event = events.rows[rows_[i]];
    const bool next = v + 1 < visits_.size() && visits_[v + 1].from == i;
    v += next;
    if (i > 0 && !next && address_of(i - 1) == event.address) continue;
    Visit& visit = visits_[v];
    const bool same = !pairs.insert(pair_key(event.address, event.user)).second;
    auto& [user, several] = first_of.try_emplace(event.address, event.user, false).first->second;
    if (visit.before == v && visit.from == i)
      shared_ += kShared.of(user != event.user);
    else
      visit.rotating += kSameAgain.of(same);
    networks.insert(events.addresses.at(event.address).block());
    if (user != event.user) shared_addresses_ += !std::exchange(several, true);
  }
  addresses_ = first_of.size();
  networks_ = networks.size();
}

// Log odds against the likeliest of three explanations of the addresses: people and devices at
// their own homes, at offices, or behind a pool of addresses.
double Visits::places(bool strangers) const {
  const double office = strangers ? kNoOffice : 0;
  if (addresses_ == 1) return office;
  double again = 0;
  for (const Visit& visit : visits_) again += visit.rotating;
  again = std::max(again, kOwn);
  const double more = strangers && shared_addresses_ > 0
                          ? kNoOfficeMore * static_cast<double>(shared_addresses_ - 1)
                          : 0;
  const double pool = kPool + kPoolNetworks * std::log2(static_cast<double>(networks_)) +
                      kPoolAddresses * std::log2(static_cast<double>(addresses_));
  return std::min({again + shared_, again + office + more, pool + office + more});
}

double Visits::log_odds(bool strangers, double crowd) const {
  return log_odds_of_times(crowd) + places(strangers);
}

double Visits::log_odds_of_times(double crowd) const {
  std::array<double, kBeats> beat{};
  double people = 0;
  std::uint64_t tries = 0;
  for (const Visit& visit : visits_) {
    people += visit.people;
    tries += visit.tries;
    for (std::size_t k = 1; k < kBeats; ++k) beat[k] += visit.beat[k];
  }
  const double most = *std::ranges::max_element(beat);
  double sum = 0;
  for (std::size_t k = 0; k < kBeats; ++k) sum += kShapeShare[k] * std::exp(beat[k] - most);
  // Callers that retry at the same time come between each other's tries.
  const auto stays = static_cast<double>(tries - visits_.size()),
             switches = static_cast<double>(visits_.size() - 1);
  const double stay = std::max(stays / (stays + switches), 1 / static_cast<double>(accounts_));
  const double apart = stays * std::log(stay * static_cast<double>(accounts_)) +
                       switches * std::log((1 - stay) / (1 - 1 / static_cast<double>(accounts_)));
  const double once = visits_.size() == accounts_ ? kOnce * static_cast<double>(accounts_) : 0;
  const double swift = median_gap_ <= kSwift ? kDevicesSwift : 0;
  const double devices = kDevices + once + swift + apart;
  return most + std::log(sum) + std::max(ordered_, 0.0) +
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
      best_from = from - std::min<std::size_t>(from, k == 0 ? 1 : 2);  // a ratio has two gaps
      best_to = i + 1;
    }
  }
  if (best_to == 0) return {};
  const std::size_t to = best_to < visits_.size() ? visits_[best_to].from : rows_.size();
  return rows_.subspan(visits_[best_from].from, to - visits_[best_from].from);
}

}  // namespace whylocked::cases
