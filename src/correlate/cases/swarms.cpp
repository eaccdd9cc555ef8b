#include "correlate/cases/swarms.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "correlate/cases/visits.hpp"

namespace whylocked::cases {

namespace {

// Phones and travellers have a few networks, and change addresses some ten times a day.
constexpr std::size_t kMinNetworks = 12, kMinAddresses = 24;
constexpr std::size_t kMinNetworksOfStrangers = 8;  // where it is known who gets in
constexpr std::size_t kMaxAccountsHere = 4;         // of one address
constexpr std::uint64_t kFewTries = 4;              // of one address on one account
// Odds against people at which tries are scattered.
constexpr double kScattered = 1e6;
// Variance of the tries on an account, by their mean: 1 of a program that picks any account.
constexpr double kMaxDispersion = 2;
constexpr Micros kJump = kMinute;
constexpr std::size_t kMinJumps = 5;

using TriesByAddress = std::map<std::pair<TextId, TextId>, std::uint64_t>;  // account, address

class Chain {
 public:
  Chain(const Events& events, const NetworkOfAddress& networks, bool strangers,
        std::span<const std::uint32_t> rows)
      : events_(events),
        networks_(networks),
        min_networks_(strangers ? kMinNetworksOfStrangers : kMinNetworks),
        max_tries_(strangers ? UINT64_MAX : kFewTries),
        rows_(rows) {
    for (const std::uint32_t row : rows) {
      const Event& event = events.rows[row];
      tries_[{event.user, event.address}] += event.count;
      accounts_[event.address].insert(event.user);
    }
    const auto is_shared = [&](TextId address) {
      return accounts_.at(address).size() > kMaxAccountsHere;
    };
    std::erase_if(tries_, [&](const auto& one) { return is_shared(one.first.second); });
  }

  Rows swarm() {
    find_scattered();
    find_focused();
    const std::set<TextId> jumping = find_jumping();
    Rows found;
    for (const std::uint32_t row : rows_) {
      const Event& event = events_.rows[row];
      if (swarm_.contains({event.user, event.address}) || jumping.contains(event.user))
        found.push_back(row);
    }
    return found;
  }

 private:
  bool are_many(TriesByAddress::const_iterator from, TriesByAddress::const_iterator to) const {
    std::set<std::uint64_t> keys;
    std::set<TextId> addresses;
    for (; from != to; ++from) {
      if (from->second > max_tries_) continue;
      addresses.insert(from->first.second);
      keys.insert(networks_.wide(from->first.second));
    }
    return keys.size() >= min_networks_ || addresses.size() >= kMinAddresses;
  }

  void add(TriesByAddress::iterator from, TriesByAddress::iterator to) {
    for (auto at = from; at != to; ++at) swarm_.insert(at->first);
    tries_.erase(from, to);
  }

  void find_focused() {
    for (auto from = tries_.begin(); from != tries_.end();) {
      const auto to = tries_.lower_bound({from->first.first + 1, 0});
      if (are_many(from, to)) add(from, to);
      from = to;
    }
  }

  void find_scattered() {
    std::size_t single = 0;
    std::map<TextId, double> of_account;
    for (const auto& [pair, tries] : tries_) {
      single += tries == 1;
      of_account[pair.first] += static_cast<double>(tries);
    }
    double mean = 0, variance = 0;
    for (const auto& [account, tries] : of_account)
      mean += tries / static_cast<double>(of_account.size());
    for (const auto& [account, tries] : of_account)
      variance += (tries - mean) * (tries - mean) / static_cast<double>(of_account.size());
    if (variance <= kMaxDispersion * mean &&
        log_ratio(single, tries_.size() - single, kSingleInList, kSingleByPeople) >=
            std::log(kScattered) &&
        are_many(tries_.begin(), tries_.end()))
      add(tries_.begin(), tries_.end());
  }

