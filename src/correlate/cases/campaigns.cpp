// Counts failures and successes by address first, which leaves few addresses to inspect. Groups
// with few accounts or tries are dropped before their visits are weighed.

#include "correlate/cases/campaigns.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/parallel.hpp"
#include "correlate/cases/swarms.hpp"
#include "correlate/cases/tries.hpp"
#include "correlate/cases/visits.hpp"
#include "correlate/timelines.hpp"

namespace whylocked::cases {

namespace {

// Log odds at which a group is a list, and a stretch of tries is one where people sign in too.
constexpr double kList = 5.5, kStretch = 7.5;
constexpr Micros kPace = 2 * kMinute;     // from one account to the next
constexpr Micros kMinutes = 2 * kMinute;  // maximum pause between tries that share nothing else
constexpr std::size_t kMinAddresses = 8;
constexpr Micros kRecovery = 10 * kMinute;
constexpr Micros kLateSuccess = 2 * kHour;  // after the last try
// Campaigns are one if they share accounts, or both begin and end within minutes of each other.
constexpr std::size_t kMinCommon = 3;
constexpr std::size_t kMinAccountsOfPart = 5;
constexpr Micros kTogether = 10 * kMinute;
constexpr std::uint32_t kMinRun = 3;  // accounts after the first, at kPace

struct AddressTotals {
  std::uint32_t failures = 0, successes = 0;
  std::uint32_t run = 0, longest_run = 0;  // failures on one account after another, at kPace
  std::uint64_t row = 0, longest_row = 0;  // failures on one account, at kFloodPause
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

constexpr auto kAny = [](const Event&) { return std::uint64_t{1}; };  // all in one group

bool is_few(std::uint64_t got_in, std::size_t tried) {
  constexpr double kFewGotIn = 0.1;  // fraction of accounts that guessing may get into
  return static_cast<double>(got_in) <= std::max(1.0, kFewGotIn * static_cast<double>(tried));
}

}  // namespace

class Detector {
 public:
  Detector(const Events& events, const RowIndex& by_address,
           std::span<const std::uint32_t> networks, const Coverage& coverage, unsigned threads,
           Campaigns& out)
      : events_(events),
        by_address_(by_address),
        networks_(events, networks),
        coverage_(coverage),
        threads_(threads),
        out_(out),
        tries_(find_tries(events)) {}

  void run() {
    count_addresses();
    roaming_ = roaming_accounts(events_, networks_, little_);
    find_lists([&](const Event& event) { return client_key(event); });
    find_lists([&](const Event& event) { return std::uint64_t{networks_.known(event.address)}; });
    find_lists(kAny);
    find_at_addresses();
    find_lists(kAny, kMinutes);
    find_swarms();
    constexpr std::size_t kMaxJoined = 4096;  // more campaigns are not compared
    if (out_.campaigns_.size() <= kMaxJoined) {
      add_stragglers();
      join_parts();
    }
    std::ranges::sort(out_.rows_);
    count_successes();
  }

 private:
  const Event& at(std::uint32_t row) const { return events_.rows[row]; }

  std::uint64_t place_of(const Event& event) const {
    return pair_key(event.address, source_of(event, events_.programs));
  }

  void count_addresses() {
    totals_.resize(events_.addresses.size());
    client_enters_.resize(events_.texts.size());
    for (std::uint32_t row = 0; row < events_.rows.size(); ++row) {
      const Event& event = at(row);
      if (tries_[row]) totals_[event.address].add_failure(event);
      if (!is_entry(event)) continue;
      ++totals_[event.address].successes;
      client_enters_[events_.programs.at(event.program).client] = true;
    }
    for (TextId address = 0; address < totals_.size(); ++address)
      if (tries_little(address))
        std::ranges::copy(rest(by_address_.of(address)), std::back_inserter(little_));
    std::ranges::sort(little_);
  }

  static bool is_entry(const Event& event) {
    return event.kind == EventKind::login_succeeded && has_place_and_clock(event);
  }

  // True for an address without successes and with few tries on each account.
  bool tries_little(TextId address) const {
    constexpr std::uint32_t kFew = 12, kMax = 256;
    const AddressTotals& totals = totals_[address];
    return totals.successes == 0 &&
           totals.failures <= (coverage_.successes ? kMax : std::min(kFew + totals.switches, kMax));
  }

