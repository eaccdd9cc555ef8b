// Three passes: per address how much it failed and succeeded, which leaves few that matter; their
// failures to episodes; episodes to links.

#include "correlate/cases/campaigns.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

#include "correlate/cases/swarms.hpp"
#include "correlate/lockouts/traits.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kPause = 2 * kHour;     // ends an episode of one source
constexpr std::size_t kMinAccounts = 4;  // fewer are people who share an office
constexpr std::size_t kMinAccountsByPace = 5;
constexpr Micros kPace = 2 * kMinute;  // from one account to the next, in the median
constexpr std::size_t kMinAddresses = 8, kMinNetworks = 3;  // of a campaign against few accounts
constexpr std::uint32_t kMinRun =
    3;  // accounts after the first, at kPace, of an address that gets in
// People of one office slip one after the other, too, but not within seconds and for so long.
constexpr Micros kSequencePause =
    30 * kSecond;  // from one account's last try to the next one's first
constexpr std::size_t kMinSequence = 4, kMinSequenceOfSingles = 6;
constexpr double kMaxByChance =
    .005;  // such lists expected among the other accounts that fail there
// People who slip try once in 6 of 10 times, else more often; a program's list makes the same
// number of tries on each account.
constexpr double kPeopleAlike = .6, kMaxAlike = .03, kNearlyAllAlike = .9;
// A long row of tries on one account that no lock stops: kFlood tries, each soon after the last.
constexpr std::uint32_t kFlood = 100;
constexpr Micros kFloodPause = 10 * kSecond;
constexpr double kFewGotIn = 0.1;  // of the accounts tried, by guessing

struct AddressTotals {
  std::uint32_t failures = 0, successes = 0;
  std::uint16_t run = 0, longest_run = 0;  // failures on one account after the other at kPace
  std::uint16_t row = 0, longest_row = 0;  // failures on one account at kFloodPause
  TextId last_user = kNone;
  Micros last = 0;

  void add_failure(const Event& event) {
    if (failures == 0 || event.time - last > kPace)
      run = 0;
    else if (event.user != last_user && run < UINT16_MAX)
      ++run;
    longest_run = std::max(longest_run, run);
    if (event.user != last_user || event.time - last > kFloodPause) row = 0;
    row = static_cast<std::uint16_t>(std::min<std::uint32_t>(row + event.count, UINT16_MAX));
    longest_row = std::max(longest_row, row);
    ++failures;
    last_user = event.user;
    last = event.time;
  }
};

// Campaigns are told by place and pace: a date alone has none.
bool has_place_and_clock(const Event& event) {
  return event.address != kNone && event.precision != Precision::day;
}

// A login that guessing tries: not refused for a reason that comes before the password.
bool is_try(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (lockouts::raises_counter(event) || event.reason == Reason::unknown_user ||
          event.reason == Reason::locked || event.reason == Reason::revoked ||
          event.reason == Reason::disabled);
}

std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) { return std::uint64_t{a} << 32 | b; }

// The caller's place and client, whatever the application.
std::uint64_t source_of(const Event& event, const ProgramBook& programs) {
  const Program& program = programs.at(event.program);
  if (program.computer != kNone) return pair_key(program.computer, 0xffffffff);
  return pair_key(event.address, program.client);
}

// Failures of one source without a long pause.
struct Episode {
  std::uint64_t source = 0;
  TextId address = kNone, program = kNone;
  Micros first = 0, last = 0;
  std::uint64_t failures = 0, successes = 0;
  std::optional<std::uint32_t> first_success;
  std::vector<TextId> users;     // with failures; ascending and distinct in the end
  std::vector<Micros> switches;  // gaps from one account to the next
  TextId last_user = kNone;
  Micros last_of_user = 0;
  // A visit: the tries on one account with none on another between.
  std::uint64_t visits = 0, alike = 0, visit_tries = 0, first_visit_tries = 0;
  std::uint64_t row = 0;  // tries on last_user, each soon after the last
  bool flood = false;     // such a row was as long as kFlood
  // Accounts tried one after the other, each soon after the last: now, and the longest such list.
  std::vector<TextId> sequence, longest_sequence;
  Micros last_of_sequence = 0;
  std::uint64_t sequence_failures = 0, longest_failures = 0;

  void end_visit() {
    if (visits++ == 0) first_visit_tries = visit_tries;
    alike += visit_tries == first_visit_tries;
    visit_tries = 0;
  }

  // Too many visits with the same number of tries for people who slip.
  bool is_alike() const {
    return static_cast<double>(alike) >= kNearlyAllAlike * static_cast<double>(visits) &&
           std::pow(kPeopleAlike, static_cast<double>(alike)) <= kMaxAlike;
  }

