#include "correlate/cases/swarms.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "correlate/callers/rhythm.hpp"

namespace whylocked::cases {

namespace {

// Phones and travellers have a few networks and change addresses about ten times a day.
constexpr std::size_t kMinNetworks = 12, kMinAddresses = 24;
constexpr std::size_t kMinNetworksOfStrangers = 8;  // if the export has successes
constexpr std::size_t kMaxAccountsHere = 4;         // per address
constexpr std::uint64_t kFewTries = 4;              // per address and account

// The tries on an account by each address that tries little else.
using TriesByAddress = std::map<TextId, std::uint64_t>;

bool are_many(const NetworkOfAddress& networks, bool strangers, const TriesByAddress& tries) {
  std::set<std::uint64_t> keys;
  std::size_t addresses = 0;
  for (const auto& [address, count] : tries) {
    if (!strangers && count > kFewTries) continue;
    ++addresses;
    keys.insert(networks.wide(address));
  }
  return keys.size() >= (strangers ? kMinNetworksOfStrangers : kMinNetworks) ||
         addresses >= kMinAddresses;
}

}  // namespace

Rows find_swarm(const Events& events, const NetworkOfAddress& networks, bool strangers,
                std::span<const std::uint32_t> rows) {
  std::map<TextId, std::set<TextId>> accounts;  // by address
  for (const std::uint32_t row : rows)
    accounts[events.rows[row].address].insert(events.rows[row].user);
  std::map<TextId, TriesByAddress> tries;  // by account
  for (const std::uint32_t row : rows)
    if (const Event& event = events.rows[row];
        accounts.at(event.address).size() <= kMaxAccountsHere)
      tries[event.user][event.address] += event.count;
  std::erase_if(tries, [&](const auto& one) { return !are_many(networks, strangers, one.second); });
  Rows found;
  for (const std::uint32_t row : rows) {
    const auto one = tries.find(events.rows[row].user);
    if (one != tries.end() && one->second.contains(events.rows[row].address)) found.push_back(row);
  }
  return found;
}

namespace {

// `rows`: the tries on one account; `others`: accounts tried from each address.
bool is_roaming(const Events& events, const NetworkOfAddress& networks,
                std::span<const std::uint32_t> rows, const std::vector<std::uint32_t>& others) {
  constexpr std::size_t kMinRoamed = 3;  // addresses
  constexpr std::size_t kMaxNetworksOfOne = 2, kMaxRanges = 3;
  constexpr std::size_t kMaxSharedInHundred = 10;    // two phones may share an address by chance
  constexpr Micros kMinStay = 3 * kMinute;           // median, at one address
  constexpr Micros kMinStayAnywhere = 20 * kMinute;  // if it moves through many networks
  std::set<std::uint64_t> keys, ranges;              // blocks, and /8 of IPv4
  std::vector<Micros> stays;
  std::map<TextId, std::size_t> tries;  // by address
  const Event* last = nullptr;
  for (const std::uint32_t row : rows) {
    const Event& event = events.rows[row];
    if (networks.known(event.address) != 0) return false;
    const Address& address = events.addresses.at(event.address);
    ++tries[event.address];
    keys.insert(address.block());
    ranges.insert(address.block() >> (address.is_v4() ? 8 : 0));
    if (last != nullptr && event.address != last->address) stays.push_back(event.time - last->time);
    last = &event;
  }
  const auto shared = static_cast<std::size_t>(
      std::ranges::count_if(tries, [&](const auto& one) { return others[one.first] > 1; }));
  if (tries.size() < kMinRoamed || 100 * shared > kMaxSharedInHundred * tries.size()) return false;
  if (keys.size() <= kMaxNetworksOfOne) return true;
  const auto middle = stays.begin() + static_cast<std::ptrdiff_t>(stays.size() / 2);
  std::nth_element(stays.begin(), middle, stays.end());
  if (stays.size() + 1 == tries.size() && *middle >= kMinStayAnywhere) {
    std::vector<std::size_t> counts;
    for (const auto& [address, count] : tries) counts.push_back(count);
    if (callers::log_odds_of_moving(counts) >= callers::kMoving) return true;
  }
  return ranges.size() <= kMaxRanges && 2 * ranges.size() <= tries.size() && *middle >= kMinStay;
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
