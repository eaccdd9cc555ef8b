#include "correlate/cases/swarms.hpp"

#include <algorithm>

namespace whylocked::cases {

namespace {

// Phones and travellers have a few networks, and change addresses some ten times a day.
constexpr std::size_t kMinNetworks = 12, kMinAddresses = 24;
constexpr std::size_t kMinAccounts = 20;
constexpr std::size_t kMaxAccountsHere = 4;  // of one address
constexpr std::uint32_t kFewTries = 4;       // of one address on one account
// People who slip try once in 6 of 10 times: twenty of them hardly ever do so in nine of ten.
constexpr double kSingleTries = .9;
// Neither people nor their devices change places three times within minutes; two accounts of whom
// it is true at once share their addresses, three need not.
constexpr Micros kJump = 10 * kMinute;
constexpr std::size_t kMinPlaces = 3, kMinJumping = 3, kMinJumpingShared = 2;

using Rows = std::vector<std::uint32_t>;
using TriesByAddress = std::map<std::pair<TextId, TextId>, std::uint64_t>;  // account, address

class Chain {
 public:
  Chain(const Events& events, std::span<const std::uint32_t> networks,
        std::span<const std::uint32_t> rows)
      : events_(events), networks_(networks), rows_(rows) {
    std::vector<Try> tries;
    for (const std::uint32_t row : rows) {
      const Event& event = events.rows[row];
      tries.push_back({event.user, event.address, event.time});
      tries_[{event.user, event.address}] += event.count;
      accounts_[event.address].insert(event.user);
    }
    const auto is_shared = [&](TextId address) {
      return accounts_.at(address).size() > kMaxAccountsHere;
    };
    std::erase_if(tries_, [&](const auto& one) { return is_shared(one.first.second); });
    std::erase_if(tries, [&](const Try& one) { return is_shared(one.address); });
    roaming_ = roaming_accounts(events, networks, std::move(tries));
    std::erase_if(tries_, [&](const auto& one) { return roaming_.contains(one.first.first); });
  }

  Rows swarm() {
    find_focused();
    find_scattered();
    std::set<TextId> addresses = addresses_of_jumps();
    addresses.merge(crossing());
    const auto is_part = [&](const Event& event) {
      return swarm_.contains({event.user, event.address}) || addresses.contains(event.address);
    };
    std::set<TextId> tried;
    for (const std::uint32_t row : rows_)
      if (is_part(events_.rows[row])) tried.insert(events_.rows[row].user);
    addresses.merge(companions(tried));
    Rows found;
    for (const std::uint32_t row : rows_)
      if (is_part(events_.rows[row])) found.push_back(row);
    return found;
  }

 private:
  bool are_many(TriesByAddress::const_iterator from, TriesByAddress::const_iterator to) const {
    std::set<std::uint64_t> keys;
    std::set<TextId> addresses;
    for (; from != to; ++from) {
      if (from->second > kFewTries) continue;
      addresses.insert(from->first.second);
      keys.insert(network_key(events_, networks_, from->first.second));
    }
    return keys.size() >= kMinNetworks || addresses.size() >= kMinAddresses;
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
    std::size_t accounts = 0, single = 0;
    TextId last = kNone;
    for (const auto& [pair, tries] : tries_) {
      accounts += pair.first != last;
      single += tries == 1;
      last = pair.first;
    }
    if (accounts >= kMinAccounts &&
        static_cast<double>(single) >= kSingleTries * static_cast<double>(tries_.size()) &&
        are_many(tries_.begin(), tries_.end()))
      add(tries_.begin(), tries_.end());
  }

  // Addresses of many places that try several accounts each, where several accounts are tried from
  // several of them: offices share no accounts.
  std::set<TextId> crossing() const {
    constexpr std::size_t kMinOfEach = 3, kMinCrossing = 8;
    std::map<TextId, std::set<std::uint64_t>> from;  // places, by account
    for (const auto& [address, own] : accounts_)
      for (const TextId user : own) from[user].insert(place_key(events_, networks_, address));
    std::set<TextId> found;
    std::set<std::uint64_t> places;
    for (const auto& [address, own] : accounts_) {
      const auto crossed = std::ranges::count_if(
          own, [&](TextId user) { return from.at(user).size() >= kMinOfEach; });
      if (static_cast<std::size_t>(crossed) < kMinOfEach) continue;
      found.insert(address);
      places.insert(place_key(events_, networks_, address));
    }
    if (places.size() < kMinCrossing) found.clear();
    return found;
  }

  // Addresses that try several of the accounts of a swarm, and no other, are of it.
  std::set<TextId> companions(const std::set<TextId>& tried) const {
    constexpr std::size_t kMinCommon = 3;
    std::set<TextId> found;
    for (const auto& [address, own] : accounts_)
      if (own.size() >= kMinCommon && std::ranges::includes(tried, own)) found.insert(address);
    return found;
  }

  // Tries of one account from one place after the other.
  struct Jumps {
    Micros last = 0;
    std::set<std::uint64_t> places;
    std::set<TextId> addresses;
  };

