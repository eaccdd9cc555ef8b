// Passes: how much each address fails and succeeds, which leaves few that matter; groups of tries
// by address; then groups of what strangers try; last, campaigns that are one.

#include "correlate/cases/campaigns.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "correlate/cases/swarms.hpp"
#include "correlate/cases/tries.hpp"
#include "correlate/cases/visits.hpp"
#include "correlate/timelines.hpp"

namespace whylocked::cases {

namespace {

// Odds at which a group is a list, and at which a stretch of an address is where people get in.
constexpr double kList = 5.5, kStretch = 7.5;
constexpr Micros kPace = 2 * kMinute;     // from one account to the next
constexpr Micros kMinutes = 2 * kMinute;  // within reach, of tries that share nothing else
constexpr std::size_t kMinAddresses = 8;
constexpr Micros kRecovery = 10 * kMinute;
constexpr Micros kLateSuccess = 2 * kHour;  // after the last try
// Campaigns that are one: accounts of both, and minutes in which both begin and end.
constexpr std::size_t kMinCommon = 3;
constexpr std::size_t kMinAccountsOfPart = 5;
constexpr Micros kTogether = 10 * kMinute;
constexpr std::uint32_t kMinRun = 3;  // accounts after the first, at kPace

struct AddressTotals {
  std::uint32_t failures = 0, successes = 0;
  std::uint32_t run = 0, longest_run = 0;  // failures on one account after the other at kPace
  std::uint64_t row = 0, longest_row = 0;  // failures on one account at kFloodPause
  std::uint32_t switches = 0;              // from one account to another
  TextId last_user = kNone;
  Micros last = 0;

  void add_failure(const Event& event) {
    if (failures == 0 || event.time - last > kPace) run = 0;
    if (failures > 0 && event.user != last_user) ++run;
    longest_run = std::max(longest_run, run);
    if (event.user != last_user || event.time - last > kFloodPause) row = 0;
    row += event.count;
    longest_row = std::max(longest_row, row);
    ++failures;
    switches += event.user != last_user;
    last_user = event.user;
    last = event.time;
  }
};

constexpr auto kAny = [](const Event&) { return std::uint64_t{1}; };  // whatever they share

bool is_few(std::uint64_t got_in, std::size_t tried) {
  constexpr double kFewGotIn = 0.1;  // of the accounts tried, by guessing
  return static_cast<double>(got_in) <= std::max(1.0, kFewGotIn * static_cast<double>(tried));
}

}  // namespace

class Detector {
 public:
  Detector(const Events& events, const RowIndex& by_address,
           std::span<const std::uint32_t> networks, const Coverage& coverage, Campaigns& out)
      : events_(events),
        by_address_(by_address),
        networks_(events, networks),
        coverage_(coverage),
        out_(out),
        tries_(find_tries(events)) {}

  void run() {
    count_addresses();
    roaming_ = roaming_accounts(events_, networks_, little());
    find_lists([&](const Event& event) { return client_key(event); });
    find_lists([&](const Event& event) { return std::uint64_t{networks_.known(event.address)}; });
    if (coverage_.successes) find_lists(kAny);
    find_at_addresses();
    find_lists(kAny, kMinutes);
    find_lists(kAny);
    find_swarms();
    constexpr std::size_t kMaxJoined = 4096;  // more campaigns are not compared
    if (out_.campaigns_.size() <= kMaxJoined) {
      add_stragglers();
      join_parts();
    }
    std::ranges::sort(out_.rows_);
    out_.is_row_.resize(events_.rows.size());
    for (const auto& [row, campaign] : out_.rows_) out_.is_row_[row] = true;
    count_successes();
  }

 private:
  const Event& at(std::uint32_t row) const { return events_.rows[row]; }
  std::uint64_t source_of(const Event& event) const {
    return cases::source_of(event, events_.programs);
  }

