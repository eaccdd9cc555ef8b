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
  Finder(const Events& events, const NetworkOfAddress& networks, const Strangers& strangers,
         std::span<const std::uint32_t> rows)
      : events_(events),
        networks_(networks),
        strangers_(strangers),
        rows_(rows),
        taken_(rows.size()) {}

  std::vector<Rows> run() {
    count_visits();
    find([&](const Event& event) { return client_key(event); }, Bond::program);
    find([&](const Event& event) { return networks_.known(event.address); }, Bond::program);
    find([](const Event&) { return std::uint32_t{1}; }, Bond::minutes);
    find([&](const Event& event) { return std::uint32_t{is_shared(event.address)}; }, Bond::none);
    return std::move(lists_);
  }

 private:
  enum class Bond { program, minutes, none };  // of a group

  // A client that others get in with is everybody's, as browsers are.
  std::uint32_t client_key(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    return strangers_.client_enters[client] || is_browser(events_.texts.text(client)) ? kNone
                                                                                      : client;
  }

  // Once strangers are known, only an address that tries several accounts counts.
  bool is_shared(TextId address) const { return !strangers_.known || several_[address]; }

  void count_visits() {
    std::vector<TextId> first(events_.addresses.size());
    several_.resize(first.size());
    for (const std::uint32_t row : rows_) {
      const Event& event = events_.rows[row];
      TextId& user = first[event.address];
      if (user == kNone) user = event.user;
      if (user != event.user) several_[event.address] = true;
    }
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
  void find(KeyOf key_of, Bond bond) {
    const Micros pause = bond == Bond::minutes ? kMinutes : kLinkPause;
    std::map<std::uint32_t, std::vector<std::size_t>> open;  // places in rows_, by key
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (taken_[i]) continue;
      const Event& event = events_.rows[rows_[i]];
      const std::uint32_t key = key_of(event);
      if (key == 0) continue;
      std::vector<std::size_t>& group = open[key];
      if (!group.empty() && event.time - events_.rows[rows_[group.back()]].time > pause) {
        consider(group, bond);
        group.clear();
      }
      group.push_back(i);
    }
    for (const auto& [key, group] : open) consider(group, bond);
  }

  void consider(const std::vector<std::size_t>& group, Bond bond) {
    if (group.size() < kMinAccounts) return;
    Rows rows;
    for (const std::size_t i : group) rows.push_back(rows_[i]);
    const Visits visits(events_, rows);
    if (visits.accounts() < kMinAccounts || !is_list(rows, visits, bond)) return;
    if (bond == Bond::minutes && chance(rows, visits) > kMaxByChance) return;
    for (const std::size_t i : group) taken_[i] = true;
    lists_.push_back(std::move(rows));
  }

  bool is_list(const Rows& rows, const Visits& visits, Bond bond) const {
    std::set<std::pair<TextId, TextId>> pairs;
    std::set<TextId> addresses;
    for (const std::uint32_t row : rows) {
      pairs.emplace(events_.rows[row].address, events_.rows[row].user);
      addresses.insert(events_.rows[row].address);
    }
    const bool shared =
        static_cast<double>(pairs.size()) >= kMinShared * static_cast<double>(addresses.size());
    const bool program = visits.is_even(kEven) || visits.is_ordered();
    if (strangers_.known && bond == Bond::program &&
        (program || pairs.size() + 1 >= addresses.size() + kMinAccounts))
      return true;
    if (strangers_.known && pairs.size() >= 2 * std::max(addresses.size(), visits.accounts()))
      return true;
    return (shared && program) || (bond == Bond::minutes && visits.is_even(kEvenInMinutes));
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
  const Strangers& strangers_;
  const std::span<const std::uint32_t> rows_;
  std::vector<bool> taken_;    // by place in rows_
  std::vector<bool> several_;  // by address: it tries several accounts
  std::size_t visits_ = 0;     // of the whole export
  double seconds_ = 0;         // in hours with a failure
  std::vector<Rows> lists_;
};

}  // namespace

std::vector<Rows> find_lists(const Events& events, const NetworkOfAddress& networks,
                             const Strangers& strangers, std::span<const std::uint32_t> rows) {
  return Finder(events, networks, strangers, rows).run();
}

}  // namespace whylocked::cases
