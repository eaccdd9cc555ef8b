// Passes: per address how much it failed and succeeded, which leaves few that matter; the episodes
// of those; then the tries of strangers that belong to no campaign yet, as swarms and lists.

#include "correlate/cases/campaigns.hpp"

#include <algorithm>
#include <cstdlib>
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
// Campaigns that are one: accounts of both, and minutes in which both begin and end.
constexpr std::size_t kMinCommon = 3;
constexpr Micros kTogether = 10 * kMinute;
// Accounts after the first, at kPace, of an address that gets in.
constexpr std::uint32_t kMinRun = 3;
constexpr std::uint32_t kMinRounds = 3;  // over all accounts, where nobody is seen to get in

struct AddressTotals {
  std::uint32_t failures = 0, successes = 0;
  std::uint16_t run = 0,
                longest_run = 0;  // failures on one account after the other at kPace
  std::uint16_t row = 0,
                longest_row = 0;  // failures on one account at kFloodPause
  std::uint32_t switches = 0;     // from one account to another
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

bool is_few(std::uint64_t got_in, std::size_t tried) {
  constexpr double kFewGotIn = 0.1;  // of the accounts tried, by guessing
  return static_cast<double>(got_in) <= std::max(1.0, kFewGotIn * static_cast<double>(tried));
}

using Link = std::vector<std::uint32_t>;  // episodes of one address

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
    find_episodes();
    std::vector<Link> links = link_episodes();
    std::erase_if(links, [&](const Link& link) { return !may_qualify(link); });
    find_let_in(links);
    for (const Link& link : links) consider(link);
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
    constexpr std::uint32_t kFew = 12, kMax = 256;
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