  // Tries not yet in a campaign.
  Rows rest(std::span<const std::uint32_t> rows) const {
    Rows open;
    std::ranges::copy_if(rows, std::back_inserter(open),
                         [&](std::uint32_t row) { return tries_[row]; });
    return open;
  }

  // Groups with the same key and no long pause, in order of their first rows; key 0: no group.
  template <class KeyOf>
  std::vector<Rows> groups_of(std::span<const std::uint32_t> rows, KeyOf key_of,
                              Micros pause = kLinkPause) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for_each_event(events_.rows, rows, [&](const Event& event, std::uint32_t row) {
      if (const std::uint64_t key = key_of(event); key != 0) order.emplace_back(key, row);
    });
    std::ranges::sort(order);
    std::vector<Rows> groups;
    std::pair<std::uint64_t, std::uint32_t> last;
    for (const auto& [key, row] : order) {
      if (key != last.first || at(row).time - at(last.second).time > pause) groups.emplace_back();
      groups.back().push_back(row);
      last = {key, row};
    }
    std::ranges::sort(groups);
    return groups;
  }

  // True if guessing may explain the number of successes.
  bool few_enter(TextId address) const {
    return !coverage_.successes || is_few(totals_[address].successes, totals_[address].switches);
  }
  bool is_candidate(TextId address) const {
    const AddressTotals& totals = totals_[address];
    return totals.longest_run >= kMinRun || totals.longest_row >= kFlood ||
           (totals.switches >= kMinAccounts && few_enter(address));
  }

  // Tools change the client text, so the address links tries. If others sign in
  // there, each source is separate.
  void find_at_addresses() {
    constexpr std::size_t kWorthThread = 64;
    std::vector<Rows> found;
    std::mutex adding;
    // By thread and account: the last address to let it in.
    std::vector<std::vector<TextId>> homes(thread_count(threads_));
    const auto find = [&](std::size_t from, std::size_t to, unsigned thread) {
      homes[thread].resize(events_.users.size());
      std::vector<Rows> own;
      for (auto address = static_cast<TextId>(from); address < to; ++address)
        if (is_candidate(address)) find_at_address(address, homes[thread], own);
      const std::lock_guard lock(adding);
      std::ranges::move(own, std::back_inserter(found));
    };
    parallel_for(totals_.size(), threads_, kWorthThread, find);
    add_each(std::move(found));
  }

  void find_at_address(TextId address, std::vector<TextId>& home, std::vector<Rows>& found) const {
    if (totals_[address].successes > 0)
      for_each_event(events_.rows, by_address_.of(address), [&](const Event& event, std::uint32_t) {
        if (is_entry(event)) home[event.user] = address;
      });
    const auto key_of = [&, few = few_enter(address)](const Event& event) {
      return few ? 1 : std::uint64_t{source_of(event, events_.programs)} + 1;
    };
    for (const Rows& group : groups_of(rest(by_address_.of(address)), key_of))
      if (may_be_campaign(group)) found.push_back(campaign_at_address(group, home));
  }

  // True for an account that signs in at this address: with another program of its own, but not
  // with a client that never succeeds.
  bool is_at_home(const Event& event, const std::vector<TextId>& home) const {
    const TextId client = events_.programs.at(event.program).client;
    return home[event.user] == event.address && (client == kNone || client_enters_[client]);
  }

  // Fewer accounts are not a list, and fewer tries not a flood.
  bool may_be_campaign(const Rows& group) const {
    std::vector<TextId> users;
    std::uint64_t tries = 0;
    for (const std::uint32_t row : group) {
      tries += at(row).count;
      if (users.size() < kMinAccounts && std::ranges::find(users, at(row).user) == users.end())
        users.push_back(at(row).user);
    }
    return users.size() == kMinAccounts || tries >= kFlood;
  }

  Rows campaign_at_address(const Rows& group, const std::vector<TextId>& home) const {
    const Visits visits(events_, group);
    const std::uint64_t successes = totals_[at(group.front()).address].successes;
    if (!coverage_.successes || is_few(successes, visits.accounts())) return campaign_in(visits);
    if (const auto list = list_in(visits, false); list && !are_back(list->rows()))
      return rows_of(*list);
    Rows strange;
    std::ranges::copy_if(group, std::back_inserter(strange),
                         [&](std::uint32_t row) { return !is_at_home(at(row), home); });
    return is_list(Visits(events_, strange), false) ? strange : Rows();
  }

