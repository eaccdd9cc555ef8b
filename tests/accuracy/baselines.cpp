#include "accuracy/baselines.hpp"

#include <algorithm>
#include <map>

#include "attribute/rivals.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked::accuracy {

namespace {

std::vector<std::string> named_by_address(const Address& address) {
  const OperatorKind kind = network(network_of(address)).kind;
  if (kind == OperatorKind::none || kind == OperatorKind::gateway) return {"person"};
  std::vector<std::string> ids;
  for (const WhoEntry& entry : who_calls_from(address))
    if (entry.rank == 1) ids.emplace_back(entry.integration->id);
  return ids;
}

template <class Visit>
void each_failure(const Game& game, const TrueLockout& lockout, Visit visit) {
  const Events& events = game.result.report.events;
  for (const Event& event : events.rows)
    if (event.kind == EventKind::login_failed && event.address != kNone &&
        events.users.text(event.user) == lockout.user)
      visit(event);
}

std::vector<std::string> most_failures(const Game& game, const TrueLockout& lockout) {
  std::map<TextId, std::uint64_t> failures;
  each_failure(game, lockout, [&](const Event& event) { failures[event.address] += event.count; });
  const auto most = std::max_element(failures.begin(), failures.end(),
                                     [](auto& a, auto& b) { return a.second < b.second; });
  if (most == failures.end()) return {};
  return named_by_address(game.result.report.events.addresses.at(most->first));
}

std::vector<std::string> last_failure(const Game& game, const TrueLockout& lockout) {
  const Event* last = nullptr;
  each_failure(game, lockout, [&](const Event& event) {
    if (event.time <= lockout.at && event.reason != Reason::locked) last = &event;
  });
  if (last == nullptr) return {};
  return named_by_address(game.result.report.events.addresses.at(last->address));
}

std::vector<std::string> prior_alone(const Game&, const TrueLockout&) {
  const auto all = rivals();
  const auto best = std::max_element(
      all.begin(), all.end(), [](const Hypothesis& a, const Hypothesis& b) { return a.prior < b.prior; });
  return {std::string(best->id)};
}

constexpr Baseline kBaselines[] = {
    {"most failures", most_failures}, {"last failure", last_failure}, {"prior", prior_alone}};

}  // namespace

std::span<const Baseline> baselines() { return kBaselines; }

}  // namespace whylocked::accuracy
