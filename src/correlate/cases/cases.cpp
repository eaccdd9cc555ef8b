#include "correlate/cases/cases.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "correlate/cases/tries.hpp"

namespace whylocked::cases {

namespace {

// A caller with a smaller share is ignored, unless nobody has a larger one.
constexpr double kMainShare = 0.3;

std::string case_id(std::string_view user, Micros time) {
  std::string id = incident_id(user, time);
  id.front() = 'C';
  return id;
}

class CaseMaker {
 public:
  CaseMaker(const Events& events, std::span<const TextId> users_by_text, const Campaigns& campaigns,
            Correlation& correlation)
      : events_(events),
        rank_of_user_(events.users.size()),
        campaigns_(campaigns),
        share_of_caller_(correlation.callers.size()),
        all_(correlation) {
    for (std::uint32_t i = 0; i < users_by_text.size(); ++i) rank_of_user_[users_by_text[i]] = i;
  }

  void run() {
    drop_rows_that_lock();
    add_campaigns();
    reorder(with_callers());
    group_others();
    for (Case& one : all_.cases) describe(one);
    reorder(costliest_first());
    for (std::uint32_t c = 0; c < all_.cases.size(); ++c)
      for (const std::uint32_t i : all_.cases[c].incidents) all_.incidents[i].case_index = c;
  }

 private:
  // The identity of a caller on its account: its client or computer, else itself.
  using Identity = std::tuple<TextId, TextId, TextId, TextId, TextId, std::uint32_t>;
  using Identities = std::vector<Identity>;

  Identity identity(std::uint32_t index) const {
    const Caller& caller = all_.callers[index];
    const bool named = caller.client != kNone || caller.computer != kNone;
    return {caller.user,   caller.client,   caller.application,
            caller.vendor, caller.computer, named ? 0 : index + 1};
  }

  // Drops campaigns that are consecutive tries from one address on one account and locked it; these
  // lockouts are cases of their caller.
  void drop_rows_that_lock() {
    const auto& all = campaigns_.all();
    std::vector<bool> drop(all.size(), false);
    for (const Incident& incident : all_.incidents)
      if (const std::uint32_t c = incident.case_index; c != kNoCampaign)
        drop[c] = all[c].users.size() == 1 && all[c].addresses.size() == 1;
    for (Caller& caller : all_.callers)
      if (caller.campaign != kNoCampaign && drop[caller.campaign]) caller.campaign = kNoCampaign;
    for (Incident& incident : all_.incidents)
      if (incident.case_index != kNoCampaign && drop[incident.case_index])
        incident.case_index = kNoCampaign;
  }

  void add_campaigns() {
    all_.cases.resize(campaigns_.all().size());
    for (std::uint32_t c = 0; c < all_.cases.size(); ++c) {
      Case& one = all_.cases[c];
      const Campaign& campaign = campaigns_.all()[c];
      one.kind = CaseKind::campaign;
      one.users = campaign.users;
      one.guessed = campaign.guessed();
      one.first_success = campaign.first_success;
      one.first = campaign.first;
      one.last = campaign.last;
      one.addresses = static_cast<std::uint32_t>(campaign.addresses.size());
    }
    for (std::uint32_t i = 0; i < all_.callers.size(); ++i)
      if (const std::uint32_t c = all_.callers[i].campaign; c != kNoCampaign)
        add_caller(i, all_.cases[c]);
    for (std::uint32_t i = 0; i < all_.incidents.size(); ++i)
      if (const std::uint32_t c = all_.incidents[i].case_index; c != kNoCampaign)
        all_.cases[c].incidents.push_back(i);
  }

  void add_caller(std::uint32_t index, Case& one) const {
    one.callers.push_back(index);
    one.failures += all_.callers[index].failures;
    one.successes += all_.callers[index].successes;
  }

  Identities main_callers(const Incident& incident) const {
    Identities main = {identity(incident.contributions.front().caller)};
    for (const Contribution& part : std::span(incident.contributions).subspan(1))
      if (part.share >= kMainShare) main.push_back(identity(part.caller));
    std::ranges::sort(main);
    main.erase(std::unique(main.begin(), main.end()), main.end());
    return main;
  }

  void group_others() {
    std::map<Identities, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < all_.incidents.size(); ++i)
      if (all_.incidents[i].case_index == kNoCampaign)
        groups[main_callers(all_.incidents[i])].push_back(i);
    for (auto& [callers, incidents] : groups) {
      if (callers.size() == 1) continue;
      std::vector<std::uint32_t>* most = nullptr;
      for (const Identity& caller : callers)
        if (const auto alone = groups.find({caller});
            alone != groups.end() && alone->second.size() > incidents.size() &&
            (most == nullptr || alone->second.size() > most->size()))
          most = &alone->second;
      if (most == nullptr) continue;
      most->insert(most->end(), incidents.begin(), incidents.end());
      incidents.clear();
    }
    for (auto& [callers, incidents] : groups) {
      if (incidents.empty()) continue;
      std::ranges::sort(incidents);
      Case one;
      one.kind = callers.size() == 1 ? CaseKind::caller : CaseKind::contested;
      one.incidents = std::move(incidents);
      all_.cases.push_back(std::move(one));
    }
  }