  void count_addresses() {
    totals_.resize(events_.addresses.size());
    client_enters_.resize(events_.texts.size());
    for (std::uint32_t row = 0; row < events_.rows.size(); ++row) {
      const Event& event = at(row);
      if (tries_[row]) totals_[event.address].add_failure(event);
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

  // Tries that no campaign has yet.
  template <class Wanted>
  Rows rest(Wanted wanted) const {
    Rows rows;
    for (std::uint32_t row = 0; row < events_.rows.size(); ++row)
      if (tries_[row] && wanted(at(row).address)) rows.push_back(row);
    return rows;
  }
  Rows little() const {
    return rest([&](TextId address) { return tries_little(address); });
  }

  // Groups of the same key without a pause, in order of their first rows; key 0: none.
  template <class KeyOf>
  std::vector<Rows> groups_of(std::span<const std::uint32_t> rows, KeyOf key_of,
                              Micros pause = kLinkPause) const {
    std::vector<Rows> groups;
    std::unordered_map<std::uint64_t, std::size_t> open;
    for (const std::uint32_t row : rows) {
      const std::uint64_t key = key_of(at(row));
      if (key == 0) continue;
      const auto [found, fresh] = open.try_emplace(key, groups.size());
      if (!fresh && at(row).time - at(groups[found->second].back()).time > pause)
        found->second = groups.size();
      if (found->second == groups.size()) groups.emplace_back();
      groups[found->second].push_back(row);
    }
    return groups;
  }

  bool nobody_enters(TextId address) const {
    return coverage_.successes && totals_[address].successes == 0;
  }
  bool is_candidate(TextId address) const {
    const AddressTotals& totals = totals_[address];
    return totals.longest_run >= kMinRun || totals.longest_row >= kFlood ||
           ((!coverage_.successes || is_few(totals.successes, totals.switches)) &&
            totals.switches >= kMinAccounts);
  }

  // Tools change the client text, so the address links; where others get in, each source is alone.
  void find_at_addresses() {
    const Rows rows = rest([&](TextId address) { return is_candidate(address); });
    std::vector<Rows> groups = groups_of(rows, [&](const Event& event) {
      const bool alone = coverage_.successes &&
                         !is_few(totals_[event.address].successes, totals_[event.address].switches);
      return alone ? source_of(event) : pair_key(event.address, 0xffffffff);
    });
    find_homes(groups);
    for (const Rows& group : groups) consider_address(group);
  }

  // The accounts that are at home at the addresses of these groups.
  void find_homes(const std::vector<Rows>& groups) {
    std::vector<TextId> last(events_.users.size());  // the address that let it in, by account
    for (const Rows& group : groups) {
      const TextId address = at(group.front()).address;
      if (totals_[address].successes == 0 || homes_.contains(address)) continue;
      std::vector<TextId>& users = homes_[address];
      for_each_event(events_.rows, by_address_.of(address), [&](const Event& event, std::uint32_t) {
        if (event.kind == EventKind::login_succeeded && has_place_and_clock(event) &&
            std::exchange(last[event.user], address) != address)
          users.push_back(event.user);
      });
      std::ranges::sort(users);
    }
  }

  // People with another program of theirs are at home; so is not a client that never gets in.
  bool is_at_home(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    const auto users = homes_.find(event.address);
    return users != homes_.end() && (client == kNone || client_enters_[client]) &&
           std::ranges::binary_search(users->second, event.user);
  }

  void consider_address(const Rows& group) {
    const Visits visits(events_, group);
    if (visits.accounts() < kMinAccounts && !visits.is_flood()) return;
    const std::uint64_t successes = totals_[at(group.front()).address].successes;
    if (!coverage_.successes || is_few(successes, visits.accounts())) {
      consider(group, visits);
      return;
    }
    Rows strange;
    std::ranges::copy_if(group, std::back_inserter(strange),
                         [&](std::uint32_t row) { return !is_at_home(at(row)); });
    const Visits others(events_, strange);
    const std::span<const std::uint32_t> list = list_in(group, visits, false);
    const bool listed = !list.empty() && !are_back(list);
    if (listed &&
        (Visits(events_, list).accounts() >= others.accounts() || !is_list(others, false)))
      add(list);
    else if (is_list(others, false))
      add(strange);
  }

  // The rows of a list among the tries of others; the more there are, the more looks like one.
  std::span<const std::uint32_t> list_in(std::span<const std::uint32_t> group, const Visits& visits,
                                         bool strangers) const {
    const std::span<const std::uint32_t> rows = visits.stretch();
    const Visits list(events_, rows);
    if (list.accounts() < kMinAccounts || (!strangers && list.median_gap() > kPace)) return {};
    const double chances =
        std::log(static_cast<double>(visits.count()) / static_cast<double>(list.count()));
    const double odds = list.log_odds(strangers, odds_of_crowd(group, rows, list));
    return odds >= kStretch + chances ? rows : std::span<const std::uint32_t>();
  }

  // Log of the odds against as many others who fail there and happen to follow each other so soon.
  // People slip in the morning, so the hour before counts, and not the day.
  double odds_of_crowd(std::span<const std::uint32_t> group, std::span<const std::uint32_t> rows,
                       const Visits& list) const {
    const Micros first = at(rows.front()).time, last = at(rows.back()).time;
    TextId user = kNone;
    double others = 1;
    for (const std::uint32_t row : group) {
      const bool within = row >= rows.front() && row <= rows.back();
      if (!within && at(row).time > first - kHour && at(row).time < last + kHour / 2)
        others += at(row).user != user;
      user = at(row).user;
    }
    const double expected = others / static_cast<double>(kHour * 3 / 2) *
                            static_cast<double>(std::max(list.median_gap(), kSecond));
    return static_cast<double>(list.count() - 1) *
           -std::log(std::min(-std::expm1(-expected) * 2, 1.0));
  }

  static bool is_list(const Visits& visits, bool strangers) {
    return visits.is_flood() ||
           (visits.accounts() >= kMinAccounts && visits.log_odds(strangers) >= kList);
  }

  // The whole group, or a list in it.
  void consider(std::span<const std::uint32_t> group, const Visits& visits) {
    if (is_list(visits, coverage_.successes))
      add(group);
    else if (const auto list = list_in(group, visits, coverage_.successes); !list.empty())
      add(list);
  }

  // Most of the accounts get in from there soon after: nobody could get in for a while.
  bool are_back(std::span<const std::uint32_t> rows) const {
    std::unordered_set<TextId> users, back;
    for (const std::uint32_t row : rows) users.insert(at(row).user);
    const std::span<const std::uint32_t> here = by_address_.of(at(rows.front()).address);
    for (auto row = std::ranges::lower_bound(here, rows.front()); row != here.end(); ++row) {
      const Event& event = at(*row);
      if (event.time > at(rows.back()).time + kRecovery) break;
      if (event.kind == EventKind::login_succeeded && users.contains(event.user))
        back.insert(event.user);
    }
    return 2 * back.size() >= users.size();
  }

  // A client that others get in with is everybody's, as browsers are.
  std::uint64_t client_key(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    return client_enters_[client] || is_browser(events_.texts.text(client)) ? kNone : client;
  }

  void find_swarms() {
    for (const Rows& group : groups_of(settled(little()), kAny))
      if (const Rows swarm = find_swarm(events_, networks_, coverage_.successes, group);
          !swarm.empty())
        add(swarm);
  }

  template <class KeyOf>
  void find_lists(KeyOf key_of, Micros pause = kLinkPause) {
    for (const Rows& group : groups_of(little(), key_of, pause)) {
      const Rows rest = settled(group);
      const Visits visits(events_, rest);
      if (rest.size() < group.size() && is_more_like_one(group, visits))
        add(group);
      else if (visits.accounts() >= kMinAccounts)
        consider(rest, visits);
    }
  }

  // Some that seem to roam are part of a list, if it is the more like one with them; where too few
  // stay in their places, the beat alone can show it.
  bool is_more_like_one(std::span<const std::uint32_t> group, const Visits& settled) const {
    const Visits all(events_, group);
    if (settled.accounts() < kMinAccounts)
      return all.accounts() >= kMinAccounts && all.log_odds_of_moving() >= kStretch;
    return is_list(settled, coverage_.successes) &&
           all.log_odds(coverage_.successes) > settled.log_odds(coverage_.successes);
  }

  Rows settled(Rows rows) const {
    std::erase_if(rows, [&](std::uint32_t row) { return roaming_[at(row).user]; });
    return rows;
  }

  // Sources that try nothing but the accounts of a campaign while it lasts: strangers, if it has
  // many addresses, and all that try half of them. They are joined to it as its parts are.
  void add_stragglers() {
    std::map<TextId, Rows> by_address;
    const auto may_be = [&](TextId address) {
      return tries_little(address) || totals_[address].successes == 1;
    };
    for (const std::uint32_t row : settled(rest(may_be)))
      by_address[at(row).address].push_back(row);
    const std::vector<Campaign> campaigns = out_.campaigns_;
    for (const auto& [address, own] : by_address)
      if (std::ranges::any_of(campaigns, [&, rows = std::span(own)](const Campaign& whole) {
            return is_straggler(rows, whole);
          }))
        add(own);
  }

  // `own`: all tries of one address.
  bool is_straggler(std::span<const std::uint32_t> own, const Campaign& whole) const {
    if (at(own.front()).time < whole.first - kTogether ||
        at(own.back()).time > whole.last + kTogether)
      return false;
    std::vector<TextId> users;
    for (const std::uint32_t row : own) users.push_back(at(row).user);
    make_distinct(users);
    const bool many = whole.addresses.size() >= kMinAddresses && coverage_.successes &&
                      enters_by_guessing(at(own.front()).address, users, whole);
    return (many ||
            (users.size() >= kMinAccountsOfPart && 2 * users.size() >= whole.users.size())) &&
           std::ranges::includes(whole.users, users);
  }

  // Nobody gets in from the address, or into an account of the campaign that failed elsewhere:
  // who mistypes gets in where he failed.
  bool enters_by_guessing(TextId address, const std::vector<TextId>& failed,
                          const Campaign& whole) const {
    return std::ranges::none_of(by_address_.of(address), [&](std::uint32_t row) {
      return at(row).kind == EventKind::login_succeeded &&
             (std::ranges::binary_search(failed, at(row).user) ||
              !std::ranges::binary_search(whole.users, at(row).user));
    });
  }

  // Strangers who try the accounts of a campaign, at the same time, are part of it although network
  // or client differ.
  void join_parts() {
    std::vector<Campaign>& all = out_.campaigns_;
    std::vector<std::uint32_t> joined(all.size());  // campaigns to those they are part of
    std::iota(joined.begin(), joined.end(), 0u);
    const auto is_larger = [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(all[a].addresses.size(), b) > std::tuple(all[b].addresses.size(), a);
    };
    for (bool again = true; std::exchange(again, false);) {  // what grew may have more parts
      for (std::uint32_t whole = 0; whole < all.size(); ++whole) {
        if (all[whole].addresses.size() < kMinAddresses && all[whole].users.size() < kMinCommon)
          continue;
        for (std::uint32_t part = 0; part < all.size(); ++part) {
          if (!is_larger(whole, part) || !is_part(all[part], all[whole])) continue;
          join(all[part], all[whole]);
          joined[part] = whole;
          again = true;
        }
      }
    }
    for (auto& [row, campaign] : out_.rows_)
      while (joined[campaign] != campaign) campaign = joined[campaign];
  }

  static bool is_part(const Campaign& part, const Campaign& whole) {
    if (part.users.empty() || part.first > whole.last + kLinkPause ||
        whole.first > part.last + kLinkPause)
      return false;
    if (std::max(std::abs(part.first - whole.first), std::abs(part.last - whole.last)) <= kTogether)
      return true;
    std::vector<TextId> common;
    std::ranges::set_intersection(whole.users, part.users, std::back_inserter(common));
    if (whole.addresses.size() >= kMinAddresses && common.size() == part.users.size()) return true;
    return common.size() >= kMinCommon && 2 * common.size() >= part.users.size();
  }

  static void join(Campaign& part, Campaign& whole) {
    whole.first = std::min(whole.first, part.first);
    whole.last = std::max(whole.last, part.last);
    merge(part.addresses, whole.addresses);
    merge(part.users, whole.users);
    part = {};
  }

  static void merge(const std::vector<TextId>& part, std::vector<TextId>& whole) {
    const auto middle = static_cast<std::ptrdiff_t>(whole.size());
    whole.insert(whole.end(), part.begin(), part.end());
    std::ranges::inplace_merge(whole, whole.begin() + middle);
    whole.erase(std::unique(whole.begin(), whole.end()), whole.end());
  }

  void add(std::span<const std::uint32_t> rows) {
    Campaign campaign;
    campaign.first = at(rows.front()).time;
    campaign.last = at(rows.back()).time;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    out_.touched_.resize(events_.users.size());
    for (const std::uint32_t row : rows) {
      campaign.users.push_back(at(row).user);
      campaign.addresses.push_back(at(row).address);
      out_.touched_[at(row).user] = true;
      out_.rows_.emplace_back(row, number);
      tries_[row] = false;
    }
    make_distinct(campaign.users);
    make_distinct(campaign.addresses);
    out_.campaigns_.push_back(std::move(campaign));
  }

  // The one who tried; where hardly anybody gets in from an address, whatever the client.
  std::uint64_t attacker_of(const Event& event) const {
    constexpr std::uint32_t kHardlyAny = 2;
    return totals_[event.address].successes <= kHardlyAny ? pair_key(event.address, 0xffffffff)
                                                          : source_of(event);
  }

  void count_successes() {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> campaigns;  // by attacker
    for (const auto& [row, campaign] : out_.rows_) {
      std::vector<std::uint32_t>& of_source = campaigns[attacker_of(at(row))];
      if (of_source.empty() || of_source.back() != campaign) of_source.push_back(campaign);
    }
    if (campaigns.empty()) return;
    for (auto& [source, of_source] : campaigns) make_distinct(of_source);
    for (std::uint32_t row = 0; row < events_.rows.size(); ++row) {
      const Event& event = at(row);
      if (event.kind != EventKind::login_succeeded || !has_place_and_clock(event)) continue;
      const auto found = campaigns.find(attacker_of(event));
      if (found == campaigns.end()) continue;
      for (const std::uint32_t number : found->second) {
        Campaign& campaign = out_.campaigns_[number];
        if (event.time < campaign.first || event.time > campaign.last + kLateSuccess) continue;
        campaign.successes += event.count;
        if (!campaign.first_success) campaign.first_success = row;
      }
    }
  }

  const Events& events_;
  const RowIndex& by_address_;
  const NetworkOfAddress networks_;
  const Coverage& coverage_;
  Campaigns& out_;
  std::vector<bool> tries_;  // by index of event: those that no campaign has yet
  std::vector<AddressTotals> totals_;
  std::vector<bool> client_enters_;                        // by text
  std::vector<bool> roaming_;                              // by account
  std::unordered_map<TextId, std::vector<TextId>> homes_;  // accounts by address; ascending
};

std::uint64_t Campaign::guessed() const { return is_few(successes, users.size()) ? successes : 0; }

Campaigns::Campaigns(const Events& events, const RowIndex& by_address,
                     std::span<const std::uint32_t> network_of_address, const Coverage& coverage) {
  Detector(events, by_address, network_of_address, coverage, *this).run();
}

std::uint32_t Campaigns::of(std::uint32_t event) const {
  return is_row_[event] ? std::ranges::lower_bound(rows_, std::pair(event, 0u))->second
                        : kNoCampaign;
}

}  // namespace whylocked::cases
