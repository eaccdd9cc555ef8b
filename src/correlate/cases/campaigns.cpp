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

#include "correlate/cases/lists.hpp"
#include "correlate/cases/swarms.hpp"
#include "correlate/cases/tries.hpp"
#include "correlate/cases/visits.hpp"

namespace whylocked::cases {

namespace {

constexpr std::size_t kMinAccountsByPace = 5;
constexpr Micros kPace = 2 * kMinute;  // from one account to the next, in the median
constexpr std::size_t kMinAddresses = 8;
constexpr Micros kRecovery = 10 * kMinute;
constexpr std::size_t kMinCommon = 3;  // accounts of campaigns that are one
// Accounts after the first, at kPace, of an address that gets in.
constexpr std::uint32_t kMinRun = 3;
constexpr double kFewGotIn = 0.1;        // of the accounts tried, by guessing
constexpr std::uint32_t kMinRounds = 3;  // over all accounts, where nobody is seen to get in

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

// The accounts that failed at an address, and got in there.
struct Access {
  struct Failed {
    Micros last = 0, gap = 0;  // gap: since the one before
  };
  std::unordered_map<TextId, Failed> failed;
  std::unordered_map<TextId, bool>
      let_in;  // whether ever at the next try, as people and devices go
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
      : events_(events),
        networks_(events, networks),
        coverage_(coverage),
        out_(out),
        tries_(find_tries(events)) {}

  void run() {
    count_addresses();
    find_roaming();
    if (any_candidate()) {
      find_episodes();
      std::vector<Link> links = link_episodes();
      std::erase_if(links, [&](const Link& link) { return !may_qualify(link); });
      find_let_in(links);
      for (const Link& link : links) consider(link);
    }
    set_touched();
    add_swarms();
  }

 private:
  std::uint64_t source_of(const Event& event) const {
    return cases::source_of(event, events_.programs);
  }

  void count_addresses() {
    totals_.resize(events_.addresses.size());
    client_enters_.resize(events_.texts.size());
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      if (tries_[index]) totals_[event.address].add_failure(event);
      if (event.kind != EventKind::login_succeeded || !has_place_and_clock(event)) continue;
      ++totals_[event.address].successes;
      client_enters_[events_.programs.at(event.program).client] = true;
    }
  }

  // An address that nobody gets in from, with few tries on each account.
  bool tries_little(TextId address) const {
    constexpr std::uint32_t kFew = 12, kMax = 64;
    const AddressTotals& totals = totals_[address];
    return totals.successes == 0 &&
           totals.failures <= (coverage_.successes ? kMax : std::min(kFew + totals.switches, kMax));
  }

  void find_roaming() {
    Rows rows;
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index)
      if (tries_[index] && tries_little(events_.rows[index].address)) rows.push_back(index);
    roaming_ = roaming_accounts(events_, networks_, std::move(rows));
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
    episodes_ = collect_episodes(events_, tries_, candidates_, [&](const Episode& episode) {
      return !coverage_.successes || stranger(episode.address) || episode.failures >= kFlood ||
             episode.users.size() >= kMinAccounts;
    });
  }

  // Spares most links the look at their accounts.
  bool may_qualify(const Link& link) const {
    std::size_t users = 0;
    bool flood = false;
    for (const std::uint32_t i : link.episodes) {
      users += episodes_[i].users.size();
      flood |= episodes_[i].failures >= kFlood;
    }
    return flood || users >= kMinAccounts;
  }

  // The accounts that are at home at the addresses of these links.
  void find_let_in(const std::vector<Link>& links) {
    for (const Link& link : links)
      for (const std::uint32_t i : link.episodes)
        if (!stranger(episodes_[i].address)) accesses_[episodes_[i].address];
    if (accesses_.empty()) return;
    for (const Event& event : events_.rows) {
      const bool success = event.kind == EventKind::login_succeeded;
      if (!success && event.kind != EventKind::login_failed) continue;
      if (!candidates_[event.address] || !has_place_and_clock(event)) continue;
      const auto found = accesses_.find(event.address);
      if (found == accesses_.end()) continue;
      auto& [failed, let_in] = found->second;
      if (!success) {
        const auto [one, fresh] = failed.try_emplace(event.user, event.time);
        if (!fresh) one->second = {event.time, event.time - one->second.last};
        continue;
      }
      const auto one = failed.find(event.user);
      let_in[event.user] |=
          one != failed.end() && event.time - one->second.last <=
                                     std::max(kRecovery, std::min(2 * one->second.gap, kLinkPause));
    }
  }

  // Most of the accounts get in from there soon after: they all slipped, or nobody could get in for
  // a while.
  bool are_back(const std::vector<TextId>& users, const Episode& episode) const {
    const auto access = accesses_.find(episode.address);
    if (access == accesses_.end() ||
        (episode.last - episode.first > kRecovery && episode.successes_within > 0))
      return false;
    const auto back = std::ranges::count_if(users, [&](TextId user) {
      const auto one = access->second.let_in.find(user);
      return one != access->second.let_in.end() && one->second;
    });
    return 2 * static_cast<std::size_t>(back) >= users.size();
  }

  // People with another program of theirs are at home; so is not a client that never gets in.
  bool is_at_home(TextId user, const Episode& episode) const {
    const auto access = accesses_.find(episode.address);
    const TextId client = events_.programs.at(episode.program).client;
    return access != accesses_.end() && access->second.let_in.contains(user) &&
           (client == kNone || client_enters_[client]);
  }