  // Accounts that are tried from new places within a minute of a try elsewhere, rather than from
  // the same: neither people nor their devices change places so.
  std::set<TextId> find_jumping() const {
    struct Tried {
      const Event* last = nullptr;
      std::size_t jumps = 0, stays = 0;
    };
    std::map<TextId, Tried> accounts;
    std::set<std::uint64_t> places;
    for (const std::uint32_t row : rows_) {
      const Event& event = events_.rows[row];
      const std::uint64_t place = events_.addresses.at(event.address).subnet();
      const bool fresh = places.insert(place).second;
      auto& [last, jumps, stays] = accounts[event.user];
      if (last != nullptr && event.time - last->time <= kJump) {
        const bool same = events_.addresses.at(last->address).subnet() == place;
        stays += same;
        jumps += !same && fresh;
      }
      last = &event;
    }
    std::set<TextId> found;
    std::size_t jumps = 0;
    for (const auto& [user, tried] : accounts)
      if (tried.jumps > tried.stays) {
        found.insert(user);
        jumps += tried.jumps;
      }
    if (jumps < kMinJumps) found.clear();
    return found;
  }

  const Events& events_;
  const NetworkOfAddress& networks_;
  const std::size_t min_networks_;
  const std::uint64_t max_tries_;  // of one address on one account
  const std::span<const std::uint32_t> rows_;
  std::map<TextId, std::set<TextId>> accounts_;  // by address
  TriesByAddress tries_;
  std::set<TriesByAddress::key_type> swarm_;
};

}  // namespace

std::vector<Rows> find_swarms(const Events& events, const NetworkOfAddress& networks,
                              bool strangers, std::span<const std::uint32_t> rows) {
  std::vector<Rows> swarms;
  for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
    for (to = from + 1; to < rows.size(); ++to)
      if (events.rows[rows[to]].time - events.rows[rows[to - 1]].time > kLinkPause) break;
    if (to - from < kMinNetworksOfStrangers) continue;
    Rows swarm = Chain(events, networks, strangers, rows.subspan(from, to - from)).swarm();
    if (!swarm.empty()) swarms.push_back(std::move(swarm));
  }
  return swarms;
}

namespace {

// `rows`: the tries on one account; `others`: accounts tried from each address.
bool is_roaming(const Events& events, const NetworkOfAddress& networks,
                std::span<const std::uint32_t> rows, const std::vector<std::uint32_t>& others) {
  constexpr std::size_t kMinRoamed = 3;  // addresses
  constexpr std::size_t kMaxNetworksOfOne = 2, kMaxRanges = 3;
  constexpr std::size_t kMaxSharedInHundred = 10;  // phones of two people happen to get one address
  constexpr Micros kMinStay = 3 * kMinute;         // at one address, in the median
  std::set<std::uint64_t> keys, ranges;            // blocks, and /8 of IPv4
  std::set<TextId> addresses;
  std::vector<Micros> stays;
  const Event* last = nullptr;
  for (const std::uint32_t row : rows) {
    const Event& event = events.rows[row];
    if (networks.known(event.address) != 0) return false;
    const Address& address = events.addresses.at(event.address);
    addresses.insert(event.address);
    keys.insert(address.block());
    ranges.insert(address.block() >> (address.is_v4() ? 8 : 0));
    if (last != nullptr && event.address != last->address) stays.push_back(event.time - last->time);
    last = &event;
  }
  const auto shared = static_cast<std::size_t>(
      std::ranges::count_if(addresses, [&](TextId address) { return others[address] > 1; }));
  if (addresses.size() < kMinRoamed || 100 * shared > kMaxSharedInHundred * addresses.size())
    return false;
  if (keys.size() <= kMaxNetworksOfOne) return true;
  if (ranges.size() > kMaxRanges || 2 * ranges.size() > addresses.size()) return false;
  const auto middle = stays.begin() + static_cast<std::ptrdiff_t>(stays.size() / 2);
  std::nth_element(stays.begin(), middle, stays.end());
  return *middle >= kMinStay;
}

}  // namespace

std::vector<bool> roaming_accounts(const Events& events, const NetworkOfAddress& networks,
                                   Rows rows) {
  std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) { return events.rows[row].user; });
  std::vector<std::uint32_t> others(events.addresses.size());
  std::vector<TextId> last(events.addresses.size());
  for (const std::uint32_t row : rows) {
    const Event& event = events.rows[row];
    others[event.address] += std::exchange(last[event.address], event.user) != event.user;
  }
  std::vector<bool> found(events.users.size());
  for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
    const TextId user = events.rows[rows[from]].user;
    while (to < rows.size() && events.rows[rows[to]].user == user) ++to;
    found[user] = is_roaming(events, networks, std::span(rows).subspan(from, to - from), others);
  }
  return found;
}

}  // namespace whylocked::cases