  // A list among other tries; the more there are, the likelier it is that some look like one.
  std::optional<Visits> list_in(const Visits& visits, bool strangers) const {
    Visits list(events_, visits.stretch());
    if (list.accounts() < kMinAccounts || (!strangers && list.median_gap() > kPace)) return {};
    const double chances =
        std::log(static_cast<double>(visits.count()) / static_cast<double>(list.count()));
    if (list.log_odds(strangers, odds_of_crowd(visits.rows(), list)) < kStretch + chances)
      return {};
    return list;
  }

  // Log odds against others failing there and following each other this closely by chance. People
  // slip in the morning, so the hour before counts, rather than the day.
  double odds_of_crowd(std::span<const std::uint32_t> group, const Visits& list) const {
    const std::span<const std::uint32_t> rows = list.rows();
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

  static Rows rows_of(const Visits& visits) { return {visits.rows().begin(), visits.rows().end()}; }

  // The whole group, or a list in it, or nothing.
  Rows campaign_in(const Visits& visits) const {
    if (is_list(visits, coverage_.successes)) return rows_of(visits);
    const std::optional<Visits> list = list_in(visits, coverage_.successes);
    return list ? rows_of(*list) : Rows();
  }

  // True if most of the accounts soon sign in from there after their tries: for a while they could
  // not.
  bool are_back(std::span<const std::uint32_t> rows) const {
    std::unordered_map<TextId, std::uint32_t> last;  // try of each account
    for (const std::uint32_t row : rows) last[at(row).user] = row;
    std::unordered_set<TextId> back;
    const std::span<const std::uint32_t> here = by_address_.of(at(rows.front()).address);
    for (auto row = std::ranges::lower_bound(here, rows.front()); row != here.end(); ++row) {
      const Event& event = at(*row);
      if (event.time > at(rows.back()).time + kRecovery) break;
      if (event.kind != EventKind::login_succeeded) continue;
      const auto tried = last.find(event.user);
      if (tried != last.end() && tried->second < *row) back.insert(event.user);
    }
    return 2 * back.size() >= last.size();
  }

  // 0 for a client that others sign in with, which anyone may use, like a browser.
  std::uint64_t client_key(const Event& event) const {
    const TextId client = events_.programs.at(event.program).client;
    return client_enters_[client] ? kNone : client;
  }

  void find_swarms() {
    for (const Rows& group : groups_of(settled(rest(little_)), kAny))
      add(find_swarm(events_, networks_, coverage_.successes, group));
  }

  template <class KeyOf>
  void find_lists(KeyOf key_of, Micros pause = kLinkPause) {
    for (const Rows& group : groups_of(rest(little_), key_of, pause)) {
      const Rows own = settled(group);
      const Visits visits(events_, own);
      if (own.size() < group.size() && is_more_like_one(group, visits))
        add(group);
      else if (visits.accounts() >= kMinAccounts)
        add(campaign_in(visits));
    }
  }

  // True if the group is more like a list with the accounts that seem to roam. If too few accounts
  // stay put, the beat alone can show it.
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

  // Adds sources that try only accounts of a campaign, while it lasts: strangers, if it has many
  // addresses, and all that try half of its accounts. They are joined to it as its parts are.
  void add_stragglers() {
    std::vector<Rows> found;
    for (TextId address = 0; address < totals_.size(); ++address) {
      if (!tries_little(address) && totals_[address].successes != 1) continue;
      Rows own = settled(rest(by_address_.of(address)));
      if (!own.empty() && std::ranges::any_of(out_.campaigns_, [&](const Campaign& whole) {
            return is_straggler(own, whole);
          }))
        found.push_back(std::move(own));
    }
    add_each(std::move(found));
  }

  // `own`: all tries from one address.
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

  // True if nobody signs in from the address, except to accounts of the campaign that it did not
  // fail on: people who mistype get in where they failed.
  bool enters_by_guessing(TextId address, const std::vector<TextId>& failed,
                          const Campaign& whole) const {
    return std::ranges::none_of(by_address_.of(address), [&](std::uint32_t row) {
      return at(row).kind == EventKind::login_succeeded &&
             (std::ranges::binary_search(failed, at(row).user) ||
              !std::ranges::binary_search(whole.users, at(row).user));
    });
  }

  // Strangers who try the accounts of a campaign at the same time are part of it, even
  // if network or client differ.
  void join_parts() {
    std::vector<Campaign>& all = out_.campaigns_;
    std::vector<std::uint32_t> joined(all.size());  // campaign to the one it is part of
    std::iota(joined.begin(), joined.end(), 0u);
    const auto is_larger = [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(all[a].addresses.size(), b) > std::tuple(all[b].addresses.size(), a);
    };
    for (bool again = true; std::exchange(again, false);) {  // larger ones may have more parts
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
    for (Campaigns::Try& one : out_.rows_)
      while (joined[one.campaign] != one.campaign) one.campaign = joined[one.campaign];
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
    merge(part.sources, whole.sources);
    part = {};
  }

  template <class Id>
  static void merge(const std::vector<Id>& part, std::vector<Id>& whole) {
    const auto middle = static_cast<std::ptrdiff_t>(whole.size());
    whole.insert(whole.end(), part.begin(), part.end());
    std::ranges::inplace_merge(whole, whole.begin() + middle);
    whole.erase(std::unique(whole.begin(), whole.end()), whole.end());
  }

  // In order of first rows, because addresses come in their own order.
  void add_each(std::vector<Rows> found) {
    std::ranges::sort(found);
    for (const Rows& rows : found) add(rows);
  }

  void add(std::span<const std::uint32_t> rows) {
    if (rows.empty()) return;
    Campaign campaign;
    campaign.first = at(rows.front()).time;
    campaign.last = at(rows.back()).time;
    const auto number = static_cast<std::uint32_t>(out_.campaigns_.size());
    for (const std::uint32_t row : rows) {
      campaign.users.push_back(at(row).user);
      campaign.addresses.push_back(at(row).address);
      campaign.sources.push_back(place_of(at(row)));
      out_.rows_.push_back({at(row).user, row, number});
      tries_[row] = false;
    }
    make_distinct(campaign.users);
    make_distinct(campaign.addresses);
    make_distinct(campaign.sources);
    out_.campaigns_.push_back(std::move(campaign));
  }

  void count_successes() {
    for (Campaign& campaign : out_.campaigns_)
      for (const TextId address : campaign.addresses) count_successes(campaign, address);
  }

  // Counts successes from the sources that tried, or from any if almost nobody signs in there. An
  // account that signed in there before is at home.
  void count_successes(Campaign& campaign, TextId address) {
    constexpr std::uint32_t kHardlyAny = 2;
    const bool any = totals_[address].successes <= kHardlyAny;
    std::unordered_set<TextId> at_home;
    for_each_event(events_.rows, by_address_.of(address),
                   [&](const Event& event, std::uint32_t row) {
                     if (!is_entry(event) || event.time > campaign.last + kLateSuccess) return;
                     if (event.time < campaign.first) {
                       at_home.insert(event.user);
                       return;
                     }
                     if (at_home.contains(event.user)) return;
                     if (!any && !std::ranges::binary_search(campaign.sources, place_of(event)))
                       return;
                     campaign.successes += event.count;
                     campaign.first_success = std::min(campaign.first_success.value_or(row), row);
                   });
  }

  const Events& events_;
  const RowIndex& by_address_;
  const NetworkOfAddress networks_;
  const Coverage& coverage_;
  const unsigned threads_;
  Campaigns& out_;
  std::vector<bool> tries_;  // by index of event: tries not yet in a campaign
  std::vector<AddressTotals> totals_;
  Rows little_;                      // tries of addresses that try little
  std::vector<bool> client_enters_;  // by text
  std::vector<bool> roaming_;        // by account
};

std::uint64_t Campaign::guessed() const { return is_few(successes, users.size()) ? successes : 0; }

Campaigns::Campaigns(const Events& events, const RowIndex& by_address,
                     std::span<const std::uint32_t> network_of_address, const Coverage& coverage,
                     unsigned threads) {
  Detector(events, by_address, network_of_address, coverage, threads, *this).run();
}

std::span<const Campaigns::Try> Campaigns::of(TextId user) const {
  const auto first = std::ranges::lower_bound(rows_, user, {}, &Try::user);
  return {first, std::ranges::upper_bound(rows_, user, {}, &Try::user)};
}

}  // namespace whylocked::cases