  // Too long a list for people who slip, also where many others do so at the same time.
  bool is_sequence() const {
    const std::size_t length = longest_sequence.size();
    if (length < kMinSequence || (length < kMinSequenceOfSingles && longest_failures < 2 * length))
      return false;
    const double others = static_cast<double>(users.size() - length);
    const double span = static_cast<double>(std::max(last - first, kHour / 2));
    const double next = -std::expm1(-others / span * static_cast<double>(2 * kSequencePause));
    return (others + 1) * std::pow(next, static_cast<double>(length - 1)) <= kMaxByChance;
  }
};

struct Link {
  Micros first = 0, last = 0;
  std::uint32_t merged_into = 0;  // itself, unless it is a part of another
  std::vector<std::uint32_t> episodes = {};
};

void make_distinct(std::vector<TextId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

class Detector {
 public:
  Detector(const Events& events, std::span<const std::uint32_t> networks, const Coverage& coverage,
           Campaigns& out)
      : events_(events), networks_(networks), coverage_(coverage), out_(out) {}

  void run() {
    count_addresses();
    if (any_candidate()) {
      collect_episodes();
      for (const Link& link : link_episodes()) consider(link);
    }
    set_touched();
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
  bool candidate(TextId address) const {
    return stranger(address) || totals_[address].longest_run >= kMinRun ||
           totals_[address].longest_row >= kFlood;
  }

  // A few addresses that fail on one account each are no campaign.
  bool any_candidate() const {
    std::size_t strangers = 0;
    for (TextId address = 1; address < totals_.size(); ++address) {
      if (totals_[address].longest_run >= kMinRun || totals_[address].longest_row >= kFlood)
        return true;
      if (stranger(address) && ++strangers >= kMinAccounts) return true;
    }
    return false;
  }

  void collect_episodes() {
    for (std::uint32_t index = 0; index < events_.rows.size(); ++index) {
      const Event& event = events_.rows[index];
      const bool success = event.kind == EventKind::login_succeeded;
      if (!has_place_and_clock(event) || !(success || is_try(event)) || !candidate(event.address))
        continue;
      if (success) let_in_[source_of(event)].insert(event.user);
      std::uint32_t& last = last_episode(event);
      const bool goes_on = last != 0 && event.time - episodes_[last - 1].last <= kPause;
      if (success) {
        if (!goes_on) continue;
        Episode& episode = episodes_[last - 1];
        episode.successes += event.count;
        if (!episode.first_success) episode.first_success = index;
        continue;
      }
      if (!goes_on) {
        Episode episode;
        episode.source = source_of(event);
        episode.address = event.address;
        episode.program = event.program;
        episode.first = event.time;
        episodes_.push_back(std::move(episode));
        last = static_cast<std::uint32_t>(episodes_.size());
      }
      add_failure(event, episodes_[last - 1]);
    }
    for (Episode& episode : episodes_) {
      episode.end_visit();
      make_distinct(episode.users);
    }
  }

  // The last episode of the event's source, from 1; most addresses have one source.
  std::uint32_t& last_episode(const Event& event) {
    if (last_of_address_.empty()) last_of_address_.resize(totals_.size());
    std::uint32_t& last = last_of_address_[event.address];
    const std::uint64_t source = source_of(event);
    const bool by_address = events_.programs.at(event.program).computer == kNone;
    if (by_address && (last == 0 || episodes_[last - 1].source == source)) return last;
    return last_of_source_[source];
  }

  static void add_failure(const Event& event, Episode& episode) {
    extend_sequence(event, episode);
    const bool same_row =
        event.user == episode.last_user && event.time - episode.last <= kFloodPause;
    episode.row = (same_row ? episode.row : 0) + event.count;
    episode.flood |= episode.row >= kFlood;
    episode.last = event.time;
    episode.failures += event.count;
    if (event.user != episode.last_user && episode.last_user != kNone) episode.end_visit();
    episode.visit_tries += event.count;
    if (event.user == episode.last_user) return;
    if (episode.last_user != kNone && episode.switches.size() < 64)
      episode.switches.push_back(event.time - episode.last_of_user);
    episode.last_user = event.user;
    episode.last_of_user = event.time;
    if (episode.users.size() < 4096) episode.users.push_back(event.user);
  }

  // An account joins the list if it is tried soon after the one that joined before.
  static void extend_sequence(const Event& event, Episode& episode) {
    auto& list = episode.sequence;
    const bool last = !list.empty() && list.back() == event.user;
    const bool known = last || std::find(list.begin(), list.end(), event.user) != list.end();
    if (!known && (event.time - episode.last_of_sequence > kSequencePause || list.size() >= 4096)) {
      list.clear();
      episode.sequence_failures = 0;
    }
    if (!known) list.push_back(event.user);
    if (!known || last) episode.last_of_sequence = event.time;
    episode.sequence_failures += event.count;
    if (list.size() < episode.longest_sequence.size()) return;
    if (list.size() > episode.longest_sequence.size()) episode.longest_sequence = list;
    episode.longest_failures = episode.sequence_failures;
  }

  bool is_let_in(TextId user, const Episode& episode) const {
    const auto let_in = let_in_.find(episode.source);
    return let_in != let_in_.end() && let_in->second.contains(user);
  }

  // The link between sources: the client text, else the network; nullopt: neither is known.
  std::optional<std::uint64_t> link_key(const Episode& episode) const {
    const Program& program = events_.programs.at(episode.program);
    if (program.client != kNone && program.computer == kNone) return pair_key(program.client, 1);
    if (const std::uint32_t id = network(episode.address); id != 0) return pair_key(id, 2);
    return std::nullopt;
  }

  // Only strangers are linked to others; a source that gets in stays alone. Strangers of whom
  // neither client nor network is known are linked by their address and the accounts that they
  // share: two people who fail from new places do not fail on each other's accounts.
  std::vector<std::uint64_t> link_keys(std::uint32_t index) const {
    const Episode& episode = episodes_[index];
    if (!stranger(episode.address)) return {pair_key(index, 4)};
    if (const auto key = link_key(episode)) return {*key};
    std::vector<std::uint64_t> keys = {pair_key(episode.address, 3)};
    for (const TextId user : episode.users) keys.push_back(pair_key(user, 5));
    return keys;
  }

  std::vector<Link> link_episodes() {
    std::vector<std::uint32_t> order(episodes_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return episodes_[a].first < episodes_[b].first;
    });
    std::vector<Link> links;
    std::unordered_map<std::uint64_t, std::uint32_t> open;
    for (const std::uint32_t i : order) {
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
    TriesByAddress tries;
    for (const std::uint32_t i : link.episodes)
      for (const TextId user : episodes_[i].users) ++tries[{user, episodes_[i].address}];
    return roaming_accounts(events_, networks_, tries);
  }

  // Accounts that are let in from there belong to people, unless they are as few as guesses hit.
  std::vector<TextId> users_of(const Link& link) const {
    std::vector<TextId> strange, let_in;
    const std::set<TextId> roaming = roaming_in(link);
    for (const std::uint32_t i : link.episodes)
      for (const TextId user : episodes_[i].users) {
        if (roaming.contains(user)) continue;
        const Episode& episode = episodes_[i];
        const bool in_sequence =
            episode.is_sequence() &&
            std::find(episode.longest_sequence.begin(), episode.longest_sequence.end(), user) !=
                episode.longest_sequence.end();
        (in_sequence || !is_let_in(user, episode) ? strange : let_in).push_back(user);
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
      if (episode.first_success && !campaign.first_success)
        campaign.first_success = episode.first_success;
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
      return is_fast(link) && accounts >= kMinAccountsByPace &&
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

  std::size_t count_networks(const Campaign& campaign) const {
    std::set<std::uint64_t> keys;
    for (const TextId id : campaign.addresses) keys.insert(network_key(events_, networks_, id));
    return keys.size();
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
    for (const Campaign& campaign : out_.campaigns_)
      for (const TextId user : campaign.users) {
        if (out_.touched_.size() <= user) out_.touched_.resize(user + 1);
        out_.touched_[user] = true;
      }
  }

  const Events& events_;
  const std::span<const std::uint32_t> networks_;
  const Coverage& coverage_;
  Campaigns& out_;
  std::vector<AddressTotals> totals_;
  std::vector<Episode> episodes_;
  std::vector<std::uint32_t> last_of_address_;  // of the first source of each address
  std::unordered_map<std::uint64_t, std::uint32_t> last_of_source_;       // of the others
  std::unordered_map<std::uint64_t, std::unordered_set<TextId>> let_in_;  // accounts by source
};

Campaigns::Campaigns(const Events& events, std::span<const std::uint32_t> network_of_address,
                     const Coverage& coverage) {
  programs_ = &events.programs;
  Detector(events, network_of_address, coverage, *this).run();
}

std::uint32_t Campaigns::of(const Event& event) const {
  if (!touches(event.user) || event.kind != EventKind::login_failed ||
      event.precision == Precision::day)
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
