#include "correlate/cases/lists.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "correlate/cases/episodes.hpp"
#include "correlate/cases/swarms.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kMinutes = 2 * kMinute;  // within reach, of tries that share nothing else
constexpr double kMaxAlikeInMinutes = .08;
constexpr double kMaxByChance = 1e-4;
constexpr std::size_t kMinRepeats = 4;  // accounts that follow the same one as the time before
// Accounts for each address: people and their devices have addresses of their own.
constexpr double kMinShared = 1.3;

using Rows = std::vector<std::uint32_t>;

// A visit: tries on one account with none on another between.
struct Visits {
  std::vector<TextId> accounts;
  std::vector<std::uint64_t> tries;
  bool shared = false;  // its addresses, by several accounts
  std::size_t distinct = 0;
  std::size_t repeats = 0;  // accounts that follow the same one as the time before
  std::size_t returns = 0;  // visits to an account that was visited before
  std::size_t late = 0;     // of those, after most of the others

  Visits(const Events& events, const Rows& rows) {
    std::set<std::pair<TextId, TextId>> pairs;  // address, account
    std::set<TextId> addresses;
    for (const std::uint32_t row : rows) {
      const Event& event = events.rows[row];
      pairs.emplace(event.address, event.user);
      addresses.insert(event.address);
      if (accounts.empty() || accounts.back() != event.user) {
        accounts.push_back(event.user);
        tries.push_back(0);
      }
      tries.back() += event.count;
    }
    shared =
        static_cast<double>(pairs.size()) >= kMinShared * static_cast<double>(addresses.size());
    distinct = std::set<TextId>(accounts.begin(), accounts.end()).size();
    std::map<TextId, std::size_t> last;  // visit to each account
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      const auto [found, fresh] = last.try_emplace(accounts[i], i);
      if (fresh) continue;
      ++returns;
      late += 2 * (i - found->second) > distinct;
      repeats += i > 0 && found->second > 0 && accounts[i - 1] == accounts[found->second - 1];
      found->second = i;
    }
  }

  bool is_ordered() const {
    return repeats >= kMinRepeats &&
           static_cast<double>(repeats + 1) >= .8 * static_cast<double>(returns);
  }
  // Each account as often as the others, and none again before most of the rest.
  bool is_even(double most_by_people) const {
    const auto n = static_cast<double>(tries.size());
    const auto alike = static_cast<double>(std::count(tries.begin(), tries.end(), tries.front()));
    return alike >= kNearlyAllAlike * n && std::pow(kPeopleAlike, alike) <= most_by_people &&
           static_cast<double>(late) >= kNearlyAllAlike * static_cast<double>(returns);
  }
};

class Finder {
 public:
  Finder(const Events& events, std::span<const std::uint32_t> networks,
         std::span<const std::uint32_t> rows)
      : events_(events), networks_(networks), rows_(rows), taken_(rows.size()) {}

  std::vector<Rows> run() {
    count_visits();
    find([&](const Event& event) { return client_key(event); }, kLinkPause, false);
    find([&](const Event& event) { return network_of(event); }, kLinkPause, false);
    find([](const Event&) { return std::uint32_t{1}; }, kMinutes, true);
    return std::move(lists_);
  }

 private:
  // Browsers are everybody's: all but a few call themselves Mozilla.
  std::uint32_t client_key(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    return events_.texts.text(client).starts_with("Mozilla/") ? kNone : client;
  }
  std::uint32_t network_of(const Event& event) const {
    return event.address < networks_.size() ? networks_[event.address] : 0;
  }

  void count_visits() {
    std::set<Micros> hours;
    TextId last = kNone;
    for (const Event& event : events_.rows) {
      if (event.kind != EventKind::login_failed) continue;
      visits_ += event.user != last;
      last = event.user;
      hours.insert(event.time / kHour);
    }
    seconds_ = static_cast<double>(hours.size()) * 3600;
  }

  template <class KeyOf>
  void find(KeyOf key_of, Micros pause, bool by_pace) {
    std::map<std::uint32_t, std::vector<std::size_t>> open;  // places in rows_, by key
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (taken_[i]) continue;
      const Event& event = events_.rows[rows_[i]];
      const std::uint32_t key = key_of(event);
      if (key == 0) continue;
      std::vector<std::size_t>& group = open[key];
      if (!group.empty() && event.time - events_.rows[rows_[group.back()]].time > pause) {
        consider(group, by_pace);
        group.clear();
      }
      group.push_back(i);
    }
    for (const auto& [key, group] : open) consider(group, by_pace);
  }

  void consider(const std::vector<std::size_t>& group, bool by_pace) {
    if (group.size() < kMinAccounts) return;
    Rows rows;
    for (const std::size_t i : group) rows.push_back(rows_[i]);
    const Visits visits(events_, rows);
    if (visits.distinct < kMinAccounts) return;
    const bool together = visits.shared && (visits.is_ordered() || visits.is_even(kMaxAlike));
    const bool at_once = by_pace && visits.is_even(kMaxAlikeInMinutes);
    if (!together && !at_once) return;
    if (by_pace && chance(rows, visits) > kMaxByChance) return;
    for (const std::size_t i : group) taken_[i] = true;
    lists_.push_back(std::move(rows));
  }

  // Groups as large and as short that are expected of failures at random: each visit begins one if
  // the others follow in time.
  double chance(const Rows& rows, const Visits& visits) const {
    const double span =
        static_cast<double>(events_.rows[rows.back()].time - events_.rows[rows.front()].time) /
        static_cast<double>(kSecond);
    const auto others = static_cast<double>(visits_ - std::min(visits_, visits.accounts.size()));
    const double expected = others / std::max(seconds_, 1.0) * std::max(span, 1.0);
    const auto more = static_cast<double>(visits.distinct - 1);
    return static_cast<double>(visits_) *
           std::exp(more * std::log(std::max(expected, 1e-12)) - std::lgamma(more + 1));
  }

  const Events& events_;
  const std::span<const std::uint32_t> networks_, rows_;
  std::vector<bool> taken_;  // by place in rows_
  std::size_t visits_ = 0;   // of the whole export
  double seconds_ = 0;       // in hours with a failure
  std::vector<Rows> lists_;
};

}  // namespace

std::vector<Rows> find_lists(const Events& events, std::span<const std::uint32_t> networks,
                             std::span<const std::uint32_t> rows) {
  return Finder(events, networks, rows).run();
}

}  // namespace whylocked::cases
