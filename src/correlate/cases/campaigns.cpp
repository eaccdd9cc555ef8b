// Three passes: per address how much it failed and succeeded, which leaves few that matter; their
// failures to episodes; episodes to links.

#include "correlate/cases/campaigns.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "correlate/cases/episodes.hpp"
#include "correlate/cases/lists.hpp"
#include "correlate/cases/swarms.hpp"

namespace whylocked::cases {

namespace {

constexpr std::size_t kMinAccountsByPace = 5;
constexpr Micros kPace = 2 * kMinute;  // from one account to the next, in the median
constexpr std::size_t kMinAddresses = 8, kMinNetworks = 3;  // of a campaign against few accounts
constexpr Micros kRecovery = 10 * kMinute;
constexpr std::size_t kMinCommon = 3;  // accounts of campaigns that are one
// Accounts after the first, at kPace, of an address that gets in.
constexpr std::uint32_t kMinRun = 3;
constexpr double kFewGotIn = 0.1;        // of the accounts tried, by guessing
constexpr std::uint32_t kMinRounds = 3;  // over all accounts, where nobody is seen to get in
// Guessers who take turns: the row of tries of each, and their networks.
constexpr std::uint16_t kMinTurn = 10;
constexpr std::size_t kMinTurnNetworks = 5;

struct AddressTotals {
  std::uint32_t failures = 0, successes = 0;
  std::uint16_t run = 0, longest_run = 0;  // failures on one account after the other at kPace
  std::uint16_t row = 0, longest_row = 0;  // failures on one account at kFloodPause
  std::uint32_t switches = 0;              // from one account to another
  TextId last_user = kNone;
  Micros last = 0;

  void add_failure(const Event& event) {
    if (failures == 0 || event.time - last > kPace)
      run = 0;
    else if (event.user != last_user && run < UINT16_MAX)
      ++run;
    longest_run = std::max(longest_run, run);
    if (event.user != last_user || event.time - last > kFloodPause) row = 0;
    row = static_cast<std::uint16_t>(
        std::min<std::uint64_t>(std::uint64_t{row} + event.count, UINT16_MAX));
    longest_row = std::max(longest_row, row);
    ++failures;
    switches += event.user != last_user;
    last_user = event.user;
    last = event.time;
  }
};

// The accounts that a source failed on, got into, and got into soon after a failure.
struct Access {
  std::unordered_map<TextId, Micros> failed;  // the last time
  std::unordered_set<TextId> let_in, recovered;
};

struct Link {
  Micros first = 0, last = 0;
  std::uint32_t merged_into = 0;  // itself, unless it is a part of another
  std::vector<std::uint32_t> episodes = {};
};

}  // namespace

class Detector {
 public:
  Detector(const Events& events, std::span<const std::uint32_t> networks, const Coverage& coverage,
           Campaigns& out)
      : events_(events), networks_(networks), coverage_(coverage), out_(out) {}

  void run() {
    count_addresses();
    if (any_candidate()) {
      find_episodes();
      std::vector<Link> links = link_episodes();
      std::erase_if(links, [&](const Link& link) { return !may_qualify(link); });
      find_let_in(links);
      for (const Link& link : links) consider(link);
    }
    set_touched();
    add_turns();
    add_swarms();
  }

 private:
  std::uint32_t network(TextId address) const {
    return address < networks_.size() ? networks_[address] : 0;
  }
  std::uint64_t source_of(const Event& event) const {
    return cases::source_of(event, events_.programs);
  }

  void count_addresses() {
    totals_.resize(events_.addresses.size());
    for (const Event& event : events_.rows) {
      if (!has_place_and_clock(event)) continue;
      if (event.kind == EventKind::login_succeeded) ++totals_[event.address].successes;
      if (event.kind == EventKind::login_failed) totals_[event.address].add_failure(event);
    }
  }

  bool stranger(TextId address) const {
    return coverage_.successes && totals_[address].failures > 0 && totals_[address].successes == 0;
  }
  bool candidate(TextId address) const { return stranger(address) || stands_out(totals_[address]); }
  // By what it does alone.
  bool stands_out(const AddressTotals& totals) const {
    return totals.longest_run >= kMinRun || totals.longest_row >= kFlood ||
           (!coverage_.successes && totals.switches >= kMinRounds * kMinAccounts);
  }

