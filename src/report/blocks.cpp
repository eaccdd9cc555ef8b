#include "report/blocks.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace whylocked {

namespace {

bool is_attack(const Diagnosis& diagnosis) {
  return diagnosis.status == Status::diagnosed && !diagnosis.causes.empty() &&
         diagnosis.causes.front().kind == CauseKind::attack;
}

// What lockouts of one block have in common.
using Key = std::tuple<TextId, Status, std::vector<std::string>, std::vector<TextId>, TextId>;

Key key_of(const View& view, const Diagnosis& diagnosis) {
  const Incident& incident = view.incident(diagnosis);
  std::vector<std::string> ids;
  if (diagnosis.status != Status::insufficient_evidence)
    for (const Cause* cause : leaders(diagnosis)) ids.push_back(cause->id);
  if (!is_attack(diagnosis) || incident.origins.empty())
    return {incident.user, diagnosis.status, std::move(ids), {}, kNone};
  const Origin& origin = view.origin(incident.origins.front());
  return {kNone, diagnosis.status, std::move(ids), origin.addresses, origin.client};
}

double certainty(const Diagnosis& diagnosis) {
  return diagnosis.causes.empty() ? 0 : diagnosis.causes.front().probability;
}

void add(const Diagnosis& diagnosis, Block& block) {
  block.lockouts.push_back(&diagnosis);
  if (block.lead == nullptr || certainty(diagnosis) > certainty(*block.lead))
    block.lead = &diagnosis;
}

void find_users(const View& view, Block& block) {
  std::unordered_set<TextId> seen;
  for (const Diagnosis* lockout : block.lockouts)
    if (const TextId user = view.incident(*lockout).user; seen.insert(user).second)
      block.users.push_back(user);
}

struct AccountOrder {
  std::size_t lockouts = 0;
  Micros first = 0;
};
using Accounts = std::map<TextId, AccountOrder>;

Accounts count_accounts(const View& view) {
  Accounts accounts;
  for (const Diagnosis& diagnosis : view.report().lockouts) {
    const Incident& incident = view.incident(diagnosis);
    AccountOrder& account = accounts[incident.user];
    if (account.lockouts++ == 0 || incident.locked_at < account.first)
      account.first = incident.locked_at;
  }
  return accounts;
}

// Most lockouts first; blocks of one account stay together.
auto order_of(const View& view, const Block& block, const Accounts& accounts) {
  const AccountOrder& account = accounts.at(block.users.front());
  const std::size_t lockouts = block.users.size() > 1 ? block.lockouts.size() : account.lockouts;
  return std::tuple(-static_cast<std::int64_t>(lockouts), account.first, block.users.front(),
                    -static_cast<std::int64_t>(block.lockouts.size()),
                    view.incident(*block.lockouts.front()).locked_at);
}

}  // namespace

std::vector<const Cause*> leaders(const Diagnosis& diagnosis) {
  std::vector<const Cause*> first;
  for (const Cause& cause : diagnosis.causes)
    if (cause.rank == 1) first.push_back(&cause);
  return first;
}

std::vector<Block> make_blocks(const View& view) {
  std::vector<Block> blocks;
  std::map<Key, std::size_t> known;
  for (const Diagnosis& diagnosis : view.report().lockouts) {
    const auto [place, added] = known.try_emplace(key_of(view, diagnosis), blocks.size());
    if (added) blocks.emplace_back();
    add(diagnosis, blocks[place->second]);
  }
  for (Block& block : blocks) find_users(view, block);
  const Accounts accounts = count_accounts(view);
  std::stable_sort(blocks.begin(), blocks.end(), [&](const Block& a, const Block& b) {
    return order_of(view, a, accounts) < order_of(view, b, accounts);
  });
  return blocks;
}

}  // namespace whylocked
