
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "report/view.hpp"

namespace whylocked {

namespace {

constexpr Micros kNever = std::numeric_limits<Micros>::max();

Micros first_success(const Events& events, const Caller& origin) {
  if (origin.successes == 0) return kNever;
  for (const std::uint32_t index : origin.attempts)
    if (events.rows[index].kind == EventKind::login_succeeded) return events.rows[index].time;
  return kNever;
}

std::string_view without_folders(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);  // npos + 1 is 0
}

std::vector<std::string_view> short_names(const std::vector<InputInfo>& inputs) {
  std::vector<std::string_view> names;
  for (const InputInfo& input : inputs) names.push_back(without_folders(input.file));
  std::set<std::string_view> distinct(names.begin(), names.end());
  if (distinct.size() == names.size()) return names;
  names.assign(inputs.size(), {});
  for (std::size_t i = 0; i < inputs.size(); ++i) names[i] = inputs[i].file;
  return names;
}

}  // namespace

ReportView::ReportView(const Report& report) : report_(report), short_files_(short_names(report.inputs)) {}

std::string ReportView::address(TextId id) const {
  return id == kNone ? std::string() : to_text(report_.events.addresses.at(id));
}

std::string_view ReportView::file(std::uint16_t index) const {
  return index < report_.inputs.size() ? std::string_view(report_.inputs[index].file)
                                       : std::string_view();
}

std::string_view ReportView::short_file(const Event& event) const {
  return event.file < short_files_.size() ? short_files_[event.file] : std::string_view();
}

std::string_view ReportView::client(const Caller& origin) const {
  return text(origin.client != kNone ? origin.client : origin.application);
}

std::uint64_t ReportView::attempts(const std::vector<std::uint32_t>& events) const {
  std::uint64_t sum = 0;
  for (const std::uint32_t index : events) sum += event(index).count;
  return sum;
}

bool ReportView::succeeded_before(const Contribution& blame) const {
  if (first_success_.empty()) first_success_.resize(report_.correlation.callers.size());
  auto& known = first_success_[blame.caller];
  if (!known) known = first_success(report_.events, origin(blame));
  return *known < blame.first;
}

namespace {

bool is_attack(const Diagnosis& diagnosis) {
  return diagnosis.status == Status::diagnosed && !diagnosis.causes.empty() &&
         diagnosis.causes.brief(0).kind == CauseKind::attack;
}

double certainty(const Diagnosis& diagnosis) {
  return diagnosis.causes.empty() ? 0 : diagnosis.causes.brief(0).probability;
}

// Lists of any length by number: equal lists have one number.
template <class Value>
class Lists {
 public:
  std::uint32_t number_of(std::vector<Value> list) {
    return numbers_.try_emplace(std::move(list), static_cast<std::uint32_t>(numbers_.size()))
        .first->second;
  }

 private:
  std::map<std::vector<Value>, std::uint32_t> numbers_;
};

// Sorts lockouts into blocks.
class Sorter {
 public:
  explicit Sorter(const ReportView& view) : view_(view) {}

  void add(const Diagnosis& diagnosis) {
    const auto [place, fresh] = known_.try_emplace(key_of(diagnosis), blocks_.size());
    if (fresh) blocks_.emplace_back();
    CaseGroup& block = blocks_[place->second];
    block.lockouts.push_back(&diagnosis);
    if (block.lead == nullptr || certainty(diagnosis) > certainty(*block.lead))
      block.lead = &diagnosis;
  }
  std::vector<CaseGroup> take() { return std::move(blocks_); }

 private:
  // What lockouts of one block have in common: the account, or for an attack the caller.
  struct Key {
    TextId user = kNone, client = kNone;
    std::uint32_t addresses = 0, leaders = 0;
    Status status = Status::diagnosed;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      std::uint64_t hash = std::uint64_t{key.user} << 32 | key.client;
      for (const std::uint64_t part : {std::uint64_t{key.addresses} << 32 | key.leaders,
                                       static_cast<std::uint64_t>(key.status)})
        hash = ((hash ^ hash >> 31) + part + 1) * 0x9e3779b97f4a7c15ULL;
      return hash ^ hash >> 32;
    }
  };

  Key key_of(const Diagnosis& diagnosis) {
    const Incident& incident = view_.incident(diagnosis);
    Key key;
    key.status = diagnosis.status;
    if (diagnosis.status != Status::insufficient_evidence) key.leaders = leaders_of(diagnosis);
    if (!is_attack(diagnosis) || incident.contributions.empty()) {
      key.user = incident.user;
      return key;
    }
    const std::uint32_t origin = incident.contributions.front().caller;
    key.addresses = addresses_of(origin);
    key.client = view_.report().correlation.callers[origin].client;
    return key;
  }

