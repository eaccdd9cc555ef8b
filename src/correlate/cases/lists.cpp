#include "correlate/cases/lists.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "correlate/cases/visits.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kMinutes = 2 * kMinute;  // within reach, of tries that share nothing else
constexpr double kMaxByChance = 1e-4;
// Accounts for each address: people and their devices have addresses of their own.
constexpr double kMinShared = 1.3;

class Finder {
 public:
  Finder(const Events& events, const NetworkOfAddress& networks,
         std::span<const std::uint32_t> rows)
      : events_(events), networks_(networks), rows_(rows), taken_(rows.size()) {}

  std::vector<Rows> run() {
    count_visits();
    find([&](const Event& event) { return client_key(event); }, kLinkPause, false);
    find([](const Event&) { return std::uint32_t{1}; }, kMinutes, true);
    find([](const Event&) { return std::uint32_t{1}; }, kLinkPause, false);
    return std::move(lists_);
  }

 private:
  std::uint32_t client_key(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    return is_browser(events_.texts.text(client)) ? kNone : client;
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
    if (visits.accounts() < kMinAccounts) return;
    const bool together = is_shared(rows) && (visits.is_ordered() || visits.is_even(kEven));
    const bool at_once = by_pace && visits.is_even(kEvenInMinutes);
    if (!together && !at_once) return;
    if (by_pace && chance(rows, visits) > kMaxByChance) return;
    for (const std::size_t i : group) taken_[i] = true;
    lists_.push_back(std::move(rows));
  }

  bool is_shared(const Rows& rows) const {
    std::set<std::pair<TextId, TextId>> pairs;
    std::set<TextId> addresses;
    for (const std::uint32_t row : rows) {
      pairs.emplace(events_.rows[row].address, events_.rows[row].user);
      addresses.insert(events_.rows[row].address);
    }
    return static_cast<double>(pairs.size()) >= kMinShared * static_cast<double>(addresses.size());
  }

  // Groups as large and as short that are expected of failures at random: each visit begins one if
  // the others follow in time.
  double chance(const Rows& rows, const Visits& visits) const {
    const double span =
        static_cast<double>(events_.rows[rows.back()].time - events_.rows[rows.front()].time) /
        static_cast<double>(kSecond);
    const auto others = static_cast<double>(visits_ - std::min(visits_, visits.count()));
    const double expected = others / std::max(seconds_, 1.0) * std::max(span, 1.0);
    const auto more = static_cast<double>(visits.accounts() - 1);
    return static_cast<double>(visits_) *
           std::exp(more * std::log(std::max(expected, 1e-12)) - std::lgamma(more + 1));
  }

  const Events& events_;
  const NetworkOfAddress& networks_;
  const std::span<const std::uint32_t> rows_;
  std::vector<bool> taken_;  // by place in rows_
  std::size_t visits_ = 0;   // of the whole export
  double seconds_ = 0;       // in hours with a failure
  std::vector<Rows> lists_;
};

}  // namespace

std::vector<Rows> find_lists(const Events& events, const NetworkOfAddress& networks,
                             std::span<const std::uint32_t> rows) {
  return Finder(events, networks, rows).run();
}

}  // namespace whylocked::cases