  // Strangers who fail on a few accounts, all together, are no campaign.
  bool any_candidate() const {
    std::size_t strange = 0;  // changes of account
    for (TextId address = 1; address < totals_.size(); ++address) {
      if (stands_out(totals_[address])) return true;
      if (stranger(address)) strange += totals_[address].switches;
      if (strange >= kMinAccounts) return true;
    }
    return false;
  }

  // A source that gets in is linked to no other: alone it is no campaign without a flood or several
  // accounts.
  void find_episodes() {
    candidates_.resize(totals_.size());
    for (TextId address = 1; address < totals_.size(); ++address)
      candidates_[address] = candidate(address);
    episodes_ = collect_episodes(events_, candidates_, [&](const Episode& episode) {
      return !coverage_.successes || stranger(episode.address) || episode.flood ||
             episode.users.size() >= kMinAccounts;
    });
  }

  // Spares most links the look at their accounts.
  bool may_qualify(const Link& link) const {
    std::size_t users = 0;
    bool flood = false;
    for (const std::uint32_t i : link.episodes) {
      users += episodes_[i].users.size();
      flood |= episodes_[i].flood;
    }
    return flood || users >= kMinAccounts || link.episodes.size() >= kMinAddresses;
  }

  // The accounts that the sources of these links got into.
  void find_let_in(const std::vector<Link>& links) {
    if (links.empty()) return;
    for (const Link& link : links)
      for (const std::uint32_t i : link.episodes) accesses_[episodes_[i].source];
    for (const Event& event : events_.rows) {
      const bool success = event.kind == EventKind::login_succeeded;
      if (!success && event.kind != EventKind::login_failed) continue;
      if (!candidates_[event.address] || !has_place_and_clock(event)) continue;
      const auto found = accesses_.find(source_of(event));
      if (found == accesses_.end()) continue;
      Access& access = found->second;
      if (!success)
        access.failed[event.user] = event.time;
      else if (access.let_in.insert(event.user); access.failed.contains(event.user))
        if (event.time - access.failed[event.user] <= kRecovery)
          access.recovered.insert(event.user);
    }
    for (const Link& link : links)
      for (const std::uint32_t i : link.episodes) drop_recovered(episodes_[i]);
  }

  // A list whose accounts mostly get in from there soon after was not tried by a stranger: they all
  // slipped, or nobody could get in for a while.
  void drop_recovered(Episode& episode) const {
    const std::unordered_set<TextId>& recovered = accesses_.at(episode.source).recovered;
    const auto back =
        std::count_if(episode.longest_sequence.begin(), episode.longest_sequence.end(),
                      [&](TextId user) { return recovered.contains(user); });
    if (2 * static_cast<std::size_t>(back) >= episode.longest_sequence.size())
      episode.longest_sequence.clear();
  }

  bool is_let_in(TextId user, const Episode& episode) const {
    const auto access = accesses_.find(episode.source);
    return access != accesses_.end() && access->second.let_in.contains(user);
  }

  // The link between sources: the client text, else the network; nullopt: neither is known.
  std::optional<std::uint64_t> link_key(const Episode& episode) const {
    const Program& program = events_.programs.at(episode.program);
    if (program.client != kNone && program.computer == kNone) return pair_key(program.client, 1);
    if (const std::uint32_t id = network(episode.address); id != 0) return pair_key(id, 2);
    return std::nullopt;
  }

  // Only strangers are linked to others; a source that gets in stays alone. Tools change the client
  // text, so the address links as well. Strangers of whom neither client nor network is known are
  // linked by the accounts that they share, too: two people who fail from new places do not fail on
  // each other's accounts. Where nobody is seen to get in, the network of a cloud or hoster links
  // its addresses, and the accounts link those that go round them as no people do.
  std::vector<std::uint64_t> link_keys(std::uint32_t index) const {
    const Episode& episode = episodes_[index];
    const std::uint64_t address = pair_key(episode.address, 3);
    if (!coverage_.successes) {
      const std::uint32_t id = network(episode.address);
      const std::uint64_t key = id != 0 ? pair_key(id, 6) : address;
      const bool goes_round = episode.users.size() >= kMinAccountsByPace && episode.is_alike();
      return goes_round ? with_users({key}, episode) : std::vector{key};
    }
    if (!stranger(episode.address)) return {pair_key(index, 4)};
    if (const auto key = link_key(episode)) return {address, *key};
    return with_users({address}, episode);
  }

  static std::vector<std::uint64_t> with_users(std::vector<std::uint64_t> keys,
                                               const Episode& episode) {
    for (const TextId user : episode.users) keys.push_back(pair_key(user, 5));
    return keys;
  }

