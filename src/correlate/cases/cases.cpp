// First version: lockouts of one account whose leading caller is the same are one case.
#include "correlate/cases/cases.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace whylocked {

namespace {

void describe(const Events& events, const Correlation& correlation, Case& one) {
  std::map<std::uint32_t, double> share;
  for (const std::uint32_t i : one.incidents)
    for (const Contribution& part : correlation.incidents[i].contributions)
      share[part.caller] += part.share / static_cast<double>(one.incidents.size());
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const auto& [caller, part] : share) order.emplace_back(-part, caller);
  std::sort(order.begin(), order.end());
  std::set<TextId> addresses;
  one.first = INT64_MAX;
  one.last = INT64_MIN;
  for (const auto& [part, index] : order) {
    const Caller& caller = correlation.callers[index];
    one.callers.push_back(index);
    one.shares.push_back(-part);
    one.failures += caller.failures;
    one.successes += caller.successes;
    addresses.insert(caller.addresses.begin(), caller.addresses.end());
    one.first = std::min(one.first, caller.first);
    one.last = std::max(one.last, caller.last);
  }
  one.addresses = static_cast<std::uint32_t>(addresses.size());
  const Incident& first = correlation.incidents[one.incidents.front()];
  one.users = {first.user};
  one.id = "C" + incident_id(events.users.text(first.user), first.locked_at).substr(1);
}

}  // namespace

std::vector<Case> make_cases(const Events& events, Correlation& correlation) {
  std::vector<Case> cases;
  std::map<std::uint32_t, std::size_t> case_of_caller;
  for (std::uint32_t i = 0; i < correlation.incidents.size(); ++i) {
    const auto [found, fresh] = case_of_caller.emplace(
        correlation.incidents[i].contributions.front().caller, cases.size());
    if (fresh) cases.emplace_back();
    cases[found->second].incidents.push_back(i);
  }
  for (Case& one : cases) describe(events, correlation, one);
  std::stable_sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) {
    return a.incidents.size() > b.incidents.size();
  });
  for (std::uint32_t c = 0; c < cases.size(); ++c)
    for (const std::uint32_t i : cases[c].incidents) correlation.incidents[i].case_index = c;
  return cases;
}

}  // namespace whylocked