  std::uint32_t leaders_of(const Diagnosis& diagnosis) {
    const void* const like = diagnosis.causes.likeness();
    if (like == nullptr) return find_leaders(diagnosis);
    std::uint32_t& known = leaders_of_like_[like];
    if (known == 0) known = find_leaders(diagnosis);
    return known;
  }

  std::uint32_t find_leaders(const Diagnosis& diagnosis) {
    ids_.clear();
    for (std::size_t i = 0; i < diagnosis.causes.size(); ++i) {
      const CauseInBrief cause = diagnosis.causes.brief(i);
      if (cause.rank != 1) break;
      ids_.push_back(cause.id);
    }
    return 1 + leader_lists_.number_of(ids_);
  }

  // The list of an origin is looked at once, not at each of its lockouts.
  std::uint32_t addresses_of(std::uint32_t origin) {
    const auto [place, fresh] = addresses_of_origin_.try_emplace(origin);
    if (fresh) {
      const SmallList& addresses = view_.report().correlation.callers[origin].addresses;
      place->second = 1 + address_lists_.number_of({addresses.begin(), addresses.end()});
    }
    return place->second;
  }

  const ReportView& view_;
  std::vector<CaseGroup> blocks_;
  std::unordered_map<Key, std::size_t, Hash> known_;
  std::vector<std::string_view> ids_;
  Lists<std::string_view> leader_lists_;
  std::unordered_map<const void*, std::uint32_t> leaders_of_like_;
  Lists<TextId> address_lists_;
  std::unordered_map<std::uint32_t, std::uint32_t> addresses_of_origin_;
};

// Fills CaseGroup::users. `last` is, by user, 1 + the last block that has it.
void find_users(const ReportView& view, std::size_t number, std::vector<std::size_t>& last,
                CaseGroup& block) {
  for (const Diagnosis* lockout : block.lockouts) {
    const TextId user = view.incident(*lockout).user;
    if (last[user] == number + 1) continue;
    last[user] = number + 1;
    block.users.push_back(user);
  }
}

struct AccountOrder {
  std::size_t lockouts = 0;
  Micros first = 0;
};

std::vector<AccountOrder> count_accounts(const ReportView& view) {
  std::vector<AccountOrder> accounts(view.report().events.users.size());
  for (const Diagnosis& diagnosis : view.report().lockouts) {
    const Incident& incident = view.incident(diagnosis);
    AccountOrder& account = accounts[incident.user];
    if (account.lockouts++ == 0 || incident.locked_at < account.first)
      account.first = incident.locked_at;
  }
  return accounts;
}

// Most lockouts first; blocks of one account stay together.
auto order_of(const ReportView& view, const CaseGroup& block, const std::vector<AccountOrder>& accounts) {
  const AccountOrder& account = accounts[block.users.front()];
  const std::size_t lockouts = block.users.size() > 1 ? block.lockouts.size() : account.lockouts;
  return std::tuple(-static_cast<std::int64_t>(lockouts), account.first, block.users.front(),
                    -static_cast<std::int64_t>(block.lockouts.size()),
                    view.incident(*block.lockouts.front()).locked_at);
}

std::vector<CaseGroup> in_order(const ReportView& view, std::vector<CaseGroup> blocks) {
  const std::vector<AccountOrder> accounts = count_accounts(view);
  std::vector<std::pair<decltype(order_of(view, blocks.front(), accounts)), std::size_t>> order;
  for (std::size_t i = 0; i < blocks.size(); ++i)
    order.emplace_back(order_of(view, blocks[i], accounts), i);
  std::sort(order.begin(), order.end());
  std::vector<CaseGroup> sorted;
  sorted.reserve(blocks.size());
  for (const auto& [key, place] : order) sorted.push_back(std::move(blocks[place]));
  return sorted;
}

}  // namespace

std::vector<CauseInBrief> leaders(const Diagnosis& diagnosis) {
  std::vector<CauseInBrief> first;
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i) {
    first.push_back(diagnosis.causes.brief(i));
    if (first.back().rank == 1) continue;
    first.pop_back();
    break;
  }
  return first;
}

std::vector<CaseGroup> make_case_groups(const ReportView& view) {
  Sorter sorter(view);
  for (const Diagnosis& diagnosis : view.report().lockouts) sorter.add(diagnosis);
  std::vector<CaseGroup> blocks = sorter.take();
  std::vector<std::size_t> last(view.report().events.users.size(), 0);
  for (std::size_t i = 0; i < blocks.size(); ++i) find_users(view, i, last, blocks[i]);
  return in_order(view, std::move(blocks));
}

}  // namespace whylocked