  std::vector<Link> link_episodes() {
    std::vector<Link> links;
    std::unordered_map<std::uint64_t, std::uint32_t> open;
    for (std::uint32_t i = 0; i < episodes_.size(); ++i) {
      const Episode& episode = episodes_[i];
      const auto keys = link_keys(i);
      std::optional<std::uint32_t> joined;
      for (const std::uint64_t key : keys) {
        const auto found = open.find(key);
        if (found == open.end()) continue;
        const std::uint32_t other = root_of(links, found->second);
        if (other == joined || episode.first > links[other].last + kLinkPause) continue;
        joined = joined ? merge(links, *joined, other) : other;
      }
      if (!joined) {
        joined = static_cast<std::uint32_t>(links.size());
        links.push_back({.first = episode.first, .last = episode.last, .merged_into = *joined});
      }
      Link& link = links[*joined];
      link.last = std::max(link.last, episode.last);
      link.episodes.push_back(i);
      for (const std::uint64_t key : keys) open[key] = *joined;
    }
    return links;
  }

  static std::uint32_t root_of(std::vector<Link>& links, std::uint32_t link) {
    while (links[link].merged_into != link)
      link = links[link].merged_into = links[links[link].merged_into].merged_into;
    return link;
  }

  // Into the larger one, which is returned.
  static std::uint32_t merge(std::vector<Link>& links, std::uint32_t a, std::uint32_t b) {
    if (links[a].episodes.size() < links[b].episodes.size()) std::swap(a, b);
    Link& from = links[b];
    links[a].first = std::min(links[a].first, from.first);
    links[a].last = std::max(links[a].last, from.last);
    links[a].episodes.insert(links[a].episodes.end(), from.episodes.begin(), from.episodes.end());
    from.episodes.clear();
    from.merged_into = a;
    return a;
  }

  std::set<TextId> roaming_in(const Link& link) const {
    if (link.episodes.size() < kMinRoamed) return {};
    std::vector<Try> tries;
    for (const std::uint32_t i : link.episodes)
      for (const TextId user : episodes_[i].users)
        tries.push_back({user, episodes_[i].address, episodes_[i].first});
    return roaming_accounts(events_, networks_, std::move(tries));
  }

  // Accounts that are let in from there belong to people, unless they are as few as guesses hit.
  std::vector<TextId> users_of(const Link& link) const {
    std::vector<TextId> strange, let_in;
    const std::set<TextId> roaming = roaming_in(link);
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      std::vector<TextId> listed;
      if (episode.is_sequence()) listed = episode.longest_sequence;
      make_distinct(listed);
      for (const TextId user : episode.users) {
        if (roaming.contains(user)) continue;
        const bool is_strange =
            std::binary_search(listed.begin(), listed.end(), user) || !is_let_in(user, episode);
        (is_strange ? strange : let_in).push_back(user);
      }
    }
    make_distinct(strange);
    make_distinct(let_in);
    const double few = std::max(1.0, kFewGotIn * static_cast<double>(strange.size()));
    if (strange.size() >= kMinAccounts && static_cast<double>(let_in.size()) <= few)
      strange.insert(strange.end(), let_in.begin(), let_in.end());
    return strange;
  }