  // Sets the callers with their shares of the lockouts; in a campaign that locked no
  // account, of the failures.
  void set_callers(Case& one) {
    std::vector<std::uint32_t>& callers = one.callers;
    for (const std::uint32_t i : one.incidents)
      for (const Contribution& part : all_.incidents[i].contributions) {
        callers.push_back(part.caller);
        share_of_caller_[part.caller] += part.share / static_cast<double>(one.incidents.size());
      }
    make_distinct(callers);
    double failures = 0;
    for (const std::uint32_t i : callers) failures += static_cast<double>(all_.callers[i].failures);
    for (const std::uint32_t i : callers)
      if (one.incidents.empty())
        share_of_caller_[i] =
            static_cast<double>(all_.callers[i].failures) / std::max(1.0, failures);
    std::ranges::stable_sort(callers, std::greater{},
                             [&](std::uint32_t i) { return share_of_caller_[i]; });
    for (const std::uint32_t i : callers)
      one.shares.push_back(std::exchange(share_of_caller_[i], 0));
  }

  void describe_callers(Case& one) const {
    one.users = {all_.incidents[one.incidents.front()].user};
    one.first = INT64_MAX;
    one.last = INT64_MIN;
    std::vector<TextId> addresses;
    for (const std::uint32_t index : one.callers) {
      const Caller& caller = all_.callers[index];
      addresses.insert(addresses.end(), caller.addresses.begin(), caller.addresses.end());
      one.first = std::min(one.first, caller.first);
      one.last = std::max(one.last, caller.last);
      one.failures += caller.failures;
      one.successes += caller.successes;
    }
    make_distinct(addresses);
    one.addresses = static_cast<std::uint32_t>(addresses.size());
  }

  void describe(Case& one) {
    set_callers(one);
    if (one.kind != CaseKind::campaign) describe_callers(one);
    std::ranges::sort(one.users, {}, [&](TextId user) { return rank_of_user_[user]; });
    one.id = one.incidents.empty()
                 ? case_id(events_.users.text(one.users.front()), one.first)
                 : case_id(events_.users.text(all_.incidents[one.incidents.front()].user),
                           all_.incidents[one.incidents.front()].locked_at);
  }

  // Keeps the cases of these indexes, in this order.
  void reorder(const std::vector<std::uint32_t>& order) {
    std::vector<Case> cases;
    std::vector<std::uint32_t> place(all_.cases.size(), kNoCampaign);
    for (const std::uint32_t index : order) {
      place[index] = static_cast<std::uint32_t>(cases.size());
      cases.push_back(std::move(all_.cases[index]));
    }
    all_.cases = std::move(cases);
    for (Caller& caller : all_.callers)
      if (caller.campaign != kNoCampaign) caller.campaign = place[caller.campaign];
  }

  // A case must have a caller. All callers of a campaign may have done other things more often.
  std::vector<std::uint32_t> with_callers() const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t c = 0; c < all_.cases.size(); ++c)
      if (!all_.cases[c].callers.empty() || !all_.cases[c].incidents.empty()) order.push_back(c);
    return order;
  }

  std::vector<std::uint32_t> costliest_first() const {
    const auto cost = [](const Case& one) {
      return std::max<std::size_t>(one.incidents.size(), 1) * one.users.size();
    };
    const auto time = [&](const Case& one) {
      return one.incidents.empty() ? one.first : all_.incidents[one.incidents.front()].locked_at;
    };
    std::vector<std::uint32_t> order(all_.cases.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t first, std::uint32_t second) {
      const Case &a = all_.cases[first], &b = all_.cases[second];
      if (cost(a) != cost(b)) return cost(a) > cost(b);
      return std::tuple(time(a), std::string_view(a.id)) <
             std::tuple(time(b), std::string_view(b.id));
    });
    return order;
  }

  const Events& events_;
  std::vector<std::uint32_t> rank_of_user_;
  const Campaigns& campaigns_;
  std::vector<double> share_of_caller_;  // for one case; 0 between cases
  Correlation& all_;
};

}  // namespace

void make_cases(const Events& events, std::span<const TextId> users_by_text,
                const Campaigns& campaigns, Correlation& correlation) {
  CaseMaker(events, users_by_text, campaigns, correlation).run();
}

}  // namespace whylocked::cases