  std::set<TextId> addresses_of_jumps() const {
    std::map<TextId, Jumps> open;  // by account
    std::set<TextId> accounts, addresses;
    bool shared = false;
    const auto close = [&](TextId account, const Jumps& jumps) {
      if (jumps.places.size() < kMinPlaces) return;
      const bool fresh = accounts.insert(account).second;
      for (const TextId address : jumps.addresses)
        shared |= !addresses.insert(address).second && fresh;
    };
    for (const std::uint32_t row : rows_) {
      const Event& event = events_.rows[row];
      if (roaming_.contains(event.user)) continue;
      Jumps& jumps = open[event.user];
      if (event.time - jumps.last > kJump) close(event.user, std::exchange(jumps, {}));
      jumps.last = event.time;
      jumps.places.insert(place_key(events_, networks_, event.address));
      jumps.addresses.insert(event.address);
    }
    for (const auto& [account, jumps] : open) close(account, jumps);
    if (accounts.size() < (shared ? kMinJumpingShared : kMinJumping)) addresses.clear();
    return addresses;
  }

  const Events& events_;
  const std::span<const std::uint32_t> networks_, rows_;
  std::map<TextId, std::set<TextId>> accounts_;  // by address
  TriesByAddress tries_;
  std::set<TextId> roaming_;
  std::set<TriesByAddress::key_type> swarm_;
};

}  // namespace

std::vector<Rows> find_swarms(const Events& events, std::span<const std::uint32_t> networks,
                              std::span<const std::uint32_t> rows) {
  std::vector<Rows> swarms;
  for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
    for (to = from + 1; to < rows.size(); ++to)
      if (events.rows[rows[to]].time - events.rows[rows[to - 1]].time > kLinkPause) break;
    if (to - from < kMinNetworks) continue;
    Rows swarm = Chain(events, networks, rows.subspan(from, to - from)).swarm();
    if (!swarm.empty()) swarms.push_back(std::move(swarm));
  }
  return swarms;
}

namespace {

std::uint32_t known_network(std::span<const std::uint32_t> networks, TextId address) {
  return address < networks.size() ? networks[address] : 0;
}

// `tries`: of one account; `several`: others roam, too, or are at least tried.
bool is_roaming(const Events& events, std::span<const std::uint32_t> networks,
                std::span<const Try> tries, bool several) {
  constexpr std::size_t kMaxNetworksOfOne = 2, kMaxRanges = 3;
  constexpr Micros kMinStay = 5 * kMinute;  // at one address, in the median
  std::set<std::uint64_t> keys, ranges;     // blocks, and /8 of IPv4
  std::set<TextId> addresses;
  std::vector<Micros> stays;
  for (std::size_t i = 0; i < tries.size(); ++i) {
    if (known_network(networks, tries[i].address) != 0) return false;
    const Address& address = events.addresses.at(tries[i].address);
    addresses.insert(tries[i].address);
    keys.insert(address.block());
    ranges.insert(address.block() >> (address.is_v4() ? 8 : 0));
    if (i > 0 && tries[i].address != tries[i - 1].address)
      stays.push_back(tries[i].time - tries[i - 1].time);
  }
  if (addresses.size() < kMinRoamed || addresses.size() >= kMinAddresses) return false;
  if (keys.size() <= kMaxNetworksOfOne) return true;
  if (!several || ranges.size() > kMaxRanges || 2 * ranges.size() > addresses.size()) return false;
  const auto middle = stays.begin() + static_cast<std::ptrdiff_t>(stays.size() / 2);
  std::nth_element(stays.begin(), middle, stays.end());
  return *middle >= kMinStay;
}

}  // namespace

std::set<TextId> roaming_accounts(const Events& events, std::span<const std::uint32_t> networks,
                                  std::vector<Try> tries) {
  constexpr std::size_t kSharedInHundred = 10;  // addresses that phones of two people happen to get
  std::stable_sort(tries.begin(), tries.end(),
                   [](const Try& a, const Try& b) { return a.user < b.user; });
  std::map<TextId, std::set<TextId>> accounts;  // by address
  for (const Try& one : tries) accounts[one.address].insert(one.user);
  const auto shared = static_cast<std::size_t>(std::count_if(
      accounts.begin(), accounts.end(), [](const auto& one) { return one.second.size() > 1; }));
  std::set<TextId> found;
  if (100 * shared > kSharedInHundred * accounts.size()) return found;
  for (auto from = tries.begin(); from != tries.end();) {
    const auto to =
        std::find_if(from, tries.end(), [&](const Try& one) { return one.user != from->user; });
    const bool several = from->user != tries.front().user || to != tries.end();
    if (is_roaming(events, networks, {from, to}, several)) found.insert(from->user);
    from = to;
  }
  return found;
}

std::uint64_t network_key(const Events& events, std::span<const std::uint32_t> networks,
                          TextId address) {
  const std::uint32_t network = known_network(networks, address);
  return network != 0 ? network : events.addresses.at(address).block();
}

std::uint64_t place_key(const Events& events, std::span<const std::uint32_t> networks,
                        TextId address) {
  constexpr std::uint64_t kSubnet = std::uint64_t{1} << 63;  // no number of a network
  const std::uint32_t network = known_network(networks, address);
  return network != 0 ? network : events.addresses.at(address).subnet() | kSubnet;
}

}  // namespace whylocked::cases