  void consider(const Link& link) {
    Campaign campaign;
    campaign.first = link.first;
    campaign.last = link.last;
    campaign.users = users_of(link);
    if (campaign.users.empty()) return;
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      campaign.addresses.push_back(episode.address);
      campaign.failures += episode.failures;
      campaign.successes += episode.successes;
      if (episode.first_success)
        campaign.first_success =
            std::min(campaign.first_success.value_or(UINT32_MAX), *episode.first_success);
    }
    make_distinct(campaign.users);
    make_distinct(campaign.addresses);
    if (!qualifies(campaign, link)) return;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      out_.parts_[episode.source].push_back({episode.first, episode.last, number});
    }
    out_.campaigns_.push_back(std::move(campaign));
  }

  bool qualifies(const Campaign& campaign, const Link& link) const {
    const auto any = [&](auto test) {
      return std::any_of(link.episodes.begin(), link.episodes.end(),
                         [&](std::uint32_t i) { return test(episodes_[i]); });
    };
    if (any([](const Episode& one) { return one.flood; })) return true;
    if (campaign.addresses.size() >= kMinAddresses && coverage_.successes &&
        count_networks(campaign) >= kMinNetworks)
      return true;
    const std::size_t accounts = campaign.users.size();
    if (accounts < kMinAccounts) return false;
    if (any([](const Episode& one) { return one.is_sequence(); })) return true;
    if (!coverage_.successes)
      return accounts >= kMinAccountsByPace && (is_fast(link) || is_rotation(link, accounts)) &&
             any([](const Episode& one) { return one.is_alike(); });
    // A gateway or office that lets others in needs the pace of a program.
    std::uint64_t successes = 0;
    for (const TextId address : campaign.addresses) successes += totals_[address].successes;
    const double few = std::max(1.0, kFewGotIn * static_cast<double>(accounts));
    return static_cast<double>(successes) <= few || is_fast(link);
  }

  // From one account to the next, in the median.
  bool is_fast(const Link& link) const {
    std::vector<Micros> switches;
    for (const std::uint32_t i : link.episodes)
      switches.insert(switches.end(), episodes_[i].switches.begin(), episodes_[i].switches.end());
    if (switches.empty()) return false;
    const auto middle = switches.begin() + static_cast<std::ptrdiff_t>(switches.size() / 2);
    std::nth_element(switches.begin(), middle, switches.end());
    return *middle <= kPace;
  }

  // Accounts are tried again and again, others in between. People who slip try again at once.
  bool is_rotation(const Link& link, std::size_t accounts) const {
    std::uint64_t visits = 0;
    for (const std::uint32_t i : link.episodes) visits += episodes_[i].visits;
    return visits >= kMinRounds * accounts;
  }

  std::size_t count_networks(const Campaign& campaign) const {
    std::set<std::uint64_t> keys;
    for (const TextId id : campaign.addresses) keys.insert(network_key(events_, networks_, id));
    return keys.size();
  }

  // Long rows of tries on one account that no source makes alone: strangers from several networks
  // take turns, or one address gives a new computer's name each time.
  void add_turns() {
    std::map<std::pair<TextId, TextId>, std::vector<std::uint32_t>> turns;  // account, address
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      const AddressTotals& totals = totals_[event.address];
      const bool flood = totals.longest_row >= kFlood;
      if (!flood && (totals.longest_row < kMinTurn || totals.successes > 0)) continue;
      if (!has_place_and_clock(event) || !is_try(event) || out_.of(event) != kNoCampaign) continue;
      std::vector<std::uint32_t>& rows = turns[{event.user, flood ? event.address : kNone}];
      if (!rows.empty() && event.time - events_.rows[rows.back()].time > kLinkPause)
        add_turns(std::exchange(rows, {}));
      rows.push_back(index);
    }
    for (auto& [key, rows] : turns) add_turns(std::move(rows));
    set_touched();
  }

  void add_turns(const std::vector<std::uint32_t>& rows) {
    const AddressTotals& totals = totals_[events_.rows[rows.front()].address];
    std::set<std::uint64_t> networks;
    for (const std::uint32_t row : rows)
      networks.insert(network_key(events_, networks_, events_.rows[row].address));
    std::uint64_t tries = 0;
    for (const std::uint32_t row : rows) tries += events_.rows[row].count;
    if (tries >= kFlood && (totals.longest_row >= kFlood || networks.size() >= kMinTurnNetworks))
      add_swarm(rows);
  }

  void add_swarms() {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      if (!has_place_and_clock(event) || !is_try(event)) continue;
      const AddressTotals& totals = totals_[event.address];
      if (totals.successes == 0 && totals.failures <= kMaxSwarmTries &&
          out_.of(event) == kNoCampaign)
        rows.push_back(index);
    }
    for (const auto& swarm : find_swarms(events_, networks_, rows)) add_swarm(swarm);
    set_touched();
    std::erase_if(rows,
                  [&](std::uint32_t row) { return out_.of(events_.rows[row]) != kNoCampaign; });
    for (const auto& list : find_lists(events_, networks_, rows)) add_swarm(list);
    constexpr std::size_t kMaxJoined = 4096;  // more campaigns are not compared
    if (coverage_.successes && out_.campaigns_.size() <= kMaxJoined) join_parts();
    set_touched();
  }

  // Strangers who try the accounts of a campaign, at the same time, are part of it although network
  // or client differ.
  void join_parts() {
    std::vector<Campaign>& all = out_.campaigns_;
    std::unordered_map<std::uint32_t, std::uint32_t> joined;  // campaigns to those they are part of
    const auto is_larger = [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(all[a].addresses.size(), b) > std::tuple(all[b].addresses.size(), a);
    };
    for (std::uint32_t whole = 0; whole < all.size(); ++whole) {
      if (all[whole].addresses.size() < kMinAddresses && all[whole].users.size() < kMinCommon)
        continue;
      for (std::uint32_t part = 0; part < all.size(); ++part) {
        if (part == whole || !is_larger(whole, part) || !is_part(all[part], all[whole])) continue;
        join(all[part], all[whole]);
        joined[part] = whole;
      }
    }
    if (joined.empty()) return;
    for (auto& [source, parts] : out_.parts_)
      for (auto& part : parts)
        for (auto to = joined.find(part.campaign); to != joined.end();
             to = joined.find(part.campaign))
          part.campaign = to->second;
  }

  static bool is_part(const Campaign& part, const Campaign& whole) {
    if (part.failures == 0 || part.successes > 0 || part.first > whole.last + kLinkPause ||
        whole.first > part.last + kLinkPause)
      return false;
    std::vector<TextId> common;
    std::set_intersection(whole.users.begin(), whole.users.end(), part.users.begin(),
                          part.users.end(), std::back_inserter(common));
    if (whole.addresses.size() >= kMinAddresses && common.size() == part.users.size()) return true;
    return common.size() >= kMinCommon && 2 * common.size() >= part.users.size();
  }

  static void join(Campaign& part, Campaign& whole) {
    whole.first = std::min(whole.first, part.first);
    whole.last = std::max(whole.last, part.last);
    whole.failures += part.failures;
    whole.addresses.insert(whole.addresses.end(), part.addresses.begin(), part.addresses.end());
    make_distinct(whole.addresses);
    whole.users.insert(whole.users.end(), part.users.begin(), part.users.end());
    make_distinct(whole.users);
    part = {};
  }

  void add_swarm(const std::vector<std::uint32_t>& rows) {
    Campaign campaign;
    campaign.first = events_.rows[rows.front()].time;
    campaign.last = events_.rows[rows.back()].time;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    std::set<std::uint64_t> sources;
    for (const std::uint32_t row : rows) {
      const Event& event = events_.rows[row];
      campaign.users.push_back(event.user);
      campaign.addresses.push_back(event.address);
      campaign.failures += event.count;
      sources.insert(source_of(event));
    }
    make_distinct(campaign.users);
    make_distinct(campaign.addresses);
    for (const std::uint64_t source : sources)
      out_.parts_[source].push_back({campaign.first, campaign.last, number});
    out_.campaigns_.push_back(std::move(campaign));
  }

  void set_touched() {
    out_.touched_.resize(events_.users.size());
    out_.from_addresses_.resize(events_.addresses.size());
    for (const Campaign& campaign : out_.campaigns_) {
      for (const TextId user : campaign.users) out_.touched_[user] = true;
      for (const TextId address : campaign.addresses) out_.from_addresses_[address] = true;
    }
  }

  const Events& events_;
  const std::span<const std::uint32_t> networks_;
  const Coverage& coverage_;
  Campaigns& out_;
  std::vector<AddressTotals> totals_;
  std::vector<Episode> episodes_;
  std::vector<bool> candidates_;                        // by address
  std::unordered_map<std::uint64_t, Access> accesses_;  // by source
};

std::uint64_t Campaign::guessed() const {
  const double few = std::max(1.0, kFewGotIn * static_cast<double>(users.size()));
  return static_cast<double>(successes) <= few ? successes : 0;
}

Campaigns::Campaigns(const Events& events, std::span<const std::uint32_t> network_of_address,
                     const Coverage& coverage) {
  programs_ = &events.programs;
  Detector(events, network_of_address, coverage, *this).run();
}

std::uint32_t Campaigns::of(const Event& event) const {
  if (!touches(event.user) || event.kind != EventKind::login_failed ||
      event.precision == Precision::day)
    return kNoCampaign;
  if (!from_addresses_[event.address] && programs_->at(event.program).computer == kNone)
    return kNoCampaign;
  const auto found = parts_.find(source_of(event, *programs_));
  if (found == parts_.end()) return kNoCampaign;
  for (const Part& part : found->second)
    if (event.time >= part.first && event.time <= part.last &&
        std::binary_search(campaigns_[part.campaign].users.begin(),
                           campaigns_[part.campaign].users.end(), event.user))
      return part.campaign;
  return kNoCampaign;
}

}  // namespace whylocked::cases