  // The link between sources: the client text, else the network; nullopt: neither is known.
  std::optional<std::uint64_t> link_key(const Episode& episode) const {
    const Program& program = events_.programs.at(episode.program);
    if (program.client != kNone && program.computer == kNone && !client_enters_[program.client] &&
        !is_browser(events_.texts.text(program.client)))
      return pair_key(program.client, 1);
    if (const std::uint32_t id = networks_.known(episode.address); id != 0) return pair_key(id, 2);
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
      const std::uint32_t id = networks_.known(episode.address);
      const std::uint64_t key = id != 0 ? pair_key(id, 6) : address;
      const bool goes_round = episode.users.size() >= kMinAccountsByPace &&
                              Visits(events_, episode.rows).is_even(kEven);
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

  // What the tries of a link show.
  struct Evidence {
    bool flood = false, sequence = false, even = false, fast = false;
    bool together = false;  // its addresses go through one list, or share accounts
    std::size_t visits = 0;
    std::vector<TextId> strange, let_in;  // accounts
  };

  Evidence weigh(const Link& link) const {
    Evidence all;
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      const Visits visits(events_, episode.rows);
      std::vector<TextId> listed = visits.sequence();
      if (are_back(listed, episode)) listed.clear();
      all.sequence |= !listed.empty();
      all.fast |= visits.is_fast();
      all.even |= visits.is_even(kEven);
      all.visits += visits.count();
      for (const TextId user : episode.users) {
        if (roaming_[user]) continue;
        const bool is_strange =
            std::ranges::binary_search(listed, user) || !is_at_home(user, episode);
        (is_strange ? all.strange : all.let_in).push_back(user);
      }
    }
    make_distinct(all.strange);
    make_distinct(all.let_in);
    weigh_together(link, all);
    return all;
  }

  // Several sources share accounts or a list: people have places of their own.
  void weigh_together(const Link& link, Evidence& all) const {
    std::set<TextId> addresses;
    std::set<std::pair<TextId, TextId>> pairs;  // address, account
    Rows rows;
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      addresses.insert(episode.address);
      for (const TextId user : episode.users) pairs.emplace(episode.address, user);
      rows.insert(rows.end(), episode.rows.begin(), episode.rows.end());
    }
    std::ranges::sort(rows);
    const Visits visits(events_, rows);
    all.flood = visits.is_flood();
    all.together = pairs.size() + 1 >= addresses.size() + kMinAccounts || visits.is_even(kEven) ||
                   visits.is_ordered();
  }

  // Accounts that are let in from there belong to people, unless they are as few as guesses hit.
  static std::vector<TextId> users_of(const Evidence& evidence) {
    std::vector<TextId> users = evidence.strange;
    const double few = std::max(1.0, kFewGotIn * static_cast<double>(users.size()));
    if (users.size() >= kMinAccounts && static_cast<double>(evidence.let_in.size()) <= few)
      users.insert(users.end(), evidence.let_in.begin(), evidence.let_in.end());
    make_distinct(users);
    return users;
  }

  void consider(const Link& link) {
    const Evidence evidence = weigh(link);
    Campaign campaign;
    campaign.first = link.first;
    campaign.last = link.last;
    campaign.users = users_of(evidence);
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
    make_distinct(campaign.addresses);
    if (!qualifies(campaign, evidence)) return;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    for (const std::uint32_t i : link.episodes) {
      const Episode& episode = episodes_[i];
      out_.parts_[episode.source].push_back({episode.first, episode.last, number});
    }
    out_.campaigns_.push_back(std::move(campaign));
  }

  bool qualifies(const Campaign& campaign, const Evidence& evidence) const {
    if (evidence.flood) return true;
    const std::size_t accounts = campaign.users.size();
    if (accounts < kMinAccounts) return false;
    if (evidence.sequence) return true;
    if (!evidence.together) return false;
    if (!coverage_.successes)
      return accounts >= kMinAccountsByPace && evidence.even &&
             (evidence.fast || evidence.visits >= kMinRounds * accounts);
    // A gateway or office that lets others in needs the pace of a program.
    std::uint64_t successes = 0;
    for (const TextId address : campaign.addresses) successes += totals_[address].successes;
    const double few = std::max(1.0, kFewGotIn * static_cast<double>(accounts));
    return static_cast<double>(successes) <= few || evidence.fast;
  }

  void add_swarms() {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      if (!tries_[index]) continue;
      if (tries_little(event.address) && out_.of(event) == kNoCampaign) rows.push_back(index);
    }
    for (const auto& swarm : find_swarms(events_, networks_, roaming_, coverage_.successes, rows))
      add_swarm(swarm);
    set_touched();
    std::erase_if(rows,
                  [&](std::uint32_t row) { return out_.of(events_.rows[row]) != kNoCampaign; });
    for (const auto& list : find_lists(events_, networks_, rows)) add_swarm(list);
    constexpr std::size_t kMaxJoined = 4096;  // more campaigns are not compared
    if (out_.campaigns_.size() <= kMaxJoined) join_parts();
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
  const NetworkOfAddress networks_;
  const Coverage& coverage_;
  Campaigns& out_;
  const std::vector<bool> tries_;  // by index of event
  std::vector<AddressTotals> totals_;
  std::vector<bool> client_enters_;  // by text
  std::vector<bool> roaming_;        // by account
  std::vector<Episode> episodes_;
  std::vector<bool> candidates_;                 // by address
  std::unordered_map<TextId, Access> accesses_;  // by address, if anybody gets in there
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