  // A source that gets in is no campaign without a flood or several accounts.
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
    for (const std::uint32_t i : link) {
      users += episodes_[i].users.size();
      flood |= episodes_[i].failures >= kFlood;
    }
    return flood || users >= kMinAccounts;
  }

  // The accounts that are at home at the addresses of these links.
  void find_let_in(const std::vector<Link>& links) {
    for (const Link& link : links)
      for (const std::uint32_t i : link)
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

  // Tools change the client text, so the address links; where others get in, each source is alone.
  std::vector<Link> link_episodes() const {
    std::vector<Link> links;
    std::unordered_map<TextId, std::size_t> open;  // by address
    for (std::uint32_t i = 0; i < episodes_.size(); ++i) {
      const Episode& episode = episodes_[i];
      const auto [found, fresh] = open.try_emplace(episode.address, links.size());
      if (!fresh && coverage_.successes && !stranger(episode.address)) found->second = links.size();
      if (!fresh && found->second < links.size() &&
          episode.first > episodes_[links[found->second].back()].last + kLinkPause)
        found->second = links.size();
      if (found->second == links.size()) links.emplace_back();
      links[found->second].push_back(i);
    }
    return links;
  }

  // Accounts that are let in from there belong to people, unless they are tried as a list, or as
  // few as guesses hit.
  std::vector<TextId> users_of(const Link& link, const std::vector<TextId>& listed) const {
    std::vector<TextId> strange, let_in;
    for (const std::uint32_t i : link)
      for (const TextId user : episodes_[i].users) {
        if (roaming_[user]) continue;
        const bool is_strange =
            std::ranges::binary_search(listed, user) || !is_at_home(user, episodes_[i]);
        (is_strange ? strange : let_in).push_back(user);
      }
    make_distinct(strange);
    make_distinct(let_in);
    if (strange.size() >= kMinAccounts && is_few(let_in.size(), strange.size()))
      strange.insert(strange.end(), let_in.begin(), let_in.end());
    make_distinct(strange);
    return strange;
  }

  void consider(const Link& link) {
    Campaign campaign;
    campaign.first = episodes_[link.front()].first;
    campaign.addresses = {episodes_[link.front()].address};
    Rows rows;
    for (const std::uint32_t i : link) {
      const Episode& episode = episodes_[i];
      campaign.last = std::max(campaign.last, episode.last);
      campaign.failures += episode.failures;
      campaign.successes += episode.successes;
      if (episode.first_success)
        campaign.first_success =
            std::min(campaign.first_success.value_or(UINT32_MAX), *episode.first_success);
      rows.insert(rows.end(), episode.rows.begin(), episode.rows.end());
    }
    std::ranges::sort(rows);
    const Visits visits(events_, rows);
    std::vector<TextId> listed = visits.sequence();
    if (are_back(listed, episodes_[link.front()])) listed.clear();
    campaign.users = users_of(link, listed);
    if (campaign.users.empty() || !qualifies(campaign, visits, !listed.empty())) return;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    for (const std::uint32_t i : link)
      out_.parts_[episodes_[i].source].push_back({episodes_[i].first, episodes_[i].last, number});
    out_.campaigns_.push_back(std::move(campaign));
  }

  bool qualifies(const Campaign& campaign, const Visits& visits, bool listed) const {
    const std::size_t accounts = campaign.users.size();
    if (visits.is_flood()) return true;
    if (accounts < kMinAccounts) return false;
    if (listed) return true;
    if (!coverage_.successes)
      return accounts >= kMinAccountsByPace && visits.is_even(kEven) &&
             (visits.is_fast() || visits.count() >= kMinRounds * accounts);
    // A gateway or office that lets others in needs the pace of a program.
    return is_few(totals_[campaign.addresses.front()].successes, accounts) || visits.is_fast();
  }

  void add_swarms() {
    Rows rows;
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      if (tries_[index] && tries_little(event.address) && !roaming_[event.user] &&
          out_.of(event) == kNoCampaign)
        rows.push_back(index);
    }
    for (const auto& swarm : find_swarms(events_, networks_, coverage_.successes, rows))
      add_swarm(swarm);
    leave_out_found(rows);
    const Strangers strangers{coverage_.successes, client_enters_};
    for (const auto& list : find_lists(events_, networks_, strangers, rows)) add_swarm(list);
    leave_out_found(rows);
    add_stragglers(rows);
    constexpr std::size_t kMaxJoined = 4096;  // more campaigns are not compared
    if (out_.campaigns_.size() <= kMaxJoined) join_parts();
    set_touched();
  }

  void leave_out_found(Rows& rows) {
    set_touched();
    std::erase_if(rows,
                  [&](std::uint32_t row) { return out_.of(events_.rows[row]) != kNoCampaign; });
  }

  // Sources that try nothing but the accounts of a campaign while it lasts: strangers, if it has
  // many addresses, and all that try half of them. They are joined to it as its parts are.
  void add_stragglers(const Rows& rows) {
    std::map<TextId, Rows> by_address;
    for (const std::uint32_t row : rows) by_address[events_.rows[row].address].push_back(row);
    const std::vector<Campaign> campaigns = out_.campaigns_;
    for (const auto& [address, own] : by_address) {
      std::vector<TextId> users;
      for (const std::uint32_t row : own) users.push_back(events_.rows[row].user);
      make_distinct(users);
      if (std::ranges::any_of(campaigns, [&](const Campaign& whole) {
            const bool many = whole.addresses.size() >= kMinAddresses && stranger(address);
            return (many || (users.size() >= kMinAccountsByPace &&
                             2 * users.size() >= whole.users.size())) &&
                   events_.rows[own.front()].time >= whole.first - kTogether &&
                   events_.rows[own.back()].time <= whole.last + kTogether &&
                   std::ranges::includes(whole.users, users);
          }))
        add_swarm(own);
    }
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
    if (std::max(std::abs(part.first - whole.first), std::abs(part.last - whole.last)) <= kTogether)
      return true;
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

std::uint64_t Campaign::guessed() const { return is_few(successes, users.size()) ? successes : 0; }

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
